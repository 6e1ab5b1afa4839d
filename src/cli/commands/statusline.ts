/**
 * `statusline`: what the bridge runs if the person has no status line of their own; on Windows, the bridge itself.
 * Stores the agent's input for the meter and prints one line. It never fails, because the agent would show the error.
 */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Command } from 'commander';

import { fromBase64 } from '../../core/connect/commands.ts';
import { STORED_LINE_FILE, storedLine } from '../../core/connect/stored-line.ts';
import { NinefoldError } from '../../core/errors.ts';
import { groupThousands } from '../../core/meter/format-tokens.ts';
import { percentOfWindow } from '../../core/meter/reading.ts';
import type { StatusLine } from '../../core/meter/status-line.ts';
import { progressForBanner } from '../../core/view/banner-progress.ts';
import { findStatusLineShell, parseStatusLine } from '../../node/agents/agents.ts';
import { replaceFile } from '../../node/files/atomic-file.ts';
import { statusLinePaths } from '../../node/meter/status-line-file.ts';
import { errorCode } from '../../node/files/system-error.ts';
import { requireNoLink } from '../../node/files/own-folders.ts';
import { closedFolders } from '../../node/machine/programs.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker } from '../action.ts';

export function addStatusLineCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('statusline', { hidden: true })
    .description(
      "store an agent's status line input from stdin, and print the person's status line or Ninefold's",
    )
    .argument('[whose]')
    .argument('[line]', "the person's own status line command, as base64")
    .action(withContext(drawStatusLine));
}

async function drawStatusLine(context: CommandContext, [, encoded = '']: readonly string[]): Promise<void> {
  const input = await context.system.readInput();
  const statusLine = parseStatusLine(input, context.service.ports.clock.now());
  if (statusLine !== null) await store(context, statusLine, input);
  const line = fromBase64(encoded);
  if (line === '') context.print(await ownLine(context, statusLine));
  else await goOn(context, line, input);
}

async function store(
  { system, folder }: CommandContext,
  { sessionId }: StatusLine,
  input: string,
): Promise<void> {
  const [path] = statusLinePaths(system.home, folder.folder, sessionId).filter((one) =>
    existsSync(dirname(one)),
  );
  if (path === undefined) return;
  try {
    await requireNoLink(dirname(path));
    await replaceFile(path, input);
  } catch (error) {
    // The meter can still read the transcript.
    if (!NinefoldError.is(error, 'file-unwritable')) throw error;
  }
}

/** Runs the person's line in the shell that the agent would run it in. */
async function goOn(context: CommandContext, line: string, input: string): Promise<void> {
  // On Windows a shell would search the workspace folder for programs first.
  const env = { ...process.env, NoDefaultCurrentDirectoryInExePath: '1' };
  const { system, folder } = context;
  const closed = closedFolders([folder.folder, system.cwd], system.home);
  const shell = await findStatusLineShell({ env, platform: process.platform }, closed);
  const options = { input, encoding: 'utf8', env } as const;
  const { stdout, stderr, status } =
    shell === undefined
      ? spawnSync(line, { ...options, shell: true })
      : spawnSync(shell.program, [...shell.options, line], options);
  context.system.writeOut(stdout);
  context.system.writeError(stderr);
  context.exitCode = status ?? 1;
}

/** @example Phase 5b TDD GREEN · 62% · 152,000 of 200,000 tokens (76%) */
async function ownLine(context: CommandContext, statusLine: StatusLine | null): Promise<string> {
  return [await workflowPart(context), meterPart(statusLine)].filter((part) => part !== '').join(' · ');
}

async function workflowPart(context: CommandContext): Promise<string> {
  const { service } = context;
  const begun = Date.now();
  try {
    const id = await service.activeId();
    const progress = id === null ? null : progressForBanner(await service.state(id));
    if (id === null || progress === null) return '';
    await storeLine(context, storedLine(id, progress), begun);
    return `${progress.label} · ${progress.percent}%`;
  } catch (error) {
    // The tree and every other command report damage.
    if (NinefoldError.is(error)) return '';
    throw error;
  }
}

/** A change that is stamped earlier than it was made, by the clock of the file system, must still be newer. */
const CLOCK_STEP_MS = 50;

/**
 * Stores the workflow's part for the bridge, which draws the line from then on.
 *
 * @param begun when the state was about to be read, in milliseconds since the epoch
 */
async function storeLine({ folder: { layout } }: CommandContext, text: string, begun: number): Promise<void> {
  // Windows has no bridge, and it doesn't search the user's own root.
  if (process.platform === 'win32' || layout.project !== null) return;
  const path = layout.absolute(STORED_LINE_FILE);
  const at = new Date(begun - CLOCK_STEP_MS);
  try {
    await requireNoLink(dirname(path));
    await replaceFile(path, text);
    await utimes(path, at, at);
  } catch (error) {
    // A runtime draws the next one too.
    if (!NinefoldError.is(error, 'file-unwritable') && errorCode(error) === undefined) throw error;
  }
}

function meterPart(statusLine: StatusLine | null): string {
  if (statusLine?.tokens == null || statusLine.window === null) return '';
  const percent = percentOfWindow(statusLine.tokens, statusLine.window);
  return `${groupThousands(statusLine.tokens)} of ${groupThousands(statusLine.window)} tokens (${percent}%)`;
}
