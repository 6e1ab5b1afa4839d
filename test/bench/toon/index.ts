/**
 * Run by VS Code inside its extension host as if it were a suite: makes edits of one character in a long document and in the
 * same text as plain text, in turn, each when the one before is over, and leaves in the file that NINEFOLD_BENCH_RESULTS names
 * how long the host's thread was at work for each, and then, of as many more, how long Ninefold was.
 */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

import type { TextEditor } from 'vscode';
import { ConfigurationTarget, Position, ViewColumn, extensions, languages, window, workspace } from 'vscode';

import { OwnShare } from './own-share.ts';

/** Milliseconds for each key. */
export interface KeyTimes {
  /** In a document of the language. */
  readonly toon: readonly number[];
  /** In the same text as plain text: the host's own work. */
  readonly plain: readonly number[];
  /** In a second one of those, in the same turn: how far two that cost the same differ. */
  readonly control: readonly number[];
  /** Of further keys in the document of the language, what Ninefold's code and what it calls took. */
  readonly own: readonly number[];
}

const WARM_UP = 10;
/** Longer than the quiet after which a document is read, and the reading. */
const KEY_MS = 600;

export async function run(): Promise<void> {
  const { NINEFOLD_BENCH_RESULTS: results } = process.env;
  const [keys, lines] = [Number(process.env.NINEFOLD_BENCH_KEYS), Number(process.env.NINEFOLD_BENCH_LINES)];
  if (results === undefined || !(keys > 0) || !(lines > 0))
    throw new Error('NINEFOLD_BENCH_RESULTS, _KEYS and _LINES are needed');
  const ninefold = extensions.getExtension('ninefold.ninefold');
  if (ninefold === undefined) throw new Error('Ninefold is not installed');
  await ninefold.activate();
  // A remote host looks through the processes for open ports every few seconds, which takes longer than what is measured.
  await workspace
    .getConfiguration('remote')
    .update('autoForwardPortsSource', 'output', ConfigurationTarget.Global);
  const content = textOf(lines);
  const control = await editorOf('plaintext', content, ViewColumn.Three);
  const plain = await editorOf('plaintext', content, ViewColumn.Two);
  const toon = await editorOf('toon', content, ViewColumn.One);
  const times = await keyTimes({ toon, plain, control }, keys);
  if (languages.getDiagnostics(toon.document.uri).length === 0)
    throw new Error('the document was never read');
  const own = await ownTimes(toon, keys, join(ninefold.extensionPath, 'dist'));
  writeFileSync(results, JSON.stringify({ ...times, own } satisfies KeyTimes));
}

async function editorOf(language: string, content: string, column: ViewColumn): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument({ language, content }), column);
}

/** Tables of a hundred rows, every tenth of them with a wrong count. */
function textOf(lines: number): string {
  const tables = Array.from({ length: Math.ceil(lines / 100) }, (_, table) => {
    const said = table % 10 === 0 ? 98 : 99;
    const rows = Array.from({ length: 99 }, (_, row) => `  ${row},Some words about it,"quoted, too",open`);
    return [`table${table}[${said}]{id,text,note,status}:`, ...rows].join('\n');
  });
  return `${tables.join('\n')}\n`;
}

/** Since Node.js 23.9, and newer than the types. */
interface ThreadClock {
  readonly threadCpuUsage?: () => { readonly user: number; readonly system: number };
}

/**
 * Milliseconds that this thread was at work since. By the processor's time where Node.js tells it; else by the clock, which
 * counts what other processes take as well.
 */
function stopwatch(): () => number {
  const { threadCpuUsage } = process as ThreadClock;
  if (threadCpuUsage === undefined) {
    const before = performance.eventLoopUtilization();
    return () => performance.eventLoopUtilization(before).active;
  }
  const total = (): number => {
    const { user, system } = threadCpuUsage.call(process);
    return (user + system) / 1000;
  };
  const before = total();
  return () => total() - before;
}

type Editors = Readonly<Record<'toon' | 'plain' | 'control', TextEditor>>;

async function keyTimes({ toon, plain, control }: Editors, keys: number): Promise<Omit<KeyTimes, 'own'>> {
  const times = { toon: [] as number[], plain: [] as number[], control: [] as number[] };
  for (let key = 0; key < keys + WARM_UP; key++) {
    const inToon = await keyTime(toon, key);
    const inPlain = await keyTime(plain, key);
    const inControl = await keyTime(control, key);
    if (key < WARM_UP) continue;
    times.toon.push(inToon);
    times.plain.push(inPlain);
    times.control.push(inControl);
  }
  return times;
}

async function ownTimes(toon: TextEditor, keys: number, code: string): Promise<readonly number[]> {
  const share = new OwnShare(code);
  await share.start();
  for (let key = 0; key < keys; key++) {
    share.mark();
    await keyTime(toon, key);
  }
  return share.stop();
}

async function keyTime(editor: TextEditor, key: number): Promise<number> {
  const { document } = editor;
  const worked = stopwatch();
  // In a row, never in a header.
  const line = 100 * (key % Math.floor(document.lineCount / 100)) + 5;
  await editor.edit((edit) => edit.insert(new Position(line, document.lineAt(line).text.length), 'x'));
  await wait(KEY_MS);
  return worked();
}
