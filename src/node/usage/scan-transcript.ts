/** Reads the calls of a whole transcript, from where an earlier pass ended. */

import { stat } from 'node:fs/promises';

import { mergeRecords, NO_SPENDING_CONTEXT } from '../../core/meter/spending.ts';
import type { SpendingContext, SpendingStep, SpentCall, SpentCompaction } from '../../core/meter/spending.ts';
import type { DocumentReader, LineReader, TranscriptReader } from '../../core/meter/transcript-reader.ts';
import type { SessionStore } from '../agents/agent.ts';
import { readText } from '../files/safe-read.ts';
import { MAX_BYTES } from '../files/file-kinds.ts';
import { ANCHOR, readChunks } from '../files/growing-file.ts';
import { openFollowed } from '../files/own-file.ts';
import type { OpenFile } from '../files/own-file.ts';
import { LineFeeder } from '../meter/line-feeder.ts';
import { hashOf } from './usage-index.ts';
import type { IndexedTranscript } from './usage-index.ts';

/** Maximum number of folders to keep per transcript. */
const MAX_CWDS = 64;

export interface Scan {
  /** What won't change. */
  readonly indexed: IndexedTranscript;
  /** Calls of a complete last line without a line break: they count, and will be read again. */
  readonly unended: readonly SpentCall[];
  readonly bytesRead: number;
}

/**
 * Reads what was added since `known`, or everything if the file was replaced, truncated, or rewritten.
 *
 * @throws the system's error, `ENOENT` if the file is gone
 */
export async function scanTranscript(
  path: string,
  { agent, reader }: { readonly agent: string; readonly reader: TranscriptReader },
  known: IndexedTranscript | null,
): Promise<Scan> {
  const { size, ino: inode, mtimeMs: modifiedAt } = await stat(path);
  const isSame = known?.inode === inode && known.size === size && known.modifiedAt === modifiedAt;
  if (isSame && known.end === size) return { indexed: known, unended: [], bytesRead: 0 };
  const identity = { path, agent, inode, modifiedAt };
  return reader.form === 'document'
    ? scanDocument(reader, { ...identity, size })
    : scanLines(reader, identity, known?.inode === inode ? known : null);
}

/**
 * Reads the calls of a session in a database, all of them: none is kept, because that takes as long.
 *
 * @throws the system's error
 */
export async function scanStore(path: string, agent: string, store: SessionStore): Promise<Scan> {
  const sum = new CallSum(null);
  const step = await store.spendings(path);
  if (step !== null) sum.take(step);
  const nowhere = { path, agent, inode: 0, modifiedAt: 0, size: 0, end: 0, anchor: '' };
  return { indexed: { ...nowhere, ...sum.value }, unended: [], bytesRead: 0 };
}

type Identity = Pick<IndexedTranscript, 'path' | 'agent' | 'inode' | 'modifiedAt'>;

async function scanLines(
  reader: LineReader,
  identity: Identity,
  known: IndexedTranscript | null,
): Promise<Scan> {
  const file = await openFollowed(identity.path);
  try {
    const { size } = await file.stat();
    const from = known !== null && (await isAnchored(file, known, size)) ? known : null;
    const sum = new CallSum(from);
    const start = from?.end ?? 0;
    const feeder = new LineFeeder<CallSum>(
      { markers: reader.markers, feed: (state, line) => state.take(spendOf(reader, state, line)) },
      sum,
    );
    const at = await readChunks(file, start, size, (bytes) => feeder.feed(bytes));
    const end = start + feeder.endedAt;
    const indexed = { ...identity, size: at, end, anchor: await anchorAt(file, end), ...sum.value };
    const last = feeder.unended?.toString('utf8');
    const unended = last === undefined ? [] : spendOf(reader, sum, last).calls;
    return { indexed, unended, bytesRead: at - start };
  } finally {
    await file.close();
  }
}

async function scanDocument(
  reader: DocumentReader,
  identity: Identity & { readonly size: number },
): Promise<Scan> {
  const { path, size } = identity;
  const isRead = size <= MAX_BYTES.countedChat;
  const step = isRead
    ? reader.spendings?.((await readText({ path, kind: 'countedChat', follows: true })) ?? '')
    : undefined;
  const sum = new CallSum(null);
  if (step !== undefined) sum.take(step);
  return {
    indexed: { ...identity, end: size, anchor: '', ...sum.value },
    unended: [],
    bytesRead: isRead ? size : 0,
  };
}

function spendOf(reader: LineReader, { context }: CallSum, line: string): SpendingStep {
  return reader.spend?.(context, line) ?? { context, calls: [] };
}

async function isAnchored(
  file: OpenFile,
  { end, anchor }: IndexedTranscript,
  size: number,
): Promise<boolean> {
  return size >= end && (await anchorAt(file, end)) === anchor;
}

async function anchorAt(file: OpenFile, end: number): Promise<string> {
  const bytes = Buffer.alloc(Math.min(ANCHOR, end));
  const { bytesRead } = await file.read(bytes, 0, bytes.length, end - bytes.length);
  return hashOf(bytes.subarray(0, bytesRead));
}

/** The calls so far, each once. */
class CallSum {
  readonly #calls: SpentCall[];
  readonly #places = new Map<string, number>();
  readonly #compactions: SpentCompaction[];
  readonly #cwds: Set<string>;
  #context: SpendingContext;

  constructor(known: IndexedTranscript | null) {
    this.#calls = [...(known?.calls ?? [])];
    this.#compactions = [...(known?.compactions ?? [])];
    this.#cwds = new Set(known?.cwds);
    this.#context = known?.context ?? NO_SPENDING_CONTEXT;
    for (const [place, { id }] of this.#calls.entries()) if (id !== null) this.#places.set(id, place);
  }

  get context(): SpendingContext {
    return this.#context;
  }

  get value(): Pick<IndexedTranscript, 'context' | 'cwds' | 'calls' | 'compactions'> {
    return {
      context: this.#context,
      cwds: [...this.#cwds],
      calls: this.#calls,
      compactions: this.#compactions,
    };
  }

  take({ context, calls, compactions = [] }: SpendingStep): this {
    this.#context = context;
    if (context.cwd !== null && this.#cwds.size < MAX_CWDS) this.#cwds.add(context.cwd);
    for (const call of calls) this.#add(call);
    this.#compactions.push(...compactions);
    return this;
  }

  #add(call: SpentCall): void {
    const place = call.id === null ? undefined : this.#places.get(call.id);
    const before = place === undefined ? undefined : this.#calls[place];
    if (place !== undefined && before !== undefined) this.#calls[place] = mergeRecords(before, call);
    else if (call.id !== null) this.#places.set(call.id, this.#calls.push(call) - 1);
    else this.#calls.push(call);
  }
}
