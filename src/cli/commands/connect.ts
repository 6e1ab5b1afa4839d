/** `connect`, `disconnect`: show and change an agent's settings. */

import { join } from 'node:path';

import type { Command } from 'commander';

import { connectionNotes } from '../../core/agents/agent.ts';
import { CONNECTABLE_AGENTS, DEFAULT_AGENT, findAgent, idsInWords } from '../../core/agents/agents.ts';
import type { ConnectionChange, FileChange } from '../../node/connect/connect-bundle.ts';
import { type ConnectModule, loadConnectModule } from '../../node/connect/load-connect.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { meterEnvironment } from './meter.ts';

export function addConnectCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('connect')
    .description("add Ninefold's server, hooks, and status line to an agent's settings")
    .argument('<agent>', idsInWords(CONNECTABLE_AGENTS))
    .option('--user', 'for all your folders (default: this folder)')
    .option('--skill', `${DEFAULT_AGENT.name}: add the skill that explains when to call which tool`)
    .option(
      '--token-efficient-tools',
      `${DEFAULT_AGENT.name}: request token-efficient-tools-2025-02-19, which only Claude Sonnet 3.7 needs`,
    )
    .option(
      '--no-permissions',
      `${DEFAULT_AGENT.name}: ask before tools that only read, too (default: they are allowed)`,
    )
    .option('--dry-run', 'show the difference without changing anything')
    .option('--json', 'print JSON')
    .action(withContext(connect));
  program
    .command('disconnect')
    .description("remove Ninefold from an agent's settings")
    .argument('<agent>', idsInWords(CONNECTABLE_AGENTS))
    .option('--user', 'for all your folders (default: this folder)')
    .option('--dry-run', 'show the difference without changing anything')
    .option('--json', 'print JSON')
    .action(withContext(disconnect));
}

async function connect(
  context: CommandContext,
  [name = '']: readonly string[],
  options: Options,
): Promise<void> {
  const module = await loadConnectModule();
  const change = await module.planConnect(placeOf(module, context, { name, options }), {
    withSkill: options.skill === true,
    isTokenEfficient: options.tokenEfficientTools === true,
    allowsReading: options.permissions !== false,
  });
  const connection = findAgent(change.place.agent)?.connection;
  const extra = options.tokenEfficientTools === true ? connection?.extras?.tokenEfficientNote : undefined;
  const notes = [
    ...(connection === undefined ? [] : connectionNotes(connection, options.user === true)),
    ...(extra === undefined ? [] : [extra]),
  ];
  await carryOut(context, { module, change, options, notes, nothing: 'already connected' });
}

async function disconnect(
  context: CommandContext,
  [name = '']: readonly string[],
  options: Options,
): Promise<void> {
  const module = await loadConnectModule();
  const change = await module.planDisconnect(placeOf(module, context, { name, options }));
  await carryOut(context, { module, change, options, notes: [], nothing: 'not connected' });
}

/** Returns how to start this program: its runtime and its file. */
export function commandLineTarget(): { readonly runtime: string; readonly cli: string } {
  return { runtime: process.execPath, cli: join(__dirname, 'cli.js') };
}

interface Asked {
  readonly name: string;
  readonly options: Options;
}

function placeOf(
  module: ConnectModule,
  context: CommandContext,
  { name, options }: Asked,
): ConnectionChange['place'] {
  const folder = options.user === true ? null : context.folder.folder;
  return { agent: module.connectableAgent(name), folder, environment: meterEnvironment(context) };
}

interface Planned {
  readonly module: ConnectModule;
  readonly change: ConnectionChange;
  readonly options: Options;
  readonly notes: readonly string[];
  /** Printed if nothing changes. */
  readonly nothing: string;
}

async function carryOut(context: CommandContext, planned: Planned): Promise<void> {
  const { module, change, options } = planned;
  const isNeeded = module.isChange(change);
  const isApplied = isNeeded && options.dryRun !== true;
  if (isApplied || (change.kind === 'connect' && options.dryRun !== true)) {
    await module.applyConnection(change, commandLineTarget());
  }
  if (options.json === true) context.printJson(report(planned, isApplied));
  else {
    for (const difference of differences(planned, isNeeded)) context.printText(difference);
    for (const line of lines(planned, isNeeded)) context.print(line);
  }
}

function report({ module, change, notes }: Planned, applied: boolean): unknown {
  const { agent, folder } = change.place;
  const files = change.files.map((file) => ({
    path: file.file.path,
    action: file.action,
    diff: module.differenceOf(file),
  }));
  return { agent, scope: folder === null ? 'user' : 'project', folder, files, notes, applied };
}

function lines({ change, options, notes, nothing }: Planned, isNeeded: boolean): readonly string[] {
  if (!isNeeded) return [`${change.place.agent} is ${nothing}`];
  const changed = change.files.filter(({ action }) => action !== 'unchanged');
  const would = options.dryRun === true ? 'would be ' : '';
  const done = changed.map(({ file, action }) => `${would}${action}: ${file.path}`);
  return [...done, ...notes];
}

/** Returns the difference of each changed file, as a multiline text. */
function differences({ module, change }: Planned, isNeeded: boolean): readonly string[] {
  const changed = isNeeded ? change.files.filter(({ action }) => action !== 'unchanged') : [];
  return changed.map((file: FileChange) => `${module.differenceOf(file).trimEnd()}\n`);
}
