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

async function connect(context: CommandContext): Promise<void> {
  const { folder } = await context.model.writable();
  const module = await loadConnectModule();
  const agent = await pickAgent();
  if (agent === undefined) return;
  const place = await pickPlace(agent, folder);
  if (place === undefined) return;
  const extras = agent.connection.extras === null ? [] : await pickExtras(agent);
  if (extras === undefined) return;
  const change = await module.planConnect(place, {
    withSkill: extras.includes('skill'),
    isTokenEfficient: extras.includes('tokenEfficient'),
    allowsReading: extras.includes('reading'),
  });
  const { name } = agent;
  if (!module.isChange(change)) {
    await module.applyConnection(change, extensionTarget());
    confirmBriefly(l10n.t('{agent} is already connected', { agent: name }));
    await showConnected([folder]);
    return;
  }
  const question = l10n.t('Apply these changes to connect {agent}? Disconnect Agent… reverts them.', {
    agent: name,
  });
  if (!(await agrees(context, { change, question, yes: l10n.t('Connect') }))) return;
  await module.applyConnection(change, extensionTarget());
  await showConnected([folder]);
  confirmBriefly(l10n.t('{agent} is connected; restart running sessions to use it', { agent: name }));
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
  const question = l10n.t('Apply these changes to disconnect {agent}?', { agent });
  const isAsked = module.isChange(change);
  if (isAsked && !(await agrees(context, { change, question, yes: l10n.t('Disconnect') }))) return;
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

async function pickPlace(agent: ConnectableAgent, folder: string): Promise<Place | undefined> {
  const environment = meterEnvironment(await loadEngine());
  const users = {
    label: l10n.t('All My Folders'),
    detail: l10n.t('Uses the settings in your home folder'),
    folder: null,
  };
  const isUserOnly = agent.connection.isUserOnly === true;
  const items = [...(isUserOnly ? [] : [{ label: l10n.t('This Folder'), detail: folder, folder }]), users];
  const chosen = await pickOne(items, {
    title: l10n.t('Connect {agent} For', { agent: agent.name }),
    ignoreFocusOut: true,
  });
  return chosen === undefined ? undefined : { agent: agent.id, folder: chosen.folder, environment };
}

/** @returns an empty list if Enter is pressed right away; undefined on Escape */
async function pickExtras({
  name,
}: ConnectableAgent): Promise<readonly ('reading' | 'skill' | 'tokenEfficient')[] | undefined> {
  const items = [
    {
      extra: 'reading' as const,
      label: l10n.t('Allow Reading'),
      detail: l10n.t('{agent} calls the tools that only read without asking', { agent: name }),
      picked: true,
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
  ];
  const options = {
    title: l10n.t('Connect {agent}', { agent: name }),
    placeHolder: l10n.t('Select optional parts, then press Enter to continue'),
    ignoreFocusOut: true,
  };
  return (await pickMany(items, options))?.map(({ extra }) => extra);
}

interface Asked {
  readonly change: ConnectionChange;
  readonly question: string;
  readonly yes: string;
}

/** A quick pick stays open while the diff is read; a notification would disappear. */
async function agrees(context: CommandContext, { change, question, yes }: Asked): Promise<boolean> {
  await showDifference(context, change);
  const items = [{ label: yes }, { label: l10n.t('Cancel') }];
  const options = { title: question, ignoreFocusOut: true };
  return (await pickOne(items, options))?.label === yes;
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
