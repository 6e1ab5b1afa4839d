import { l10n } from 'vscode';

import { stepName } from '../../core/workflow/phases.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';

/** Returns the title of a phase's review, by which its tab is found. */
export function reviewTitle({ current }: Pick<WorkflowState, 'current'>): string {
  return l10n.t('Review {phase}', { phase: `${current} ${stepName(current)}` });
}
