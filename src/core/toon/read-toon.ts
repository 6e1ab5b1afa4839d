/**
 * Reads TOON that people and agents edited. Repairs what has only one meaning, reports each repair, refuses the rest,
 * and never loses a row silently: the strict decoder decides in the end, and its result is compared with the rows of
 * the text.
 */

import { ToonDecodeError, decode } from '@toon-format/toon';

import { Scan } from './scan.ts';
import type { CountedRows } from './scan.ts';
import { scanFields } from './scan-fields.ts';
import { findFence, isMergeMarker, sourceLines } from './source-lines.ts';
import type { Fenced, SourceLine } from './source-lines.ts';
import type { ToonCode, ToonFinding } from './toon-finding.ts';
import type { ToonSchema } from './toon-schema.ts';

export interface ToonReading {
  /** The document's value; undefined if it was refused. */
  readonly value: Readonly<Record<string, unknown>> | undefined;
  /** In line order. `value` is undefined exactly if there is a problem among them. */
  readonly findings: readonly ToonFinding[];
}

export interface ReadToonOptions {
  /** Structure of the document; any by default. */
  readonly schema?: ToonSchema;
  /** Expected revision of a complete document. */
  readonly revision?: number;
}

/** Ninefold's documents have a few thousand characters. */
const LONGEST = 4_000_000;

/** Reads a document. Never throws. */
export function readToon(text: string, options: ReadToonOptions = {}): ToonReading {
  // If it is refused for its length, only the finding's position is needed.
  const lines = sourceLines(text.length > LONGEST ? (/^[^\r\n]*/.exec(text)?.[0] ?? '') : text);
  const fence = findFence(lines);
  const scan = new Scan(
    lines,
    ({ number }) => fence !== undefined && (number < fence.first || number > fence.last),
  );
  const value = readLines(scan, lines, { text, fence, options });
  const findings = [...scan.findings].sort(
    (left, right) => left.line - right.line || left.column - right.column,
  );
  const isRefused = findings.some(({ severity }) => severity === 'problem');
  const reading = { value: isRefused ? undefined : value, findings };
  return options.schema === undefined ? heldAgainstDecoder(text, lines, reading) : reading;
}

/** What the decoder accepts silently, but misreads. */
const SILENT: ReadonlySet<ToonCode> = new Set(['cell-quoted']);

/**
 * For a document that isn't ours, the decoder decides: what it accepts only needs fixes where it misreads silently,
 * and what it refuses has a finding.
 */
function heldAgainstDecoder(text: string, lines: readonly SourceLine[], reading: ToonReading): ToonReading {
  const strict = text.length > LONGEST ? undefined : decodeText(text);
  // Ours has named why it refuses what the decoder has no room for.
  if (strict === undefined) return { value: undefined, findings: reading.findings };
  const mended = reading.findings.filter(({ severity }) => severity !== 'doubt');
  if (!(strict instanceof ToonDecodeError)) {
    const isUnderstood = mended.every(({ code }) => SILENT.has(code));
    return isUnderstood ? reading : { value: strict, findings: [] };
  }
  if (mended.length > 0) return reading;
  const scan = new Scan(lines, () => false);
  reportMalformed(scan, lines, strict);
  return { value: undefined, findings: [...reading.findings, ...scan.findings] };
}

