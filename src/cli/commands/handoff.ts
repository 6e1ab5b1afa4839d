/** Handoffs: handoff create, show, list, clean. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { redactText } from '../../core/redaction/redact-state.ts';
import type { SessionActivity } from '../../core/activity/activity.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { createHandoff } from '../../core/service/handoff-service.ts';
import type { HandoffOutcome } from '../../core/service/handoff-service.ts';
import type { SessionHandoff } from '../../core/service/session-handoff.ts';
import { trashExpired, listExpired } from '../../core/service/workflow-cleanup.ts';
import { isSessionId } from '../../core/workflow/names.ts';
import { activityForHandoff, activityReading } from '../../node/handoffs/session-activity.ts';
import {
  createSessionHandoff,
  listSessionHandoffs,
  readSessionHandoff,
} from '../../node/handoffs/session-handoffs.ts';
import type { SessionHandoffFile } from '../../node/state/user-handoffs.ts';
import type { OlderWorkflow } from '../../node/recovery/older-workflow.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { olderWorkflow } from '../older-workflow.ts';
import { currentReading, meterEnvironment } from './meter.ts';
import { optionText } from './options.ts';

export function addHandoffCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('handoff').description('create, show, list, and clean up handoffs');
  group
    .command('create')
    .description('write the handoff; archives the previous one')
    .argument('[id]', 'workflow (default: the active one, or the session if none is active)')
    .option('--session <id>', 'agent session that hands over (default: the live one)')
    .action(withContext(create));
  group
    .command('show')
    .description('print the newest handoff')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(showHandoff));
  group
    .command('list')
    .description('list the handoffs, newest first')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(listHandoffs));
  group
    .command('clean')
    .description('list what is past its retention period (rule retention); --apply moves it to the trash')
    .argument('[id]')
    .option('--apply', 'move it to the trash')
    .option('--json', 'print JSON')
    .action(withContext(clean));
}

async function create(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const named = optionText(options.session) ?? null;
  const reading = await currentReading(context, {});
  const activity = await handoffActivity(context, reading, named);
  if (id === undefined && (await context.service.activeId()) === null) {
    printHandoff(context, await handOverSession(context, reading, activity));
    return;
  }
  const outcome = await createHandoff(context.service, context.actor, {
    ...(id === undefined ? {} : { id }),
    ...(named === null ? {} : { session: named }),
    reading,
    activity,
  });
  context.warnOfExports(outcome);
  printHandoff(context, outcome);
}

function printHandoff(
  context: CommandContext,
  { shownPath, redacted, prompt }: Pick<HandoffOutcome, 'shownPath' | 'redacted' | 'prompt'>,
): void {
  context.print(`${shownPath}${formatRedactions(redacted)}`);
  context.print(prompt);
}

/**
 * Returns what the session did that hands over; null without a session.
 *
 * @param named its id, if a person named one
 */
export async function handoffActivity(
  context: CommandContext,
  reading: Reading | null,
  named: string | null = null,
): Promise<SessionActivity | null> {
  const own = context.actor.session ?? null;
  const request = { environment: meterEnvironment(context), session: named, own };
  return activityForHandoff(context.folder, await activityReading(), request, reading);
}

/**
 * Hands over a session without a workflow.
 *
 * @throws NinefoldError session-missing
 */
export function handOverSession(
  { folder, system }: CommandContext,
  reading: Reading | null,
  activity: SessionActivity | null,
): Promise<SessionHandoff> {
  if (activity === null) throw new NinefoldError('session-missing');
  return createSessionHandoff(folder, { activity, reading, home: system.home, isAsked: true });
}

/** Returns `, redacted: 1 github` if secrets were redacted. */
export function formatRedactions(redacted: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(redacted).map(([kind, count]) => `${count} ${kind}`);
  return kinds.length === 0 ? '' : `, redacted: ${kinds.join(', ')}`;
}

