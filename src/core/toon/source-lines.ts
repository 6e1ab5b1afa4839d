/** Splits a document into lines, and removes what surrounds it. */

export interface SourceLine {
  /** 1-based. */
  readonly number: number;
  /** Without its line break. */
  readonly text: string;
  /** Length of what precedes the content. */
  readonly lead: number;
  /** Indent in columns; a tab counts as one level. */
  readonly indent: number;
  /** Without leading and trailing white space. */
  readonly content: string;
  readonly kind: 'blank' | 'comment' | 'content';
}

/** Tabs, special spaces, and zero-width characters: never part of an unquoted value. */
const BLANK_EDGES = /^[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+$/g;
const LEAD = /^[ \t\u00a0\u3000]*/;

/** Trims white space, including zero-width characters. */
export function trimBlank(text: string): string {
  return text.replaceAll(BLANK_EDGES, '');
}

/** Splits a text into lines like an editor: at `\n`, `\r\n`, and `\r`. A byte order mark isn't part of the first. */
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

/** The smallest indent by spaces, which a tab stands for. */
function indentUnit(lines: readonly string[]): number {
  const narrowest = lines.reduce((least, line) => {
    const width = /^( +)[^ \t#]/.exec(line)?.[1]?.length ?? 0;
    return width > 1 ? Math.min(least, width) : least;
  }, Infinity);
  return narrowest === Infinity ? 2 : narrowest;
}

/** Tests for a line that git adds to a file during a merge. */
export function isMergeMarker(line: string): boolean {
  return /^(<{7}|>{7}|\|{7})( |$)|^={7}$/.test(line);
}

/** A document in a code fence: the lines of the block. */
export interface Fenced {
  readonly first: number;
  readonly last: number;
  readonly kind: 'one' | 'several' | 'mixed';
  /** Line of the fence, where the findings point. */
  readonly at: number;
}

const FENCE = /^\s*(```+|~~~+)\s*([\w-]*)\s*$/;
/** Only a document of ours has such a line. */
const OURS = /^(schema|revision|workflow)\s*:|^\w+\s*\[\d*\]/;

/**
 * Finds the TOON block in a document with a code fence.
 *
 * @returns 1-based lines, excluding the fences; undefined if there is no fence
 */
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
