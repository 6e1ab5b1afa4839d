import { homedir } from 'node:os';
import { join } from 'node:path';

import { l10n, Uri, window, workspace } from 'vscode';

import { NinefoldError } from '../../core/errors.ts';
import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import { loadEngine } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import { translateAll } from '../messages.ts';
import { showWarning } from '../notices.ts';
import { fitsDialog } from './fits-dialog.ts';

/** Reports that rules wait, and opens the review on request. */
export async function offerReview(
  controller: FolderController,
  waiting: readonly RestrictedRule[],
): Promise<void> {
  const { ruleNames } = await loadEngine();
  const review = l10n.t('Review…');
  const openFile = l10n.t('Open ninefold.json');
  // Notifications render links, so only our own names are included.
  const text = l10n.t(
    'ninefold.json in this workspace loosens restrictions or runs commands: {names}. The defaults apply until you accept it.',
    { names: ruleNames(waiting) },
  );
  const chosen = await showWarning(text, review, openFile);
  if (chosen === review) await reviewRules(controller);
  else if (chosen === openFile) await openRulesFile((await controller.opened()).root);
}

/**
 * Shows the rules that loosen restrictions, with full commands, and accepts exactly those if the user agrees. A list
 * too long for a dialog opens as a document first: nothing unseen is accepted.
 *
 * @throws NinefoldError untrusted, and failures of the record
 */
async function reviewRules(controller: FolderController): Promise<void> {
  if (!workspace.isTrusted) throw new NinefoldError('untrusted');
  const { root, layout, service } = await controller.opened();
  const { waiting, failure } = await service.ports.workspace.trustedRules();
  if (failure !== null) throw failure;
  if (waiting.length === 0) return;
  const { acceptRules, rulePhrase } = await loadEngine();
  const list = translateAll(waiting.map(rulePhrase), '\n');
  const isWhole = fitsDialog(list);
  if (!isWhole) await window.showTextDocument(await workspace.openTextDocument({ content: list }));
  const shown = isWhole
    ? list
    : l10n.t('The document behind this dialog lists all {count}.', { count: waiting.length });
  const detail = `${shown}\n\n${l10n.t('This applies only on this machine. If a value changes, Ninefold asks again.')}`;
  const accept = l10n.t('Accept');
  const openFile = l10n.t('Open ninefold.json');
  const question = l10n.t('Accept these rules from ninefold.json of {folder}?', {
    folder: controller.folder.name,
  });
  const chosen = await showWarning(question, { modal: true, detail }, accept, openFile);
  if (chosen === openFile) await openRulesFile(root);
  if (chosen !== accept) return;
  await acceptRules(homedir(), layout, waiting);
  await controller.refresh();
}

async function openRulesFile(root: string): Promise<void> {
  const { RULES_FILE } = await loadEngine();
  await window.showTextDocument(Uri.file(join(root, RULES_FILE)));
}
