import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { countByLength } from '../../../src/core/tokens/pieces.ts';
import { TokenizerClient, type TokenizerClientOptions } from '../../../src/node/tokens/tokenizer-client.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const BUNDLE = resolve('dist', 'tokenizer.js');
const clients: TokenizerClient[] = [];

function client(options: TokenizerClientOptions = {}): TokenizerClient {
  const made = new TokenizerClient({ bundle: BUNDLE, deadlineMs: 60_000, ...options });
  clients.push(made);
  return made;
}

/** A worker of the given lines, in the place of the tokenizer's. */
function standIn(...lines: readonly string[]): string {
  const path = join(newFolder(), 'worker.cjs');
  const head = "const { parentPort } = require('node:worker_threads');";
  writeFileSync(path, [head, ...lines].join('\n'));
  return path;
}

const ANSWERS = 'const answer = { tokens: 7, isApproximate: false };';

describe('the tokenizer in its worker', function () {
  this.timeout(120_000);
  afterEach(() => {
    for (const made of clients.splice(0)) made.dispose();
    removeFolders();
  });

  it('starts with the first request, follows changes and forgets what is closed', async () => {
    const tokenizer = client();
    strictEqual(tokenizer.isRunning, false);
    const opened = await tokenizer.open('a', 'Hello world');
    const changed = await tokenizer.change('a', [{ rangeOffset: 5, rangeLength: 6, text: '<|endoftext|>' }]);
    const other = await tokenizer.open('b', 'Hello world');
    const total = await tokenizer.total();
    tokenizer.close('a');
    deepStrictEqual(
      [
        opened?.tokens,
        (changed?.tokens ?? 0) > 5,
        total?.tokens,
        await tokenizer.total(),
        await tokenizer.change('a', []),
      ],
      [2, true, (changed?.tokens ?? 0) + (other?.tokens ?? 0), other, null],
    );
  });

  it('asks for a document again where a change does not fit it', async () => {
    const tokenizer = client();
    await tokenizer.open('a', 'short');
    strictEqual(await tokenizer.change('a', [{ rangeOffset: 99, rangeLength: 0, text: 'x' }]), null);
    strictEqual((await tokenizer.open('a', 'short'))?.tokens, 1);
  });

  it('counts files again only when they change, and skips what isn’t text or is missing', async () => {
    const folder = newFolder();
    writeFiles(folder, { 'a.md': 'Hello world', 'b.bin': 'a\0b' });
    const tokenizer = client();
    const count = async (name: string): Promise<number | undefined> =>
      (await tokenizer.countFile(join(folder, name)))?.tokens;
    deepStrictEqual(
      [await count('a.md'), await count('a.md'), await count('b.bin'), await count('gone')],
      [2, 2, undefined, undefined],
    );
    writeFiles(folder, { 'a.md': 'Hello wide world' });
    strictEqual(await count('a.md'), 3);
    rmSync(join(folder, 'a.md'));
    strictEqual(await count('a.md'), undefined);
  });

  it('counts hostile text exactly before its deadline', async () => {
    const tokenizer = client({ deadlineMs: 30_000, onError: (error) => ok(false, String(error)) });
    const runs = ['a', ' ', '漢', '👍', '━'].map((run) => run.repeat(300_000 / run.length));
    const counts = await Promise.all(runs.map((run, index) => tokenizer.open(String(index), run)));
    deepStrictEqual(
      counts.map((count) => [count?.tokens, count?.isApproximate]),
      [37_500, 2345, 300_000, 150_000, 37_500].map((tokens) => [tokens, false]),
    );
  });

  it('starts another worker after a crash and tells that the documents are lost', async () => {
    const bundle = standIn(
      ANSWERS,
      "parentPort.on('message', ({ id, kind }) => { if (kind === 'change') throw new Error('crash'); parentPort.postMessage({ id, answer }); });",
    );
    const errors: unknown[] = [];
    const tokenizer = client({ bundle, onError: (error) => errors.push(error) });
    let lost = 0;
    tokenizer.onDidLose(() => (lost += 1));
    await tokenizer.open('a', 'text');
    const changed = await tokenizer.change('a', []);
    deepStrictEqual([changed, lost, errors.length, tokenizer.isRunning], [null, 1, 1, false]);
    deepStrictEqual(await tokenizer.open('a', 'text'), { tokens: 7, isApproximate: false });
  });

  it('counts by length when every worker fails', async () => {
    const tokenizer = client({ bundle: standIn("throw new Error('broken');") });
    const counts = [];
    for (let round = 0; round < 4; round++) counts.push(await tokenizer.open('a', 'x'.repeat(70)));
    deepStrictEqual(counts, [null, null, countByLength(70), countByLength(70)]);
    strictEqual(
      (await tokenizer.change('a', [{ rangeOffset: 0, rangeLength: 0, text: 'x'.repeat(70) }]))?.tokens,
      40,
    );
  });

  it('ends a worker that overruns, counts that document by length and the others on', async () => {
    const bundle = standIn(
      ANSWERS,
      "parentPort.on('message', ({ id, uri }) => { if (uri === 'slow') for (;;); parentPort.postMessage({ id, answer }); });",
    );
    const tokenizer = client({ bundle, deadlineMs: 500, onError: () => undefined });
    const [slow, quick] = await Promise.all([
      tokenizer.open('slow', 'x'.repeat(70)),
      tokenizer.open('quick', 'x'),
    ]);
    deepStrictEqual([slow, quick], [countByLength(70), null]);
    deepStrictEqual(
      [
        await tokenizer.open('quick', 'x'),
        await tokenizer.change('slow', [{ rangeOffset: 0, rangeLength: 35, text: '' }]),
      ],
      [{ tokens: 7, isApproximate: false }, countByLength(35)],
    );
  });

  it('ends its worker when nothing is open and nothing asked, and when it is disposed', async () => {
    const bundle = standIn(
      ANSWERS,
      "parentPort.on('message', ({ id }) => parentPort.postMessage({ id, answer }));",
    );
    const idle = client({ bundle, idleMs: 0 });
    await idle.count('x');
    while (idle.isRunning) await new Promise((resolve) => setImmediate(resolve));
    const open = client({ bundle, idleMs: 0 });
    await open.open('a', 'x');
    await new Promise((resolve) => setImmediate(resolve));
    strictEqual(open.isRunning, true);
    const waiting = open.change('a', []);
    open.dispose();
    deepStrictEqual([await waiting, open.isRunning], [null, false]);
  });
});
