/** Where a key stands in a document, and how the decoder is given its line. */

import type { Scan, ToonPath } from './scan.ts';
import type { SourceLine } from './source-lines.ts';
import type { ToonField, ToonFields } from './toon-schema.ts';

/** Where a line hangs. */
export interface Place {
  readonly depth: number;
  readonly path: ToonPath;
  /** What may stand there; undefined where anything may. */
  readonly fields: ToonFields | undefined;
}

/** A line, or what follows the dash of a list entry on it. */
export interface Part {
  readonly line: SourceLine;
  readonly content: string;
  /** Where `content` begins in the line's: behind a dash, or at 0. */
  readonly start: number;
}

/** A key and what its line says. */
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

/** Gives the decoder the line of a key; the first key of a list entry stands one level higher, behind a dash. */
export function giveEntry(scan: Scan, { part, place }: Entry, content: string): void {
  if (part.start === 0) scan.give(part.line, place.depth, content);
  else scan.give(part.line, place.depth - 1, `- ${content}`);
}

/** How deep a key stands, in columns. */
export function indentOf({ line, start }: Part): number {
  return line.indent + start;
}
