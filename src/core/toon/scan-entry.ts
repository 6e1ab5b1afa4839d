/** The place of a key in a document, and its line as passed to the decoder. */

import type { Scan, ToonPath } from './scan.ts';
import type { SourceLine } from './source-lines.ts';
import type { ToonField, ToonFields } from './toon-schema.ts';

/** The parent of a line. */
export interface Place {
  readonly depth: number;
  readonly path: ToonPath;
  /** Fields allowed there; undefined if all are. */
  readonly fields: ToonFields | undefined;
}

/** A line, or what follows the dash of a list entry. */
export interface Part {
  readonly line: SourceLine;
  readonly content: string;
  /** Where `content` begins in the line's: after a dash, or at 0. */
  readonly start: number;
}

/** A key and the content of its line. */
export interface Entry {
  readonly part: Part;
  readonly place: Place;
  readonly name: string;
  /** The name as written. */
  readonly key: string;
  readonly field: ToonField | undefined;
}

/** A name that needs no quotes before a colon. */
export const PLAIN_KEY = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** Passes a key's line to the decoder; the first key of a list entry is one level higher, after a dash. */
export function giveEntry(scan: Scan, { part, place }: Entry, content: string): void {
  if (part.start === 0) scan.give(part.line, place.depth, content);
  else scan.give(part.line, place.depth - 1, `- ${content}`);
}

/** Returns the indent of a key, in columns. */
export function indentOf({ line, start }: Part): number {
  return line.indent + start;
}
