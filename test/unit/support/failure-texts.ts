/** How failures read, taken from their table: a change of words breaks no test. */

import { NinefoldError } from '../../../src/core/errors.ts';
import { FAILURES, failureTemplate, failureText } from '../../../src/core/failures/failures.ts';
import type { ErrorCode, Surface } from '../../../src/core/failures/failures.ts';
import type { MessageParameters } from '../../../src/core/messages.ts';

/** The text of a failure, whole. */
export function failureWords(
  code: ErrorCode,
  parameters: MessageParameters = {},
  surface: Surface = 'cli',
): string {
  return failureText(new NinefoldError(code, parameters), surface);
}

/** The line on stderr for a failure. */
export function failureLine(code: ErrorCode, parameters: MessageParameters = {}): string {
  return `ninefold: ${failureWords(code, parameters)}\n`;
}

/** Finds a failure in a text; a parameter that isn't given may be anything. */
export function failurePattern(
  code: ErrorCode,
  parameters: MessageParameters = {},
  surface: Surface = 'cli',
): RegExp {
  return patternOf(failureTemplate(code, surface), parameters);
}

/** Finds what is wrong, whatever the surface says to do about it. */
export function causePattern(code: ErrorCode, parameters: MessageParameters = {}): RegExp {
  return patternOf(FAILURES[code].what, parameters);
}

/** Finds a template filled in; a parameter that isn't given may be anything in a line. */
export function patternOf(template: string, parameters: MessageParameters = {}): RegExp {
  const parts = template.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined) return escaped(part);
    const value = parameters[name];
    return value === undefined ? '.*' : escaped(String(value));
  });
  return new RegExp(parts.join(''));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