/** Undefined for a text that is nested too deeply for the decoder's stack. */
function decodeText(text: string): Readonly<Record<string, unknown>> | ToonDecodeError | undefined {
  try {
    return valueOf(decode(text));
  } catch (error) {
    if (error instanceof ToonDecodeError) return error;
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Document {
  readonly text: string;
  readonly fence: Fenced | undefined;
  readonly options: ReadToonOptions;
}

function readLines(scan: Scan, lines: readonly SourceLine[], document: Document): ToonReading['value'] {
  const [first] = lines;
  const { text, fence, options } = document;
  if (first === undefined) return undefined;
  if (text.length > LONGEST) {
    scan.problem('too-long', first);
    return undefined;
  }
  const markers = lines.filter((line) => isMergeMarker(line.text));
  for (const line of markers) scan.problem('merge-marker', line);
  if (fence !== undefined) reportFence(scan, lines, fence);
  if (markers.length > 0 || fence?.kind === 'several' || fence?.kind === 'mixed') return undefined;
  if (options.schema === undefined && isBareRoot(scan)) {
    for (const line of lines) if (line.kind === 'content') scan.giveAsWritten(line);
    return decodeStrictly(scan, lines);
  }
  scanFields(scan, -1, { depth: 0, path: [], fields: options.schema?.fields });
  scan.reportIndents();
  const value = decodeStrictly(scan, lines);
  if (value === undefined) return undefined;
  for (const counted of scan.counted) holdAgainstText(scan, counted, value);
  if (options.schema !== undefined)
    checkWhole(scan, first, value, { ...document, schema: options.schema, lineCount: lines.length });
  return value;
}

/** A list, table, or single value at the root isn't ours: read it strictly, without repairs. */
function isBareRoot(scan: Scan): boolean {
  const [first, second] = [scan.peek(), scan.peek(1)];
  if (first === undefined) return true;
  return first.content.startsWith('[') || (second === undefined && !first.content.includes(':'));
}

function reportFence(scan: Scan, lines: readonly SourceLine[], fence: Fenced): void {
  const line = lines[fence.at - 1];
  if (line === undefined) return;
  if (fence.kind === 'one') {
    const outside = lines.filter(({ number }) => number < fence.first || number > fence.last);
    scan.repair('fence-left-out', line, { edits: outside.map((one) => scan.removal(one)) });
  } else scan.problem(fence.kind === 'several' ? 'fence-several' : 'fence-mixed', line);
}

function decodeStrictly(scan: Scan, lines: readonly SourceLine[]): ToonReading['value'] {
  if (scan.findings.some(({ severity }) => severity === 'problem')) return undefined;
  try {
    return valueOf(decode(scan.document));
  } catch (error) {
    reportMalformed(scan, lines, error);
    return undefined;
  }
}

function reportMalformed(scan: Scan, lines: readonly SourceLine[], error: unknown): void {
  const number = error instanceof ToonDecodeError ? (error.line ?? 1) : 1;
  const reason = error instanceof Error ? error.message.replace(/^Line \d+: /, '') : String(error);
  const line = lines[number - 1] ?? lines[0];
  if (line === undefined) return;
  // The decoder's stack was too small for it.
  if (error instanceof RangeError) scan.problem('too-deep', line);
  else scan.problem('line-malformed', line, { parameters: { reason } });
}

/** A document is an object; a list or single value at the root is wrapped, because none of ours is one. */
function valueOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : { root: value };
}

/** Strict decoding may still misread: each table must have the rows of the text. */
function holdAgainstText(scan: Scan, counted: CountedRows, value: Readonly<Record<string, unknown>>): void {
  let found: unknown = value;
  for (const key of counted.path) {
    found = typeof found === 'object' && found !== null ? Reflect.get(found, key) : undefined;
  }
  const read = Array.isArray(found)
    ? found.length
    : typeof found === 'object' && found !== null
      ? Object.keys(found).length
      : -1;
  if (read === counted.rows) return;
  scan.problem('misread', counted.line, { parameters: { key: counted.key, found: counted.rows, read } });
}

type OurDocument = Document & { readonly schema: ToonSchema; readonly lineCount: number };

/** Ours begin with `schema` and end with `revision`; without that, the document was truncated. */
function checkWhole(
  scan: Scan,
  first: SourceLine,
  value: Readonly<Record<string, unknown>>,
  { options, schema, lineCount }: OurDocument,
): void {
  const last = scan.last ?? first;
  if (value.schema !== schema.name)
    scan.problem('schema-missing', scan.first ?? first, { parameters: { schema: schema.name } });
  if (!('revision' in value)) scan.problem('cut-short', last);
  else if (last.number === lineCount && value.revision !== options.revision)
    scan.problem('cut-short-line', last);
}
