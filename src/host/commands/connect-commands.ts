import { join } from 'node:path';

import type { Uri } from 'vscode';
import { commands, l10n } from 'vscode';

import { agentName, CONNECTABLE_AGENTS } from '../../core/agents/agents.ts';
import type { ConnectableAgent } from '../../core/agents/agents.ts';
import type { ConnectionChange, FileChange } from '../../node/connect/connect-bundle.ts';
import { type ConnectModule, loadConnectModule } from '../../node/connect/load-connect.ts';
import { showConnected } from '../agents/connected-agents.ts';
import { loadEngine } from '../engine.ts';
import { meterEnvironment } from '../meter/folder-meter.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';
import { pickMany, pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';

type Place = ConnectionChange['place'];

/** Creates the commands that connect and disconnect agents. */
export function connectCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.connectAgent': () => connect(context),
    'ninefold.disconnectAgent': () => disconnect(context),
  };
}

/** Returns what the agents' launcher runs: this version of the extension, with its own runtime. */
export function extensionTarget(): { readonly runtime: string; readonly cli: string } {
  return { runtime: process.execPath, cli: join(__dirname, 'cli.js') };
}

type Extra = 'reading' | 'skill' | 'tokenEfficient';

/** What is to be connected, and how. */
interface Plan {
  readonly agent: ConnectableAgent;
  readonly place: Place;
  readonly extras: readonly Extra[];
}

/** What a person does with the shown changes; escaping is `cancel`. */
type Answer = 'connect' | 'other-place' | 'parts' | 'cancel';

async function connect(context: CommandContext): Promise<void> {
  const { folder } = await context.model.writable();
  const module = await loadConnectModule();
  const agent = await pickAgent();
  if (agent === undefined) return;
  const environment = meterEnvironment(await loadEngine());
  const { isUserOnly = false, extras } = agent.connection;
  let plan: Plan = {
    agent,
    place: { agent: agent.id, folder: isUserOnly ? null : folder, environment },
    extras: extras === null ? [] : ['reading'],
  };
  for (;;) {
    const change = await planned(module, plan);
    const isChange = module.isChange(change);
    if (isChange) await showDifference(context, change);
    // What the agent starts may be an earlier version's.
    else await module.applyConnection(change, extensionTarget());
    const answer = await askToConnect(plan, isChange);
    if (answer === 'connect') {
      await module.applyConnection(change, extensionTarget());
      confirmBriefly(
        l10n.t('{agent} is connected; restart running sessions to use it', { agent: agent.name }),
      );
    }
    if (answer === 'connect' || answer === 'cancel') break;
    plan = answer === 'parts' ? { ...plan, extras: await pickExtras(plan) } : elsewhere(plan, folder);
  }
  await showConnected([folder]);
}

function planned(module: ConnectModule, { place, extras }: Plan): Promise<ConnectionChange> {
  return module.planConnect(place, {
    withSkill: extras.includes('skill'),
    isTokenEfficient: extras.includes('tokenEfficient'),
    allowsReading: extras.includes('reading'),
  });
}

/** Returns the plan for this folder instead of all of a person's, or the other way round. */
function elsewhere(plan: Plan, folder: string): Plan {
  return { ...plan, place: { ...plan.place, folder: plan.place.folder === null ? folder : null } };
}

/** The likely answer is first; whatever else there is to choose shows its changes. */
async function askToConnect({ agent, place }: Plan, isChange: boolean): Promise<Answer> {
  const isHere = place.folder !== null;
  const { isUserOnly = false, extras } = agent.connection;
  const items: readonly (Choice & { readonly answer: Answer })[] = [
    ...(isChange
      ? [
          {
            answer: 'connect' as const,
            label: l10n.t('Connect'),
            description: isHere ? l10n.t('This Folder') : l10n.t('All My Folders'),
          },
        ]
      : []),
    ...(isUserOnly
      ? []
      : [
          {
            answer: 'other-place' as const,
            label: isHere ? l10n.t('For All My Folders') : l10n.t('For This Folder'),
            detail: isHere
              ? l10n.t('Uses the settings in your home folder')
              : l10n.t("Uses the folder's settings"),
          },
        ]),
    ...(extras === null ? [] : [{ answer: 'parts' as const, label: l10n.t('Select Optional Parts…') }]),
    { answer: 'cancel', label: isChange ? l10n.t('Cancel') : l10n.t('Close') },
  ];
  const { name } = agent;
  const title = isChange
    ? l10n.t('Apply these changes to connect {agent}? Disconnect Agent… reverts them.', { agent: name })
    : l10n.t('{agent} is already connected', { agent: name });
  return (await pickOne(items, { title, ignoreFocusOut: true }))?.answer ?? 'cancel';
}

interface ConnectionItem extends Choice {
  readonly place: Place;
}

