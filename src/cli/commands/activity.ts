/** `activity`: what the agent did in a session. */

import { resolve } from 'node:path';

import { Option } from 'commander';
import type { Command } from 'commander';

import { NO_ACTIVITY } from '../../core/activity/activity.ts';
import type { SessionActivity, TodoStatus } from '../../core/activity/activity.ts';
import { clip, oneLine } from '../../core/text/foreign-text.ts';
import { ActivitySource } from '../../node/activity/activity-source.ts';
import { sessionActivity } from '../../node/handoffs/session-activity.ts';
import type { ActionMaker, Options } from '../action.ts';
import type { CommandContext } from '../context.ts';
import { meterEnvironment } from './meter.ts';
import { optionText } from './options.ts';

export function addActivityCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('activity')
    .description('show what the agent did in a session: files, commands, to-dos, prompts')
    .option('--transcript <file>', 'transcript to read (default: live session of this folder)')
    .option('--agent <agent>', 'agent that wrote the transcript')
    .addOption(new Option('--session <id>', 'id of a session of this folder').conflicts('transcript'))
    .option('--json', 'print JSON')
    .action(withContext(showActivity));
}

async function showActivity(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  const activity = await activityOf(context, options);
  if (options.json === true) context.printJson(jsonOf(activity ?? NONE));
  else if (activity === null) context.print('no agent session found for this folder');
  else for (const line of linesOf(activity)) context.print(line);
}

const NONE: SessionActivity = { ...NO_ACTIVITY, agent: null };

/** Returns the activity; null if the folder has no session. */
function activityOf(context: CommandContext, options: Options): Promise<SessionActivity | null> {
  const given = optionText(options.transcript);
  return sessionActivity(context.folder, new ActivitySource(), {
    environment: meterEnvironment(context),
    agent: optionText(options.agent) ?? null,
    session: optionText(options.session) ?? null,
    transcript: given === undefined ? null : resolve(context.system.cwd, given),
  });
}

/** Returns the fields in their documented order. */
function jsonOf({ agent, sessionId, cwd, files, commands, todos, prompts }: SessionActivity): object {
  const ran = commands.map(({ command, exitCode, at, cwd: place }) => ({
    command,
    exitCode,
    at,
    ...(place === undefined ? {} : { cwd: place }),
  }));
  return { agent, sessionId, cwd, files, commands: ran, todos, prompts };
}

/** Maximum line width. */
const WIDEST = 120;

const MARKS: Readonly<Record<TodoStatus, string>> = {
  pending: '[ ]',
  in_progress: '[>]',
  completed: '[x]',
  cancelled: '[-]',
  blocked: '[!]',
};

function linesOf({
  agent,
  sessionId,
  cwd,
  files,
  commands,
  todos,
  prompts,
}: SessionActivity): readonly string[] {
  const lines = [
    [agent, sessionId].filter((part) => part !== null).join(' ') + (cwd === null ? '' : `, ${cwd}`),
    ...section(
      'files written',
      files,
      ({ path, edits }) => `${path}${edits === 1 ? '' : ` (${edits} times)`}`,
    ),
    ...section('commands', commands, ({ command, exitCode }) => `exit ${exitCode ?? 'unknown'}  ${command}`),
    ...section('to-dos', todos, ({ text, status }) => `${MARKS[status]} ${text}`),
    ...section('prompts', prompts, ({ text }) => text),
  ];
  return lines.map((line) => clip(oneLine(line), WIDEST));
}

function section<T>(title: string, rows: readonly T[], lineOf: (row: T) => string): readonly string[] {
  return rows.length === 0 ? [] : [`${title}: ${rows.length}`, ...rows.map((row) => `  ${lineOf(row)}`)];
}
