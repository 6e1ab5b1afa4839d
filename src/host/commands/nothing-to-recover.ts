import { l10n } from 'vscode';

import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { runCommand } from '../registration/register-command.ts';
import { showInformation } from '../notices.ts';
import type { CommandContext } from './command-context.ts';

/** Says that nothing is left, and offers to go on without it: otherwise a damaged journal stays in the way. */
export async function offerWayOut(
  { model }: Pick<CommandContext, 'model'>,
  { service }: OpenFolder,
  id: string | undefined,
): Promise<void> {
  if (id === undefined) {
    void showInformation(l10n.t('Nothing to recover in this folder.'));
    return;
  }
  const start = l10n.t('Start Workflow…');
  const remove = l10n.t('Delete Workflow…');
  const isThere = (await service.ports.journals.listIds()).includes(id);
  const text = l10n.t("Nothing to recover for workflow '{id}'.", { id });
  const chosen = await showInformation(text, start, ...(isThere ? [remove] : []));
  const folder = model.current?.key;
  if (chosen === start) await runCommand('ninefold.startWorkflow', { folder });
  if (chosen === remove) await runCommand('ninefold.deleteWorkflow', { folder, workflow: id });
}
