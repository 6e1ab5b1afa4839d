/** What fills Claude Code's window, from lines as it writes them. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { claudeCodeFill } from '../../../src/core/agents/claude-code/fill.ts';
import type { WindowFill } from '../../../src/core/meter/window-fill.ts';
import { FillSource } from '../../../src/node/activity/fill-source.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

let lines = 0;
const line = (fields: object): string =>
  JSON.stringify({
    uuid: `u-${++lines}`,
    sessionId: 's-1',
    timestamp: '2026-01-02T03:04:05.678Z',
    ...fields,
  });
const prompt = (text: string): string => line({ type: 'user', message: { role: 'user', content: text } });
const call = (id: string, tokens: number, ...content: readonly object[]): string =>
  line({
    type: 'assistant',
    message: {
      id,
      role: 'assistant',
      model: 'claude-opus-4-5-20251101',
      content,
      usage: {
        input_tokens: 10,
        cache_read_input_tokens: tokens - 10,
        cache_creation_input_tokens: 0,
        output_tokens: 5,
      },
    },
  });
const use = (id: string, name: string, input: object): object => ({ type: 'tool_use', id, name, input });
const result = (id: string, text: string): string =>
  line({
    type: 'user',
    message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text }] },
  });
const boundary = (): string =>
  line({
    type: 'system',
    subtype: 'compact_boundary',
    compactMetadata: { trigger: 'auto', preTokens: 90_000 },
  });

function fillOf(text: readonly string[]): WindowFill | null {
  const reader = claudeCodeFill.begin();
  for (const one of text) reader.feed(one);
  return reader.read();
}

const LONG = 'x'.repeat(35_000);
const BEGIN = [
  prompt('y'.repeat(3500)),
  call('m-1', 21_000, use('t-1', 'Read', { file_path: '/work/shop/package-lock.json' })),
  result('t-1', LONG),
  call('m-2', 33_000, use('t-2', 'Bash', { command: 'TOKEN=secret npm test -- --token=abc' })),
  result('t-2', 'x'.repeat(7000)),
  call('m-3', 35_000, use('t-3', 'Read', { file_path: '/work/shop/package-lock.json' })),
  result('t-3', LONG),
  call('m-4', 47_000),
];

describe('what fills the window', () => {
  after(removeFolders);

  it('adds up to the last call, with the first call’s rest as the system’s part', () => {
    const fill = fillOf(BEGIN);
    ok(fill !== null);
    strictEqual(fill.tokens, 47_000);
    strictEqual(fill.shares.system, 20_000);
    const { system, files, results, conversation } = fill.shares;
    ok(Math.abs(system + files + results + conversation - 47_000) <= 2);
    ok(files > 23_000 && files <= 24_000, String(files));
    ok(results > 1800 && results <= 2000, String(results));
    ok(conversation >= 1000 && conversation < 2000, String(conversation));
  });

  it('names files and programs, how often, and nothing else of a command line', () => {
    const items = fillOf(BEGIN)?.items.map(({ kind, label, count }) => [kind, label, count]);
    deepStrictEqual(items, [
      ['files', 'package-lock.json', 2],
      ['results', 'npm test', 1],
    ]);
  });

  it('names five items at most, the largest first', () => {
    const many = Array.from({ length: 9 }, (_, at) => [
      call(`n-${at}`, 20_000 + at * at * 500, use(`r-${at}`, 'Read', { file_path: `f${at}.ts` })),
      result(`r-${at}`, LONG),
    ]).flat();
    const items = fillOf([...many, call('n-9', 20_000 + 81 * 500)])?.items ?? [];
    deepStrictEqual(
      items.map(({ label }) => label),
      ['f8.ts', 'f7.ts', 'f6.ts', 'f5.ts', 'f4.ts'],
    );
  });

  it('is unknown before the first call and after a compaction, which leaves the system’s part', () => {
    strictEqual(fillOf([prompt('hello')]), null);
    strictEqual(fillOf([...BEGIN, boundary()]), null);
    const fill = fillOf([...BEGIN, boundary(), prompt('z'.repeat(7000)), call('m-5', 26_000)]);
    deepStrictEqual(fill, {
      tokens: 26_000,
      shares: { system: 20_000, files: 0, results: 0, conversation: 6000 },
      items: [],
    });
  });

  it('is unknown of a transcript that begins within a session, until a compaction', () => {
    const within = line({ type: 'system', subtype: 'turn_duration', parentUuid: 'somebody' });
    const first = line({ type: 'progress', parentUuid: null });
    strictEqual(fillOf([within, ...BEGIN]), null);
    strictEqual(fillOf([first, within, ...BEGIN])?.tokens, 47_000);
    const after = fillOf([within, ...BEGIN, boundary(), prompt('z'.repeat(3500)), call('m-6', 21_000)]);
    deepStrictEqual(after?.shares, { system: 20_000, files: 0, results: 0, conversation: 1000 });
  });

  it('shrinks with a context that the agent edited, and counts a repeated line once', () => {
    const [first = '', ...rest] = BEGIN;
    const repeated = fillOf([first, first, ...rest, ...rest]);
    deepStrictEqual(repeated, fillOf(BEGIN));
    const fill = fillOf([...BEGIN, call('m-5', 33_500)]);
    strictEqual(fill?.shares.system, 20_000);
    const { system, files, results, conversation } = fill.shares;
    ok(Math.abs(system + files + results + conversation - 33_500) <= 2);
  });

  it('leaves out sub-agents, and survives lines that are no messages', () => {
    const odd = ['', '{', 'null', '[]', '{"type":"user"}', '{"type":"assistant","message":{"content":7}}'];
    const side = line({ ...(JSON.parse(call('s-1', 90_000)) as object), uuid: 'side', isSidechain: true });
    deepStrictEqual(fillOf([...BEGIN, ...odd, side]), fillOf(BEGIN));
  });

  it('is read on from where the last reading ended, and unknown for other agents', async () => {
    const path = join(newFolder(), 's-1.jsonl');
    const source = new FillSource();
    const read = (agent: string) => source.read({ transcript: path, agent, rule: 'on' });
    for (const [at, text] of BEGIN.entries()) {
      if (at === 0) writeFileSync(path, `${text}\n`);
      else appendFileSync(path, `${text}\n`);
      deepStrictEqual(await read('claude-code'), fillOf(BEGIN.slice(0, at + 1)));
    }
    writeFileSync(path, `${BEGIN.slice(0, 2).join('\n')}\n`);
    deepStrictEqual(await read('claude-code'), fillOf(BEGIN.slice(0, 2)));
    strictEqual(await read('codex'), null);
  });
});