async function showHandoff(
  context: CommandContext,
  [given]: readonly string[],
  options: Options,
): Promise<void> {
  const older = await olderWorkflow(context, given);
  if (given !== undefined && older !== undefined) {
    await showOlder(context, given, older, options.json === true);
    return;
  }
  const ofSession = await sessionHandoff(context, given);
  if (ofSession !== undefined) {
    const { id, shownPath: path } = ofSession;
    const text = await readSessionHandoff(ofSession);
    if (options.json === true) context.printJson({ id, path, text });
    else context.printText(text);
    return;
  }
  const { id } = await context.service.state(given);
  const { exports } = context.service.ports;
  const text = await exports.readHandoff(id);
  if (text === undefined) throw new NinefoldError('handoff-none', { id });
  const path = exports.pathForReaders(`state/handoffs/handoff-${id}.md`);
  if (options.json === true) context.printJson({ id, path, text });
  else context.printText(text);
}

/** Returns the handoff of a session: the named one, or the newest if no workflow is active. */
export async function sessionHandoff(
  context: CommandContext,
  given: string | undefined,
): Promise<SessionHandoffFile | undefined> {
  const isNamed = given !== undefined && isSessionId(given);
  if (!isNamed && (given !== undefined || (await context.service.activeId()) !== null)) return undefined;
  const files = await listSessionHandoffs(context.folder, context.system.home);
  return files.find(({ id }) => given === undefined || id === given);
}

async function showOlder(
  context: CommandContext,
  id: string,
  { handoff }: OlderWorkflow,
  isJson: boolean,
): Promise<void> {
  if (handoff === null) throw new NinefoldError('handoff-none-older', { id });
  const { place: path } = handoff;
  const isPerson = context.actor.kind === 'person';
  const text = isPerson ? handoff.text : await redactText(context.service.ports.redactor, handoff.text);
  if (isJson) context.printJson({ id, path, text });
  else context.printText(text);
}

async function listHandoffs(
  context: CommandContext,
  [id]: readonly string[],
  options: Options,
): Promise<void> {
  const isWorkflow = id !== undefined && !isSessionId(id);
  const wanted = isWorkflow ? (await context.service.state(id)).id : id;
  const { exports } = context.service.ports;
  const own = (await exports.listHandoffs(wanted)).map(({ id: one, path, isCurrent: current, at }) => ({
    id: one,
    path: exports.pathForReaders(path),
    current,
    at,
  }));
  const known = new Set(own.map(({ path }) => path));
  const ofSessions = id === undefined ? await listSessionHandoffs(context.folder, context.system.home) : [];
  const others = ofSessions
    .filter(({ shownPath }) => !known.has(shownPath))
    .map(({ id: one, shownPath: path, at }) => ({ id: one, path, current: true, at }));
  const rows = [...own, ...others].sort((left, right) => right.at.localeCompare(left.at));
  const lines = rows.map(
    ({ current, at, id: one, path }) => `${current ? '*' : ' '} ${at.slice(0, 19)}Z  ${one}  ${path}`,
  );
  context.printRows(
    options.json === true,
    rows,
    lines,
    'no handoff yet; create one with `ninefold handoff create`',
  );
}

async function clean(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  await context.warnOfWaiting('retention');
  if (id !== undefined && !isSessionId(id)) await context.service.state(id);
  const items = await listExpired(context.service, id);
  const lines = items.map(({ kind, id: one, path, days, reason }) =>
    kind === 'workflow' ? `workflow ${one}: ${reason} ${days} days ago` : `${path ?? ''}: ${days} days old`,
  );
  context.printRows(options.json === true, items, lines, 'nothing is past its retention period');
  if (options.apply !== true && items.length > 0 && options.json !== true) {
    context.print('nothing was changed; `ninefold handoff clean --apply` moves them to the trash');
  }
  if (options.apply !== true || items.length === 0) return;
  const moved = await trashExpired(context.service, items);
  if (options.json !== true) context.print(`moved ${moved.length} to the trash`);
}
