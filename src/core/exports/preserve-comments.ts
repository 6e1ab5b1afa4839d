/** The user's own comments in an export, kept when it is written anew. */

import { exportSchema } from './export-schemas.ts';
import { readToon } from '../toon/read-toon.ts';
import { GENERATED_LINE } from './toon.ts';

/** Lines of the header that Ninefold writes: the file's name and the time. */
const HEADER_LINES = 2;

/** Comments and the line they stand before; null for those at the end. */
interface Block {
  readonly comments: readonly string[];
  /** The lines that follow, the nearest first: the comments go with the first that is still there. */
  readonly anchors: readonly string[];
}

/**
 * Puts the comments of an export into the one that takes its place: those at its head stay there, the others stand
 * before the key or row that they stood before.
 *
 * @param name of the export
 * @returns `next` as it is where there are none, or where `before` can't be read
 */
export function preserveComments(name: string, before: string, next: string): string {
  const lines = before.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const first = lines.findIndex(isContent);
  const head = lines.slice(0, first).filter(isComment);
  const own = head.filter((line, index) => !isOurHeader(line, index));
  const blocks = blocksOf(lines.slice(first));
  if (first < 0 || (own.length === 0 && blocks.length === 0)) return next;
  if (readToon(before, { schema: exportSchema(name) }).value === undefined) return next;
  return withBlocks(withHead(next.split('\n'), own), blocks).join('\n');
}

function isComment(line: string): boolean {
  return line.trimStart().startsWith('#');
}

function isContent(line: string): boolean {
  return line.trim() !== '' && !isComment(line);
}

function isOurHeader(line: string, index: number): boolean {
  return GENERATED_LINE.test(line) || (index === 0 && line.endsWith('.toon'));
}

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  let comments: string[] = [];
  lines.forEach((line, index) => {
    if (isComment(line)) comments.push(line.trim());
    else if (isContent(line) && comments.length > 0) {
      blocks.push({ comments, anchors: lines.slice(index).filter(isContent).map(anchorOf) });
      comments = [];
    }
  });
  return comments.length === 0 ? blocks : [...blocks, { comments, anchors: [] }];
}

/** What a line is known by: a key by its name, a row by all of it. */
function anchorOf(line: string): string {
  const key = /^\s*([\w.-]+)(?:\[[^\]]*\][^:]*)?:/.exec(line)?.[1];
  return key === undefined ? line.trim() : `${/^\s+/.test(line) ? ' ' : ''}${key}:`;
}

function withHead(lines: readonly string[], own: readonly string[]): readonly string[] {
  return [...lines.slice(0, HEADER_LINES), ...own, ...lines.slice(HEADER_LINES)];
}

function withBlocks(lines: readonly string[], blocks: readonly Block[]): readonly string[] {
  const before = new Map<number, string[]>();
  for (const { comments, anchors } of blocks) {
    const places = anchors.map((anchor) =>
      lines.findIndex((line) => isContent(line) && anchorOf(line) === anchor),
    );
    const at = places.find((place) => place >= 0) ?? lines.length - 1;
    before.set(at, [...(before.get(at) ?? []), ...comments]);
  }
  return lines.flatMap((line, index) => {
    const lead = /^ */.exec(line)?.[0] ?? '';
    return [...(before.get(index) ?? []).map((comment) => lead + comment), line];
  });
}
