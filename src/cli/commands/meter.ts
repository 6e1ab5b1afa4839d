/** Readings: meter, meter set, meter clear, banner. */

import { resolve } from 'node:path';

import type { Command } from 'commander';

import { levelAdvice, levelContext } from '../../core/hooks/hook-words.ts';
import { groupThousands } from '../../core/meter/format-tokens.ts';
import type { Reading } from '../../core/meter/reading.ts';
import {
  clearReportedTokens,
  parseTokens,
  parseWindow,
  reportTokens,
} from '../../core/session/report-tokens.ts';
import { bannerFor } from '../../core/view/banner-progress.ts';
import { type MeterEnvironment, systemEnvironment } from '../../node/machine/environment.ts';
import { reachFolderLevel } from '../../node/readings/folder-level.ts';
import { folderBanner, folderReading } from '../../node/readings/folder-reading.ts';
import { readReading } from '../../node/meter/read-transcript.ts';
import { describe } from '../context.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { readingFields, readingLine } from '../reading-output.ts';
import { optionText } from './options.ts';

export function addMeterCommands(program: Command, withContext: ActionMaker): void {
  const group = program
    .command('meter')
    .description("show how full the agent's context window is")
    .option('--transcript <file>', 'transcript to read (default: live session of this folder)')
    .option('--agent <agent>', 'agent that wrote the transcript')
    .option('--window <tokens>', 'size of the context window')
    .option('--json', 'print JSON')
    .action(withContext(showReading));
  group
    .command('set')
    .description("report the tokens in use, for an agent that doesn't record them")
    .argument('<tokens>')
    .option('--window <tokens>', 'size of the context window')
    .action(withContext(report));
  group
    .command('clear')
    .description('discard the reported number')
    .action(
      withContext(async (context) => {
        const wasThere = await clearReportedTokens(context.service.ports);
        context.print(wasThere ? 'discarded the reported number' : 'no number was reported');
      }),
    );
  program
    .command('banner')
    .description('print the warning banner (nothing below the first level)')
    .option('--json', 'print JSON')
    .action(withContext(showBanner));
}

/** Returns the folder's current reading and its banner with the progress of workflow `id` (the active one by default). */
export async function currentBanner(
  context: CommandContext,
  id: string | undefined,
): Promise<{ readonly reading: Reading | null; readonly banner: string }> {
  const reading = await currentReading(context, {});
  return { reading, banner: await folderBanner(context.folder, reading, id) };
}

async function showBanner(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  await context.warnOfWaiting(...METER_RULES);
  const { reading, banner } = await currentBanner(context, undefined);
  const lines = banner === '' ? [] : banner.split('\n');
  if (options.json === true) context.printJson({ level: reading?.level ?? 'unknown', lines });
  else for (const line of lines) context.print(line);
}

async function showReading(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  await context.warnOfWaiting(...METER_RULES);
  const reading = await currentReading(context, options);
  if (options.json === true) context.printJson(readingFields(reading));
  else context.print(readingLine(reading));
}

/** Rules that decide a level. */
const METER_RULES = ['levels', 'windows'] as const;

/** Returns the reading of this folder's session or of the transcript in the options; null if there is none. */
export async function currentReading(context: CommandContext, options: Options): Promise<Reading | null> {
  const environment = meterEnvironment(context);
  const agent = optionText(options.agent) ?? null;
  const window = windowOf(optionText(options.window));
  const transcript = optionText(options.transcript);
  if (transcript === undefined) return folderReading(context.folder, { environment, agent, window });
  const rules = await context.service.ports.workspace.rules();
  const now = Date.parse(context.service.ports.clock.now());
  const path = resolve(context.system.cwd, transcript);
  return (await readReading({ environment, rules, now, agent, window, transcript: path })).reading;
}

/** Returns the machine's environment with the caller's home and variables. */
export function meterEnvironment({ system }: CommandContext): MeterEnvironment {
  return { ...systemEnvironment(), home: system.home, env: system.environment };
}

async function report(
  context: CommandContext,
  [text = '']: readonly string[],
  options: Options,
): Promise<void> {
  const tokens = parseTokens(text);
  const window = windowOf(optionText(options.window));
  const sessionId = context.actor.session ?? null;
  await reportTokens(context.service.ports, { tokens, window, sessionId });
  context.print(`reported ${groupThousands(tokens)} tokens`);
  await tellLevel(context);
}

/** Tells the level that a report reached, once, and saves what it requires: no window may be there to do it. */
async function tellLevel(context: CommandContext): Promise<void> {
  const isPerson = context.actor.kind === 'person';
  const told = await reachFolderLevel(context.folder, context.actor, {
    environment: meterEnvironment(context),
    audience: { person: isPerson, model: !isPerson },
  });
  if (told.failure !== null) context.warn(describe(told.failure));
  if (told.reached === null) return;
  const { reading, state, reached } = told;
  if (reached.model !== null) context.print(levelContext(reading, state, reached.handoff));
  if (reached.person === null) return;
  context.printText(`${bannerFor(reading, state ?? undefined)}\n`);
  if (reached.person !== 'warning') context.print(levelAdvice(reading, reached.handoff));
}

/** @throws window-invalid */
function windowOf(text: string | undefined): number | null {
  return text === undefined ? null : parseWindow(text);
}
