/** Detects the format of someone's JSON file, so that a change looks like the rest, and says what is wrong with it. */

import { printParseErrorCode } from 'jsonc-parser';
import type { FormattingOptions, ParseErrorCode } from 'jsonc-parser';

/** Detects indent and line end. */
export function formatOf(text: string): FormattingOptions {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? '  ';
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const insertSpaces = !indent.startsWith('\t');
  return { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol };
}

/**
 * Runs a recursive parser.
 *
 * @returns undefined if the text is nested too deeply for the stack
 */
export function withinStack<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Describes a fault of the syntax, such as `not valid JSON (value expected)`. */
export function syntaxFault(code: ParseErrorCode): string {
  const words = printParseErrorCode(code).replace(/\B[A-Z]/g, (letter) => ` ${letter}`);
  return `not valid JSON (${words.toLowerCase()})`;
}

/** Returns the 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
