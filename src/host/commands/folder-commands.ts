import { homedir } from 'node:os';

import { l10n } from 'vscode';

import { isAtOrBelow, shownPath } from '../../core/paths/paths.ts';
import type { Expired } from '../../core/retention/retention.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import type { ConnectionChange } from '../../node/connect/connect-bundle.ts';
import { loadConnectModule } from '../../node/connect/load-connect.ts';
import type { Removal } from '../../node/folder/removal.ts';
import { loadEngine } from '../engine.ts';
import { meterEnvironment } from '../meter/folder-meter.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { extensionTarget } from './connect-commands.ts';
import { showInformation, showWarning } from '../notices.ts';
import { pickMany } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

/** A modal dialog doesn't scroll. */
const MAX_LINES = 12;

/** Creates the commands for what Ninefold stores in a folder. */
export function folderCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.shareState': () => share(context),
    'ninefold.makeStatePrivate': () => makePrivate(context),
    'ninefold.cleanHandoffs': () => cleanHandoffs(context),
    'ninefold.removeNinefold': () => removeNinefold(context),
  };
}

async function share({ model }: CommandContext): Promise<void> {
  const { service, layout } = await model.writable();
  await service.state();
  const { planShare, applyShare, secretsToShare, sharedSecretText } = await loadEngine();
  const plan = await planShare(layout);
  if (plan.isDone) {
    confirmBriefly(l10n.t('The workflow state is already shared'));
    return;
  }
  const secrets = (await secretsToShare(layout, service.ports.redactor)).map(sharedSecretText);
  const yes = secrets.length === 0 ? l10n.t('Share') : l10n.t('Share Anyway');
  const detail = [
    l10n.t("Git will see the workflows' journals. Add and commit them like any other file."),
    l10n.t('Exports, handoffs, and sessions stay on this machine. Nothing is committed now.'),
    ...untrackedLines(plan.untracked),
    ...secretLines(secrets),
  ].join('\n');
  const question = l10n.t("Share this folder's workflow state in Git?");
  const ask = secrets.length === 0 ? showInformation : showWarning;
  if ((await ask(question, { modal: true, detail }, yes)) !== yes) return;
  const { isUntracked, ignoredBy } = await applyShare(layout, plan);
  if (ignoredBy !== null)
    await showWarning(l10n.t('Git still ignores the workflow state because of {0}.', ignoredBy));
  else if (isUntracked) confirmBriefly(l10n.t('The workflow state is now visible to Git'));
  else await showWarning(l10n.t('Git still tracks exports or handoffs. Remove them with `git rm --cached`.'));
}

/** Lists what an older Ninefold shared, and git stops tracking. */
function untrackedLines(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return [];
  const title = l10n.t('Git stops tracking these files, which stay on this machine:');
  return ['', title, ...shortened(paths.map((path) => `• ${path}`))];
}

/** Lists what looks like a secret and would be published, with its location. */
function secretLines(secrets: readonly string[]): readonly string[] {
  if (secrets.length === 0) return [];
  const title = l10n.t('Recognized secrets would be published. Rotate them first:');
  return ['', title, ...shortened(secrets.map((secret) => `• ${secret}`))];
}

async function makePrivate({ model }: CommandContext): Promise<void> {
  const { service, layout } = await model.writable();
  await service.state();
  const { isShared, undoShare } = await loadEngine();
  if (!(await isShared(layout))) {
    confirmBriefly(l10n.t('The workflow state is already private'));
    return;
  }
  const yes = l10n.t('Make Private');
  const detail = l10n.t(
    'Git will ignore new state files. Files that are already committed stay until you remove them.',
  );
  const question = l10n.t("Make this folder's workflow state private?");
  if ((await showInformation(question, { modal: true, detail }, yes)) !== yes) return;
  await undoShare(layout);
  confirmBriefly(l10n.t('The workflow state is now private'));
}

interface ExpiredItem extends Choice {
  readonly item: Expired;
}

