/** A document as lines, with what stands before and around them. */

export interface SourceLine {
  /** From 1. */
  readonly number: number;
  /** Without its line end. */
  readonly text: string;
  /** Length of what stands before the content. */
  readonly lead: number;
  /** How deep it stands, in columns; a tab counts as one level. */
  readonly indent: number;
  /** Without what stands before it and without spaces behind it. */
  readonly content: string;
  readonly kind: 'blank' | 'comment' | 'content';
}

/** Tabs, spaces that are none, and marks without a width: never part of a value that isn't quoted. */
const BLANK_EDGES = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g;
const LEAD = /^[ \t\u00a0\u3000]*/;

/** A text without white space around it, the marks without a width included. */
export function trimBlank(text: string): string {
  return text.replaceAll(BLANK_EDGES, '');
}

/** Cuts a text into lines, as an editor does: at `\n`, `\r\n` and `\r`. A byte order mark isn't part of the first. */
export function sourceLines(text: string): readonly SourceLine[] {
  const texts = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const unit = indentUnit(texts);
  return texts.map((line, index) => {
    const lead = LEAD.exec(line)?.[0] ?? '';
    const content = line.slice(lead.length).replace(/[ \t]+$/, '');
    return {
      number: index + 1,
      text: line,
      lead: lead.length,
      indent: lead.length + (lead.split('\t').length - 1) * (unit - 1),
      content,
      kind: trimBlank(content) === '' ? 'blank' : content.startsWith('#') ? 'comment' : 'content',
    };
  });
}

/** The narrowest indent by spaces: what a tab stands for. */
function indentUnit(lines: readonly string[]): number {
  const narrowest = lines.reduce((least, line) => {
    const width = /^( +)[^ \t#]/.exec(line)?.[1]?.length ?? 0;
    return width > 1 ? Math.min(least, width) : least;
  }, Infinity);
  return narrowest === Infinity ? 2 : narrowest;
}

/** A line that git leaves in a file whose merge isn't finished. */
export function isMergeMarker(line: string): boolean {
  return /^(<{7}|>{7}|\|{7})( |$)|^={7}$/.test(line);
}

/** What is left of a document in a code fence: the lines of the block; undefined where there is no fence. */
export interface Fenced {
  readonly first: number;
  readonly last: number;
  readonly kind: 'one' | 'several' | 'mixed';
  /** Line of the fence that the findings point at. */
  readonly at: number;
}

const FENCE = /^\s*(```+|~~~+)\s*([\w-]*)\s*$/;
/** A line that only a document of ours has. */
const OURS = /^(schema|revision|workflow)\s*:|^\w+\s*\[\d*\]/;

/** Finds the block of TOON in a document that stands in a code fence. @returns lines from 1, the fences excluded */
export function findFence(lines: readonly SourceLine[]): Fenced | undefined {
  const blocks = fencedBlocks(lines);
  const [only, ...others] = blocks.some(({ tag }) => tag === 'toon')
    ? blocks.filter(({ tag }) => tag === 'toon')
    : blocks;
  if (only === undefined) return undefined;
  const { first, last } = only;
  if (others.length > 0) return { first, last, kind: 'several', at: first - 1 };
  const stray = lines.find(({ number, content }) => (number < first || number > last) && OURS.test(content));
  return stray === undefined
    ? { first, last, kind: 'one', at: first - 1 }
    : { first, last, kind: 'mixed', at: stray.number };
}

interface Block {
  readonly first: number;
  readonly last: number;
  readonly tag: string;
}

function fencedBlocks(lines: readonly SourceLine[]): readonly Block[] {
  const blocks: Block[] = [];
  let open: { readonly mark: string; readonly tag: string; readonly number: number } | undefined;
  for (const { text, number } of lines) {
    const match = FENCE.exec(text);
    if (match === null) continue;
    const [, mark = '', tag = ''] = match;
    if (open === undefined) open = { mark, tag: tag.toLowerCase(), number };
    else if (mark.startsWith(open.mark.charAt(0)) && tag === '') {
      blocks.push({ first: open.number + 1, last: number - 1, tag: open.tag });
      open = undefined;
    }
  }
  if (open !== undefined) blocks.push({ first: open.number + 1, last: lines.length, tag: open.tag });
  return blocks;
}
