/** Opens what changed since the last gate as one diff of several files. */

import { join } from 'node:path';

import { commands, l10n, Uri } from 'vscode';

import { writtenDocuments } from '../../core/view/review-basis.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { Changes } from '../../node/git/changes-since.ts';
import type { CommandContext } from '../commands/command-context.ts';
import { showBriefly } from '../notices.ts';
import { reviewTitle } from './review-title.ts';

/** More files than these aren't opened at once. */
const MOST_FILES = 200;

/** Shows the changes of the current phase; its document if nothing else changed, or without git. */
export async function reviewPhase(context: CommandContext): Promise<void> {
  const open = await context.model.readable();
  const state = await open.service.state();
  const changes = await context.review.look(context.model.current?.key);
  if (changes !== null && changes.files.length > 0) {
    await showChanges(context, open, state, changes);
    return;
  }
  const facts = await open.service.ports.workspace.files(state.deliverables.map(({ file }) => file));
  const documents = writtenDocuments(state, facts);
  for (const { file } of documents) {
    await commands.executeCommand('vscode.open', fileIn(open, file), { preview: false });
  }
  if (documents.length === 0) showBriefly('info', l10n.t('Nothing changed in this phase'));
}

async function showChanges(
  context: CommandContext,
  open: OpenFolder,
  state: WorkflowState,
  { base, files }: Changes,
): Promise<void> {
  const shown = files.slice(0, MOST_FILES);
  const { workspace } = open.service.ports;
  const facts = await workspace.files(shown);
  const resources = await Promise.all(
    shown.map(async (file) => {
      const uri = fileIn(open, file);
      const before = base === null ? undefined : await workspace.fileAt(base, file);
      // With the same path, VS Code doesn't take it for a renamed file.
      const original =
        before === undefined || base === null
          ? undefined
          : context.documents.uriOf(uri.path.slice(1), base, before);
      return [uri, original, facts[file]?.exists === true ? uri : undefined] as const;
    }),
  );
  await commands.executeCommand('vscode.changes', reviewTitle(state), resources);
}

function fileIn({ folder }: OpenFolder, path: string): Uri {
  return Uri.file(join(folder, ...path.split('/')));
}
