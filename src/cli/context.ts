/** Context of every command: its folder, its actor, and its output. */

import { resolve } from 'node:path';

import { NinefoldError, asFailure } from '../core/errors.ts';
import { exitCodeOf, failureText } from '../core/failures/failures.ts';
import { redactRows } from '../core/redaction/redact-state.ts';
import { shownPath } from '../core/paths/paths.ts';
import { waitingNotice } from '../core/rules/trusted-rules.ts';
import { block, oneLine } from '../core/text/foreign-text.ts';
import { jsonText } from '../core/text/json-text.ts';
import type { WorkflowService } from '../core/service/workflow-service.ts';
import type { Outcome } from '../core/service/workflow-service.ts';
import type { WorkflowState } from '../core/workflow/state.ts';
import type { Actor } from '../core/workflow/events.ts';
import { lazyRedactor, openFolder } from '../node/folder/open-folder.ts';
import type { OpenFolder } from '../node/folder/open-folder.ts';
import type { StartLater } from '../node/machine/background-process.ts';
import { actorOf } from '../node/machine/actor.ts';

/** The edges of the process. */
export interface System {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** All of stdin. */
  readonly readInput: () => Promise<string>;
  /** Whether stdin is a terminal. */
  readonly isTerminal: boolean;
  /** Only for a context to call: its `print…` methods escape terminal control sequences. */
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Forwards the output of a command that a person runs, unchanged; returns a promise while the reader is behind. */
  readonly relay?: (bytes: Uint8Array, stream: 'out' | 'error') => Promise<void> | undefined;
  readonly startLater?: StartLater;
  /** Called when a command has saved a change: from then on it doesn't fail. */
  readonly noteSaved?: () => void;
}

/** Options of every command. */
export interface GlobalOptions {
  readonly cwd?: string;
  readonly stateDir?: string;
}

/** Writes one line to stderr; escapes line breaks and terminal control characters, which a name or path may contain. */
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
  /** Absolute path of the folder that the command was called for; the workspace folder may be one of its parents. */
  readonly cwd: string;
  /** 0, unless a command that did its work reports something by its exit code. */
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

  /** Prints one line to stdout; control characters are escaped. */
  print(line: string): void {
    this.system.writeOut(`${oneLine(line)}\n`);
  }

  /** Prints a multiline text to stdout, unchanged except for terminal control sequences. */
  printText(text: string): void {
    this.system.writeOut(block(text));
  }

  /** Prints one JSON document to stdout. */
  printJson(value: unknown): void {
    this.system.writeOut(`${jsonText(value, 2)}\n`);
  }

  /** Prints rows as one JSON document or as a line each; `none` if there are no rows. */
  printRows(isJson: boolean, rows: readonly unknown[], lines: readonly string[], none: string): void {
    if (isJson) this.printJson(rows);
    else for (const line of lines.length === 0 ? [none] : lines) this.print(line);
  }

  /** Prints one line to stderr; the command continues. */
  warn(text: string): void {
    writeErrorLine(this.system, text);
  }

  /** Reports what couldn't be read; the command continues and ends with the highest exit code. */
  report(failures: readonly NinefoldError[]): void {
    for (const failure of failures) this.warn(describe(failure));
    this.exitCode = Math.max(this.exitCode, ...failures.map(exitCodeOf));
  }

  /** Warns on stderr if rules of one of these groups wait for a person to accept them. */
  async warnOfWaiting(...groups: readonly string[]): Promise<void> {
    const { waiting, failure } = await this.service.ports.workspace.trustedRules();
    const notice = waitingNotice(waiting, groups);
    if (notice === null) return;
    this.warn(describe(notice));
    if (failure !== null) this.warn(describe(failure));
  }

  /** Warns that the rules can't be read. State is shown all the same: it doesn't depend on them. */
  async warnOfRules(): Promise<void> {
    const found = await this.service.ports.workspace.trustedRules().catch(asFailure);
    if (NinefoldError.is(found)) this.warn(describe(found));
  }

  /** Warns that a change is saved although an export isn't. */
  warnOfExports(outcome: Pick<Outcome, 'exportFailure'>): void {
    if (outcome.exportFailure !== null) this.warn(describe(outcome.exportFailure));
  }

  /** Returns the state as the actor may see it: redacted for an agent, whose transcript keeps what it was shown. */
  async redacted(state: WorkflowState): Promise<WorkflowState> {
    return this.actor.kind === 'person' ? state : this.service.redacted(state);
  }

  /** Returns rows as the actor may see them: the texts under these keys are redacted for an agent. */
  async redactedRows<Key extends string, Row extends Readonly<Partial<Record<Key, unknown>>>>(
    rows: readonly Row[],
    keys: readonly Key[],
  ): Promise<readonly Row[]> {
    return this.actor.kind === 'person' ? rows : redactRows(this.service.ports.redactor, rows, keys);
  }

  /** Returns the path for a reader: relative to the workspace folder if it's inside. */
  shownPath(path: string): string {
    return shownPath(path, this.folder.folder, process.platform);
  }

  /** Makes a path from the command line absolute. */
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

/** Returns a failure in English: what is wrong; what to do. */
export function describe(error: NinefoldError): string {
  return failureText(error, 'cli');
}

/** Returns a failure for an answer that an agent keeps: without the secrets that it quotes. */
export async function describeRedacted(error: NinefoldError): Promise<string> {
  return (await lazyRedactor.redact(describe(error))).text;
}