async function disconnect(context: CommandContext): Promise<void> {
  const { folder } = await context.model.writable();
  const module = await loadConnectModule();
  const items = await connectionItems(module, folder);
  if (items.length === 0) {
    confirmBriefly(l10n.t('No agent is connected'));
    return;
  }
  const chosen = await pickOne(items, {
    title: l10n.t('Disconnect Agent'),
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return;
  const change = await module.planDisconnect(chosen.place);
  const agent = agentName(chosen.place.agent);
  if (module.isChange(change) && !(await agreesToDisconnect(context, change))) return;
  await module.applyConnection(change, extensionTarget());
  await showConnected([folder]);
  confirmBriefly(l10n.t('{agent} is disconnected', { agent }));
}

async function connectionItems(module: ConnectModule, folder: string): Promise<readonly ConnectionItem[]> {
  const environment = meterEnvironment(await loadEngine());
  const items: ConnectionItem[] = [];
  for (const scope of [folder, null]) {
    for (const name of await module.connectedAgents({ folder: scope, environment })) {
      const agent = module.connectableAgent(name);
      const description = scope === null ? l10n.t('All My Folders') : l10n.t('This Folder');
      items.push({ label: agentName(agent), description, place: { agent, folder: scope, environment } });
    }
  }
  return items;
}

async function pickAgent(): Promise<ConnectableAgent | undefined> {
  const items = CONNECTABLE_AGENTS.map((agent) => ({
    agent,
    label: agent.name,
    detail: additionsOf(agent),
  }));
  const options = {
    title: l10n.t('Connect Agent'),
    placeHolder: l10n.t('Select an agent; you review the changes first'),
    ignoreFocusOut: true,
  };
  return (await pickOne(items, options))?.agent;
}

function additionsOf({ connection }: ConnectableAgent): string {
  if (connection.hasStatusLine) return l10n.t("Adds Ninefold's tools, hooks, and a status line bridge");
  return connection.hasHooks ? l10n.t("Adds Ninefold's tools and hooks") : l10n.t("Adds Ninefold's tools");
}

/** @returns those of before on Escape */
async function pickExtras({ agent: { name }, extras }: Plan): Promise<readonly Extra[]> {
  const items = [
    {
      extra: 'reading' as const,
      label: l10n.t('Allow Reading'),
      detail: l10n.t('{agent} calls the tools that only read without asking', { agent: name }),
    },
    {
      extra: 'skill' as const,
      label: l10n.t('Add Skill'),
      detail: l10n.t('A short text that tells {agent} when to call which tool', { agent: name }),
    },
    {
      extra: 'tokenEfficient' as const,
      label: l10n.t('Request Token-Efficient Tools'),
      detail: l10n.t('Only for Claude Sonnet 3.7: later Claude models do this automatically'),
    },
  ].map((item) => ({ ...item, picked: extras.includes(item.extra) }));
  const options = {
    title: l10n.t('Connect {agent}', { agent: name }),
    placeHolder: l10n.t('Select optional parts, then press Enter to see the changes'),
    ignoreFocusOut: true,
  };
  return (await pickMany(items, options))?.map(({ extra }) => extra) ?? extras;
}

/** A quick pick stays open while the diff is read; a notification would disappear. */
async function agreesToDisconnect(context: CommandContext, change: ConnectionChange): Promise<boolean> {
  await showDifference(context, change);
  const yes = l10n.t('Disconnect');
  const title = l10n.t('Apply these changes to disconnect {agent}?', {
    agent: agentName(change.place.agent),
  });
  const items = [{ label: yes }, { label: l10n.t('Cancel') }];
  return (await pickOne(items, { title, ignoreFocusOut: true }))?.label === yes;
}

async function showDifference(
  { documents }: CommandContext,
  { place, kind, files }: ConnectionChange,
): Promise<void> {
  const changed = files.filter(({ action }) => action !== 'unchanged');
  const sides = changed.map((change): readonly [Uri, Uri] => [
    documents.uriOf(nameOf(change), `${kind} before`, change.file.text ?? ''),
    documents.uriOf(nameOf(change), `${kind} after`, change.after ?? ''),
  ]);
  const title =
    kind === 'connect'
      ? l10n.t('Connect {agent}: Current ↔ Connected', { agent: agentName(place.agent) })
      : l10n.t('Disconnect {agent}: Current ↔ Disconnected', { agent: agentName(place.agent) });
  const [first] = sides;
  if (first === undefined) return;
  if (sides.length === 1) await commands.executeCommand('vscode.diff', ...first, title);
  else {
    // The file is created or deleted, so one side is empty.
    const resources = sides.map(([before, after], index) => {
      const { file, after: text } = changed[index] ?? {};
      return [after, file?.text === undefined ? undefined : before, text === undefined ? undefined : after];
    });
    await commands.executeCommand('vscode.changes', title, resources);
  }
}

/** The document path for a file's text that isn't on disk. */
function nameOf({ file }: FileChange): string {
  return file.path.replaceAll('\\', '/').replace(/^\/+/, '');
}
