/** Keeps the user's own comments when an export is written again. */

import { exportSchema } from './export-schemas.ts';
import { readToon } from '../toon/read-toon.ts';
import { GENERATED_LINE } from './toon.ts';

/** Header lines that Ninefold writes: the file's name and the time. */
const HEADER_LINES = 2;

/** Comments and the line that they precede; null for those at the end. */
interface Block {
  readonly comments: readonly string[];
  /** The following lines, nearest first: the comments stay with the first that still exists. */
  readonly anchors: readonly string[];
}

/**
 * Copies the comments of an export to its replacement: those at the top stay there, the others go before the key or
 * row that they preceded.
 *
 * @param name of the export
 * @returns `next` unchanged if there are no comments, or `before` can't be read
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

/** Identifies a line: a key by its name, a row by its whole text. */
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
