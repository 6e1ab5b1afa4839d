/** Commands on the whole folder: share, remove. */

import type { Command } from 'commander';

import { applyShare, planShare, undoShare } from '../../node/folder/share-state.ts';
import { isShared } from '../../node/state/shared-rules.ts';
import { NinefoldError } from '../../core/errors.ts';
import { secretsToShare, sharedSecretText } from '../../node/folder/shared-secrets.ts';
import { applyRemoval, planRemoval } from '../../node/folder/removal.ts';
import { forgetRules } from '../../node/rules/accepted-rules.ts';
import { loadConnectModule } from '../../node/connect/load-connect.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { commandLineTarget } from './connect.ts';
import { meterEnvironment } from './meter.ts';

export function addFolderCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('share')
    .description("let git carry the workflows' journals")
    .option('--undo', 'make them private again')
    .option('--include-secrets', 'share even if recognized secrets would be published')
    .action(withContext(share));
  program
    .command('remove')
    .description('list what Ninefold wrote in this folder; --apply removes it')
    .option('--apply', 'remove it')
    .option('--json', 'print JSON')
    .action(withContext(remove));
}

async function share(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  // Without a workflow there is nothing to share, so nothing is written.
  await context.service.state();
  const { layout } = context.folder;
  const isWanted = options.undo !== true;
  if (isWanted) return shareState(context, options);
  if (!(await isShared(layout))) {
    context.print('already private');
    return;
  }
  await undoShare(layout);
  context.print('private again; committed files stay in git until you remove them with `git rm --cached`');
}

async function shareState(context: CommandContext, options: Options): Promise<void> {
  const { layout } = context.folder;
  const plan = await planShare(layout);
  if (plan.isDone) {
    context.print('already shared');
    return;
  }
  await requireNoSecrets(context, options.includeSecrets === true);
  const { isUntracked, ignoredBy } = await applyShare(layout, plan);
  context.print("git now sees the workflows' journals; exports, handoffs, and sessions stay on this machine");
  const { length: count } = plan.untracked;
  if (count > 0 && isUntracked) {
    context.print(
      `git no longer tracks ${count} exports and handoffs; the files stay here, and the next commit removes them from git`,
    );
  } else if (count > 0) {
    const [first] = plan.untracked;
    context.warn(
      `git still tracks ${count} exports and handoffs, such as ${layout.shown(first ?? '')}; remove them with \`git rm --cached\``,
    );
  }
  const state = layout.shown('state');
  if (ignoredBy !== null) {
    context.warn(
      `git ignores ${state} because of ${ignoredBy}; change that rule, or add it with \`git add --force\``,
    );
    return;
  }
  context.print(
    `add and commit ${state} like any other folder; \`ninefold share --undo\` makes it private again`,
  );
}

/** Lists the secrets in journals, which keep texts verbatim, before git sees them; a person decides. */
async function requireNoSecrets(context: CommandContext, isAccepted: boolean): Promise<void> {
  const { redactor } = context.service.ports;
  const secrets = await secretsToShare(context.folder.layout, redactor);
  if (secrets.length === 0) return;
  for (const secret of secrets) context.print(sharedSecretText(secret));
  if (!isAccepted) throw new NinefoldError('share-secrets', { count: secrets.length });
  if (context.actor.kind !== 'person') throw new NinefoldError('share-of-person');
}

async function remove(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  const { folder } = context;
  const { planDisconnectAll, applyConnection, removeUnusedCache } = await loadConnectModule();
  const connections = await planDisconnectAll(meterEnvironment(context), folder.folder);
  const settings = connections.flatMap(({ files }) => files.filter(({ action }) => action !== 'unchanged'));
  const removal = await planRemoval(folder, context.system.home);
  const shown = (path: string): string => context.shownPath(path);
  const lines = [
    ...removal.removed.map((path) => `remove ${shown(path)}`),
    ...[removal.exclude, removal.ignore].flatMap((path) => (path === null ? [] : [`restore ${shown(path)}`])),
    ...settings.map(({ file, after }) => `${after === undefined ? 'remove' : 'restore'} ${shown(file.path)}`),
    ...removal.kept.map((path) => `keep ${shown(path)}`),
  ];
  const isNothing = removal.removed.length === 0 && removal.exclude === null && connections.length === 0;
  const agents = settings.map(({ file, action }) => ({ path: file.path, action }));
  if (options.json === true) context.printJson({ ...removal, settings: agents });
  else for (const line of isNothing ? ['Ninefold wrote nothing in this folder'] : lines) context.print(line);
  if (options.apply !== true && !isNothing && options.json !== true) {
    context.print('nothing was changed; `ninefold remove --apply` makes these changes');
  }
  if (options.apply !== true || isNothing) return;
  for (const connection of connections) await applyConnection(connection, commandLineTarget());
  await applyRemoval(folder.layout, removal, context.system.home);
  await forgetRules(context.system.home, folder.layout);
  await removeUnusedCache(meterEnvironment(context));
  if (options.json !== true) context.print('removed');
}
