/**
 * Every expected failure in one table: code → what is wrong, and what to do on each surface.
 *
 * Only what tells a failure imports this file. The extension loads it (`dist/failures.js`) with the first one that it tells.
 */

import { formatMessage } from '../messages.ts';
import type { MessageParameters } from '../messages.ts';
import { clip } from '../text/foreign-text.ts';
import type { Failure } from './failure.ts';
import { FILE_FAILURES } from './file-failures.ts';
import { TASK_FAILURES } from './task-failures.ts';
import { WORKFLOW_FAILURES } from './workflow-failures.ts';

export const FAILURES = { ...WORKFLOW_FAILURES, ...FILE_FAILURES, ...TASK_FAILURES } as const;

/** Limit for a value that a failure quotes, in UTF-16 units; the longest path and command fit. */
const LONGEST_QUOTED = 4096;

export type ErrorCode = keyof typeof FAILURES;

/** What a `NinefoldError` says of itself. */
interface Told {
  readonly code: ErrorCode;
  readonly parameters: MessageParameters;
}

/** Where a failure is told. */
export type Surface = 'cli' | 'window' | 'mcp';

/** The template of a failure, the one that a translation is keyed by: what is wrong; what to do. */
export function failureTemplate(code: ErrorCode, surface: Surface): string {
  const failure: Failure = FAILURES[code];
  const own = surface === 'cli' ? undefined : failure[surface];
  const remedy = own === undefined ? failure.remedy : own;
  return remedy === undefined || remedy === null ? failure.what : `${failure.what}; ${remedy}`;
}

/** A failure in English, on one surface: what is wrong; what to do. */
export function failureText({ code, parameters }: Told, surface: Surface): string {
  return formatMessage(failureTemplate(code, surface), bounded(parameters));
}

/** What is wrong, without what to do: for a text that says what was done instead. */
export function failureCause({ code, parameters }: Told): string {
  return formatMessage(FAILURES[code].what, bounded(parameters));
}

/** Exit code of the command line for an expected failure: 1 refused, nothing changed; 3 state unreadable. */
export function exitCodeOf({ code }: Pick<Told, 'code'>): 1 | 3 {
  const failure: Failure = FAILURES[code];
  return failure.exitCode ?? 1;
}

function bounded(parameters: MessageParameters): MessageParameters {
  const entries = Object.entries(parameters).map(
    ([name, value]) => [name, typeof value === 'string' ? clip(value, LONGEST_QUOTED) : value] as const,
  );
  return Object.fromEntries(entries);
}
