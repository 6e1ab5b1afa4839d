import { basename } from 'node:path';

import { Uri, commands, l10n, workspace } from 'vscode';

import type { ProposalLook } from '../../core/service/proposal-service.ts';
import type { ProposalReport } from '../../core/service/take-in-edits.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { loadEngine } from '../engine.ts';
import { loadFailures } from '../failures.ts';
import { translateAll } from '../messages.ts';
import type { Reporter } from '../messages.ts';
import type { OpenEditors } from './open-editors.ts';
import { showWarning } from '../notices.ts';

/** Reasons in the notification; Compare shows the rest. */
const MAX_REASONS = 3;

/** The folder to look at, with its editors. */
interface EditedFolder extends ProposalLook {
  readonly open: OpenFolder;
  readonly editors: OpenEditors;
}

/** Applies edits of exports, and reports edits that weren't fully applied. */
export async function takeInEdits(
  { open, editors, mayDiffer }: EditedFolder,
  reporter: Reporter,
): Promise<void> {
  if (!workspace.isTrusted) return;
  const { takeInProposals } = await loadEngine();
  const facts = {
    isBusy: (path: string) => editors.isBusy(open.layout.absolute(path)),
    isOpen: (path: string) => editors.isOpen(open.layout.absolute(path)),
  };
  const reports = await takeInProposals(open.service, facts, { mayDiffer });
  for (const report of reports) {
    // The notification waits for an answer; reading the rest doesn't wait for it.
    tell(open, report).catch((error: unknown) => void reporter.show(error));
  }
}

async function tell({ layout }: OpenFolder, { path, refusals, kept }: ProposalReport): Promise<void> {
  if (kept === null) return;
  const [{ refusalPhrase }, { failureTemplate }] = await Promise.all([loadEngine(), loadFailures()]);
  const reasons = translateAll(
    refusals
      .slice(0, MAX_REASONS)
      .map((refusal) => refusalPhrase(refusal, (code) => failureTemplate(code, 'window'))),
    '; ',
  );
  const name = basename(path);
  const compare = l10n.t('Compare');
  const chosen = await showWarning(
    l10n.t('Not all changes to {0} were applied: {1}. Your edit is kept.', name, reasons),
    compare,
  );
  if (chosen !== compare) return;
  const [edit, now] = [kept, path].map((file) => Uri.file(layout.absolute(file)));
  await commands.executeCommand('vscode.diff', edit, now, l10n.t('{0}: Your Edit ↔ Current', name));
}
