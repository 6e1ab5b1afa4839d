/** How failures and other words read, taken from their tables, so that a change of words breaks no test. */

import { NinefoldError } from '../../../src/core/errors.ts';
import { FAILURES, failureTemplate, failureText } from '../../../src/core/failures/failures.ts';
import type { ErrorCode, Surface } from '../../../src/core/failures/failures.ts';
import type { MessageParameters } from '../../../src/core/messages.ts';

/** A parameter as text, or as a pattern of its own; one that isn't given may be anything in a line. */
type Parameters = Readonly<Record<string, string | number | RegExp>>;

/** Returns the line on stderr for a failure. */
export function failureLine(code: ErrorCode, parameters: MessageParameters = {}): string {
  return `ninefold: ${failureText(new NinefoldError(code, parameters), 'cli')}\n`;
}

/** Finds a failure in a text: what is wrong and what to do on a surface. */
export function failurePattern(
  code: ErrorCode,
  parameters: Parameters = {},
  surface: Surface = 'cli',
): RegExp {
  return wordPattern(failureTemplate(code, surface), parameters);
}

/** Finds what is wrong in a text, whatever a surface says to do about it. */
export function causePattern(code: ErrorCode, parameters: Parameters = {}): RegExp {
  return wordPattern(FAILURES[code].what, parameters);
}

/** Finds a filled template of any table of words in a text. */
export function wordPattern(template: string, parameters: Parameters = {}): RegExp {
  const parts = template.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined ? escaped(part) : parameterPattern(parameters[name]);
  });
  return new RegExp(parts.join(''));
}

function parameterPattern(value: string | number | RegExp | undefined): string {
  if (value === undefined) return '.*';
  return value instanceof RegExp ? value.source : escaped(String(value));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
