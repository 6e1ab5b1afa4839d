/**
 * The one table of expected failures: code → what is wrong, and what to do on each surface.
 *
 * Import it only to show a failure. The extension loads it (`dist/failures.js`) with the first failure that it shows.
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

/** What a `NinefoldError` carries. */
interface FailureDetails {
  readonly code: ErrorCode;
  readonly parameters: MessageParameters;
}

/** Where a failure is shown. */
export type Surface = 'cli' | 'window' | 'mcp';

/** Returns the template of a failure, which keys its translation: what is wrong; what to do. */
export function failureTemplate(code: ErrorCode, surface: Surface): string {
  const failure: Failure = FAILURES[code];
  const own = surface === 'cli' ? undefined : failure[surface];
  const remedy = own === undefined ? failure.remedy : own;
  return remedy === undefined || remedy === null ? failure.what : `${failure.what}; ${remedy}`;
}

/** Returns a failure in English for one surface: what is wrong; what to do. */
export function failureText({ code, parameters }: FailureDetails, surface: Surface): string {
  return formatMessage(failureTemplate(code, surface), bounded(parameters));
}

/** Returns what is wrong without what to do, for a text that reports what was done instead. */
export function failureCause({ code, parameters }: FailureDetails): string {
  return formatMessage(FAILURES[code].what, bounded(parameters));
}

/** Returns the exit code of the command line for a failure: 1 refused, nothing changed; 3 state unreadable. */
export function exitCodeOf({ code }: Pick<FailureDetails, 'code'>): 1 | 3 {
  const failure: Failure = FAILURES[code];
  return failure.exitCode ?? 1;
}

function bounded(parameters: MessageParameters): MessageParameters {
  const entries = Object.entries(parameters).map(
    ([name, value]) => [name, typeof value === 'string' ? clip(value, LONGEST_QUOTED) : value] as const,
  );
  return Object.fromEntries(entries);
}
