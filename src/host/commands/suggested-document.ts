import { l10n } from 'vscode';

import type { SuggestionRow } from '../../core/view/rows.ts';
import type { CommandContext } from './command-context.ts';

/** Returns the document that the current phase suggests and that doesn't exist yet. */
export function suggestedDocument({
  model,
  tree,
}: Pick<CommandContext, 'model' | 'tree'>): SuggestionRow | undefined {
  const current = tree.phasesOf(model.current?.key).find(({ isCurrent }) => isCurrent);
  return current?.children.find((row): row is SuggestionRow => row.kind === 'suggestion');
}

/** Returns the button that creates it. */
export function createText({ file }: SuggestionRow): string {
  return l10n.t('Create {file}', { file });
}
