/** A hook as an agent called it, and the folders that it concerns. */

import { resolve } from 'node:path';

import type { ReadHook } from '../../core/agents/hook-senders.ts';
import type { HookAnswer } from '../../core/hooks/hook-vocabulary.ts';
import type { StartLater } from '../../node/machine/background-process.ts';
import type { MeterEnvironment } from '../../node/machine/environment.ts';
import type { HookArguments } from './hook-arguments.ts';
import type { Input } from './read-input.ts';

/** The edges of the process. */
export interface HookSystem {
  readonly argv: readonly string[];
  /** Null if it was removed. */
  readonly cwd: string | null;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  readonly input: Input;
  /** Of the input, if it can be read without the stream; absent if it isn't the process's own. */
  readonly descriptor?: number;
  /** Milliseconds since the agent called. */
  readonly elapsed: () => number;
  readonly writeError: (text: string) => void;
  readonly startLater: StartLater;
}

/** What answers a hook, which a quiet turn doesn't load. */
export interface HookAnswers {
  readonly answerHook: (call: CalledHook) => Promise<HookAnswer>;
  /** Reports an event that Ninefold doesn't answer. */
  readonly refuseHook: (system: HookSystem, given: string) => void;
}

export interface CalledHook extends ReadHook {
  readonly system: HookSystem;
  readonly options: HookArguments;
  readonly environment: MeterEnvironment;
  /** Milliseconds that the answer may take. */
  readonly limit: number;
  /** Returns the milliseconds left for the answer. */
  readonly left: () => number;
}

/** Folders of a call that may have a workflow, absolute: the agent's current one, its project, this process's. */
export function workflowPlaces(call: CalledHook): readonly string[] {
  return placesOf(call, [call.input.cwd, projectOf(call), call.system.cwd]);
}

/** Folders of a call that its session may belong to: where it began, whatever its current one is. */
export function sessionPlaces(call: CalledHook): readonly string[] {
  return placesOf(call, [projectOf(call), call.input.cwd, call.system.cwd]);
}

function projectOf({ sender, system }: CalledHook): string | null {
  return sender.hooks.projectFolder(system.environment);
}

function placesOf({ system, options }: CalledHook, places: readonly (string | null)[]): readonly string[] {
  const chosen = options.cwd === null ? places : [options.cwd];
  return chosen.filter((place) => place !== null).map((place) => resolve(system.cwd ?? '/', place));
}
