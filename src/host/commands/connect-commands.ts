import { join } from 'node:path';

import type { QuickPickItem, Uri } from 'vscode';
import { commands, l10n, window } from 'vscode';

import { agentName, CONNECTABLE_AGENTS } from '../../core/agents/agents.ts';
import type { ConnectableAgent } from '../../core/agents/agents.ts';
import type { ConnectionChange, FileChange } from '../../node/connect/connect-bundle.ts';
import { type ConnectModule, loadConnectModule } from '../../node/connect/load-connect.ts';
import { loadEngine } from '../engine.ts';
import { meterEnvironment } from '../meter/folder-meter.ts';
import { ContextKeys } from '../registration/context-keys.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { confirmBriefly } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

type Place = ConnectionChange['place'];

/** For the walkthrough, whose step is done once an agent is connected and not when that was looked at. */
const keys = new ContextKeys();

/** Commands that let an agent take part, and take it out again. */
export function connectCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.connectAgent': () => connect(context),
    'ninefold.disconnectAgent': () => disconnect(context),
  };
}

/** The launcher starts this version of the extension, by the runtime that runs it. */
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
  });
  const { name } = agent;
  if (!module.isChange(change)) {
    await module.applyConnection(change, extensionTarget());
    confirmBriefly(l10n.t('{agent} is connected already', { agent: name }));
    keys.set('ninefold:hasConnectedAgent', true);
    return;
  }
  const question = l10n.t('Connect {agent} as the difference shows? Disconnect Agent… takes it back.', {
    agent: name,
  });
  if (!(await agrees(context, { change, question, yes: l10n.t('Connect') }))) return;
  await module.applyConnection(change, extensionTarget());
  keys.set('ninefold:hasConnectedAgent', true);
  confirmBriefly(
    l10n.t('{agent} is connected; a session that runs takes it up when started anew', { agent: name }),
  );
}

interface ConnectionItem extends QuickPickItem {
  readonly place: Place;
}

async function disconnect(context: CommandContext): Promise<void> {
  const { folder } = await context.model.writable();
  const module = await loadConnectModule();
  const items = await connectionItems(module, folder);
  if (items.length === 0) {
    confirmBriefly(l10n.t('No agent is connected here'));
    return;
  }
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Disconnect Agent'),
    ignoreFocusOut: true,
  });
  if (chosen === undefined) return;
  const change = await module.planDisconnect(chosen.place);
  const agent = agentName(chosen.place.agent);
  const question = l10n.t('Disconnect {agent} as the difference shows?', { agent });
  const isAsked = module.isChange(change);
  if (isAsked && !(await agrees(context, { change, question, yes: l10n.t('Disconnect') }))) return;
  await module.applyConnection(change, extensionTarget());
  confirmBriefly(l10n.t('{agent} is disconnected', { agent }));
}

async function connectionItems(module: ConnectModule, folder: string): Promise<readonly ConnectionItem[]> {
  const environment = meterEnvironment(await loadEngine());
  const items: ConnectionItem[] = [];
  for (const scope of [folder, null]) {
    for (const name of await module.connectedAgents(environment.home, scope)) {
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
    detail: agent.connection.hasHooks
      ? l10n.t("Ninefold's tools, hooks, and a bridge for the status line")
      : l10n.t("Ninefold's tools"),
  }));
  const options = {
    title: l10n.t('Connect Agent'),
    placeHolder: l10n.t('You see what changes before it does'),
    ignoreFocusOut: true,
  };
  return (await window.showQuickPick(items, options))?.agent;
}

async function pickPlace(agent: ConnectableAgent, folder: string): Promise<Place | undefined> {
  const environment = meterEnvironment(await loadEngine());
  const items = [
    { label: l10n.t('This Folder'), detail: folder, folder },
    { label: l10n.t('All My Folders'), detail: l10n.t('The settings in your home folder'), folder: null },
  ];
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Connect {agent} For', { agent: agent.name }),
    ignoreFocusOut: true,
  });
  return chosen === undefined ? undefined : { agent: agent.id, folder: chosen.folder, environment };
}

/** @returns none where Enter is pressed at once; undefined on Escape */
async function pickExtras({
  name,
}: ConnectableAgent): Promise<readonly ('skill' | 'tokenEfficient')[] | undefined> {
  const items = [
    {
      extra: 'skill' as const,
      label: l10n.t('Add the skill'),
      detail: l10n.t('A short text that tells {agent} when to call what', { agent: name }),
    },
    {
      extra: 'tokenEfficient' as const,
      label: l10n.t('Ask for token-efficient tools'),
      detail: l10n.t('For Claude Sonnet 3.7 alone: every later Claude model calls tools that way by itself'),
    },
  ];
  const options = {
    title: l10n.t('Connect {agent}', { agent: name }),
    placeHolder: l10n.t('Choose what else goes in; Enter goes on'),
    canPickMany: true as const,
    ignoreFocusOut: true,
  };
  return (await window.showQuickPick(items, options))?.map(({ extra }) => extra);
}

interface Asked {
  readonly change: ConnectionChange;
  readonly question: string;
  readonly yes: string;
}

/** The question stands above the difference for as long as that is read: a notification would go after some seconds. */
async function agrees(context: CommandContext, { change, question, yes }: Asked): Promise<boolean> {
  await showDifference(context, change);
  const items = [{ label: yes }, { label: l10n.t('Cancel') }];
  const options = { title: question, ignoreFocusOut: true };
  return (await window.showQuickPick(items, options))?.label === yes;
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
      ? l10n.t('Connect {agent}: Now ↔ Connected', { agent: agentName(place.agent) })
      : l10n.t('Disconnect {agent}: Now ↔ Disconnected', { agent: agentName(place.agent) });
  const [first] = sides;
  if (first === undefined) return;
  if (sides.length === 1) await commands.executeCommand('vscode.diff', ...first, title);
  else {
    // A side that isn't there: the file is made, or goes.
    const resources = sides.map(([before, after], index) => {
      const { file, after: text } = changed[index] ?? {};
      return [after, file?.text === undefined ? undefined : before, text === undefined ? undefined : after];
    });
    await commands.executeCommand('vscode.changes', title, resources);
  }
}

/** As a path of a document that is in no file. */
function nameOf({ file }: FileChange): string {
  return file.path.replaceAll('\\', '/').replace(/^\/+/, '');
}
