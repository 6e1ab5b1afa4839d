/** What every command works with: the folder it stands in, who asks, where words go. */

import { resolve } from 'node:path';

import type { NinefoldError } from '../core/errors.ts';
import { exitCodeOf, failureText } from '../core/failures/failures.ts';
import { redactRows } from '../core/redaction/redact-state.ts';
import { wayTo } from '../core/paths/paths.ts';
import { waitingNotice } from '../core/rules/trusted-rules.ts';
import { block, oneLine } from '../core/text/foreign-text.ts';
import { jsonText } from '../core/text/json-text.ts';
import type { WorkflowService } from '../core/service/workflow-service.ts';
import type { Outcome } from '../core/service/workflow-service.ts';
import type { WorkflowState } from '../core/workflow/state.ts';
import type { Actor } from '../core/workflow/events.ts';
import { openFolder } from '../node/folder/open-folder.ts';
import type { OpenFolder } from '../node/folder/open-folder.ts';
import { actorOf } from '../node/machine/actor.ts';

/** The edges of the process. */
export interface System {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** All of stdin. */
  readonly readInput: () => Promise<string>;
  /** Whether somebody types there: stdin is a terminal. */
  readonly isTerminal: boolean;
  /** For a context to call: its `print…` take care of what steers a terminal. */
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Passes on what a command that a person runs writes, untouched; a promise while whoever reads is behind. */
  readonly relay?: (bytes: Uint8Array, stream: 'out' | 'error') => Promise<void> | undefined;
  /** Told once a command has saved a change: from then on it doesn't fail. */
  readonly noteSaved?: () => void;
}

/** Options that stand before or after every command. */
export interface GlobalOptions {
  readonly cwd?: string;
  readonly stateDir?: string;
}

/** One line on stderr, whatever a name or a path in it holds: what would break it or steer the terminal is written out. */
export function writeErrorLine({ writeError }: Pick<System, 'writeError'>, text: string): void {
  const line = text.replaceAll(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, (sign) =>
    sign === '\n' ? '\\n' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  writeError(`ninefold: ${oneLine(line)}\n`);
}

export class CommandContext {
  readonly system: System;
  readonly actor: Actor;
  readonly folder: OpenFolder;
  /** Absolute path of the folder that the command was called for; the workspace folder may lie above it. */
  readonly cwd: string;
  /** 0, unless a command that did its work has something to report by the exit code. */
  exitCode = 0;

  constructor(system: System, folder: OpenFolder, cwd: string) {
    this.system = system;
    this.folder = folder;
    this.cwd = cwd;
    this.actor = actorOf(system.environment);
  }

  get service(): WorkflowService {
    return this.folder.service;
  }

  /** One line on stdout, whatever stands in it. */
  print(line: string): void {
    this.system.writeOut(`${oneLine(line)}\n`);
  }

  /** A text of several lines on stdout, as it is but for what steers a terminal. */
  printText(text: string): void {
    this.system.writeOut(block(text));
  }

  /** One JSON document on stdout. */
  printJson(value: unknown): void {
    this.system.writeOut(`${jsonText(value, 2)}\n`);
  }

  /** Rows: one JSON document, or a line each, or the words for none. */
  printRows(isJson: boolean, rows: readonly unknown[], lines: readonly string[], none: string): void {
    if (isJson) this.printJson(rows);
    else for (const line of lines.length === 0 ? [none] : lines) this.print(line);
  }

  /** One line on stderr; the command goes on. */
  warn(text: string): void {
    writeErrorLine(this.system, text);
  }

  /** Says what couldn't be read beside the rest; the command goes on and ends with the gravest exit code. */
  report(failures: readonly NinefoldError[]): void {
    for (const failure of failures) this.warn(describe(failure));
    this.exitCode = Math.max(this.exitCode, ...failures.map(exitCodeOf));
  }

  /** Says on stderr that rules wait for a person, where one of these groups of them matters here. */
  async warnOfWaiting(...groups: readonly string[]): Promise<void> {
    const { waiting, failure } = await this.service.ports.workspace.trustedRules();
    const notice = waitingNotice(waiting, groups);
    if (notice === null) return;
    this.warn(describe(notice));
    if (failure !== null) this.warn(describe(failure));
  }

  /** Says that a change is saved though an export isn't. */
  warnOfExports(outcome: Pick<Outcome, 'exportFailure'>): void {
    if (outcome.exportFailure !== null) this.warn(describe(outcome.exportFailure));
  }

  /** A state as whoever asks may see it: what an agent is shown stands in its transcript from then on. */
  async redacted(state: WorkflowState): Promise<WorkflowState> {
    return this.actor.kind === 'person' ? state : this.service.redacted(state);
  }

  /** A list as whoever asks may see it: an agent gets the texts under these keys redacted. */
  async redactedRows<Key extends string, Row extends Readonly<Partial<Record<Key, unknown>>>>(
    rows: readonly Row[],
    keys: readonly Key[],
  ): Promise<readonly Row[]> {
    return this.actor.kind === 'person' ? rows : redactRows(this.service.ports.redactor, rows, keys);
  }

  /** How a file is named for a reader: relative to the workspace folder where it lies in it. */
  shownPath(path: string): string {
    return wayTo(path, this.folder.folder, process.platform) ?? path;
  }

  /** A path as given on the command line, absolute. */
  resolve(path: string): string {
    return resolve(this.folder.folder, path);
  }
}

/** Opens the folder that the options choose. @throws folder-missing */
export async function openContext(
  system: System,
  options: GlobalOptions,
  isUserWanted = false,
): Promise<CommandContext> {
  const cwd = resolve(system.cwd, options.cwd ?? '.');
  const folder = await openFolder({
    isUserWanted,
    folder: cwd,
    ...(options.stateDir === undefined ? {} : { stateDirectory: options.stateDir }),
    environment: system.environment,
    home: system.home,
    report: (notice) => writeErrorLine(system, describe(notice)),
  });
  return new CommandContext(system, folder, cwd);
}

/** A failure in English: what is wrong; what to do. */
export function describe(error: NinefoldError): string {
  return failureText(error, 'cli');
}