async function cleanHandoffs(context: CommandContext): Promise<void> {
  const { service } = await context.model.writable();
  const { listExpired, trashExpired } = await loadEngine();
  const expired = await listExpired(service);
  if (expired.length === 0) {
    confirmBriefly(l10n.t('No handoffs or workflows are past their retention period'));
    return;
  }
  const chosen = await pickMany(expired.map(expiredItem), {
    title: l10n.t('Clean Up Old Handoffs'),
    placeHolder: l10n.t("Select what to move to Ninefold's trash"),
  });
  if (chosen === undefined || chosen.length === 0) return;
  const moved = await trashExpired(
    service,
    chosen.map(({ item }) => item),
  );
  await context.model.refresh();
  confirmBriefly(l10n.t('Moved to trash: {count}', { count: moved.length }));
}

function expiredItem(item: Expired): ExpiredItem {
  const { kind, id, path, days, reason } = item;
  if (kind === 'handoff') {
    const name = path?.slice(path.lastIndexOf('/') + 1) ?? id;
    return {
      item,
      picked: true,
      icon: 'markdown',
      label: name,
      description: l10n.t('handoff of {id}, {days} days old', { id, days }),
    };
  }
  const description =
    reason === 'cancelled'
      ? l10n.t('workflow, cancelled {days} days ago', { days })
      : l10n.t('workflow, completed {days} days ago', { days });
  return { item, picked: true, icon: 'layers', label: id, description };
}

async function removeNinefold(context: CommandContext): Promise<void> {
  const open = await context.model.writable();
  const { planRemoval, applyRemoval, forgetRules } = await loadEngine();
  const removal = await planRemoval(open, homedir());
  const { planDisconnectAll, applyConnection } = await loadConnectModule();
  const connections = await planDisconnectAll(meterEnvironment(await loadEngine()), open.folder);
  if (removal.removed.length === 0 && removal.exclude === null && connections.length === 0) {
    confirmBriefly(l10n.t("Ninefold hasn't written anything in this folder"));
    return;
  }
  const yes = l10n.t('Remove');
  const question = l10n.t("Remove everything that Ninefold wrote in {folder}? You can't undo this.", {
    folder: open.folder,
  });
  const detail = removalLines(open, removal, connections).join('\n');
  if ((await showWarning(question, { modal: true, detail }, yes)) !== yes) return;
  for (const connection of connections) await applyConnection(connection, extensionTarget());
  await applyRemoval(open.layout, removal, homedir());
  await forgetRules(homedir(), open.layout);
  await context.model.refresh();
  confirmBriefly(l10n.t('Removed Ninefold from this folder'));
}

function removalLines(
  { folder, root }: OpenFolder,
  removal: Removal,
  connections: readonly ConnectionChange[],
): readonly string[] {
  const settings = connections.flatMap(({ files }) => files.filter(({ action }) => action !== 'unchanged'));
  const gone = settings.filter(({ after }) => after === undefined).map(({ file }) => file.path);
  const restored = settings.filter(({ after }) => after !== undefined).map(({ file }) => file.path);
  const shown = (path: string): string => shownPath(path, folder, process.platform);
  const group = (title: string, paths: readonly string[]): readonly string[] =>
    paths.length === 0 ? [] : [title, ...shortened(paths.map((path) => `• ${shown(path)}`)), ''];
  const elsewhere = l10n.t('The state is in {root}, which other folders may share.', { root });
  return [
    ...(isAtOrBelow(root, folder, process.platform) ? [] : [elsewhere, '']),
    ...group(l10n.t('Removed:'), [...removal.removed, ...gone]),
    ...group(l10n.t('Restored to their previous content:'), [
      ...[removal.exclude, removal.ignore].filter((path) => path !== null),
      ...restored,
    ]),
    ...group(l10n.t('Kept because they were edited:'), removal.kept),
  ].slice(0, -1);
}

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_LINES) return lines;
  const count = lines.length - MAX_LINES + 1;
  return [...lines.slice(0, MAX_LINES - 1), l10n.t('… and {count} more', { count })];
}
