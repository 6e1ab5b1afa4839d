/** Searches the lines of an output. */

import type { Counts } from './summary.ts';

/** Folders of third-party code, and frames of a runtime. */
const FOREIGN =
  /node_modules|site-packages|dist-packages|node:|internal\/|<frozen|[/\\]vendor[/\\]|\/usr\/|\/gems\/|\/rustc\//;
/** `file:line` in a stack or before a message, such as `(src/cart.ts:4:40)`. */
const PLACE = /(?:^|[\s(@'"])((?:[A-Za-z]:)?[^\s():'"<>]*\.[A-Za-z]\w{0,9}):(\d+)(?::\d+)?(?=$|[\s):,'"])/;
/** A stack frame. */
const FRAME = /^\s*(?:at |from |#|❯ |in )/;

/** Returns a group of a match; empty if it didn't match. */
export function group(match: RegExpExecArray | null, at: number): string {
  return match?.[at] ?? '';
}

/** Returns the last match in the lines. */
export function lastFound(lines: readonly string[], pattern: RegExp): RegExpExecArray | null {
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const found = pattern.exec(lines[at] ?? '');
    if (found !== null) return found;
  }
  return null;
}

/** Returns the index of the first matching line; -1 if there is none. */
export function indexOf(lines: readonly string[], pattern: RegExp, from = 0): number {
  for (let at = from; at < lines.length; at += 1) if (pattern.test(lines[at] ?? '')) return at;
  return -1;
}

/** Returns the number before a word: `3` for `3 failed, 1 passed`; 0 if the word is missing. */
export function countOf(text: string, word: string): number {
  return Number(group(new RegExp(`(\\d+) ${word}\\b`).exec(text), 1));
}

/** Returns the counts of a summary line such as `1 failed | 2 passed | 3 todo (6)`. */
export function countsIn(text: string): Counts {
  const skipped = countOf(text, 'skipped') + countOf(text, 'todo');
  return { passed: countOf(text, 'passed'), failed: countOf(text, 'failed'), skipped };
}

/** Returns the number after a word: `3` for `Failures: 3, Errors: 0`; 0 if the word is missing. */
export function countAfter(text: string, word: string): number {
  return Number(group(new RegExp(`\\b${word}:\\s*(\\d+)`).exec(text), 1));
}

/** Returns the first `file:line` in the project's own code; null if there is none. */
export function placeIn(lines: readonly string[]): string | null {
  for (const line of lines) {
    if (FOREIGN.test(line)) continue;
    const found = PLACE.exec(line);
    if (found !== null) return `${group(found, 1).replace(/^\.\//, '')}:${group(found, 2)}`;
  }
  return null;
}

/** Returns the first meaningful line, trimmed, skipping stack frames and rulers; null if there is none. */
export function firstWords(lines: readonly string[]): string | null {
  return lines.find((line) => /[\p{L}\p{N}]/u.test(line) && !FRAME.test(line))?.trim() ?? null;
}

/** Adds both values to a message that lacks them. */
export function withValues(message: string | null, expected: string, actual: string): string | null {
  if (message === null || expected === '' || actual === '') return message;
  return message.includes(expected) && message.includes(actual)
    ? message
    : `${message} (expected ${expected}, got ${actual})`;
}

/** Returns lines from an index up to the first later match, with a maximum number. */
export function linesUntil(
  lines: readonly string[],
  from: number,
  end: RegExp,
  most = 60,
): readonly string[] {
  const window = lines.slice(from, from + most);
  const at = indexOf(window, end);
  return at < 0 ? window : window.slice(0, at);
}

/** Returns the index of every matching line, with a maximum number. */
export function indicesOf(lines: readonly string[], pattern: RegExp, most: number): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < lines.length && found.length < most; at += 1) {
    if (pattern.test(lines[at] ?? '')) found.push(at);
  }
  return found;
}

/** Removes items with the name of an earlier one. */
export function eachOnce<T extends { readonly name: string | null }>(items: readonly T[]): readonly T[] {
  const names = new Set<string | null>();
  return items.filter(({ name }) => {
    const isNew = !names.has(name);
    names.add(name);
    return isNew;
  });
}
