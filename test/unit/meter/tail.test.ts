import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { claudeCodeReader } from '../../../src/core/agents/claude-code/transcript.ts';
import { TailCursor } from '../../../src/node/meter/tail-cursor.ts';
import { TemporaryHome } from './temporary.ts';
import { assistantLine, boundaryLine, line, usage } from './transcript-lines.ts';

const KB = 1024;

describe('transcript tail', () => {
  let home: TemporaryHome;
  let path: string;
  beforeEach(() => {
    home = new TemporaryHome();
    path = join(home.path, 'session.jsonl');
  });
  afterEach(() => home.remove());

  const tail = (): Promise<TailCursor> => TailCursor.atTail(path, claudeCodeReader);
  const call = (tokens: number): string =>
    assistantLine({ id: `msg_${tokens}`, usage: usage(tokens, 0, 0, 1) });
  const noise = (bytes: number): string => line({ type: 'user', content: 'x'.repeat(bytes) });

  it('rule 13: reads 64 KB of a large file, more only until it holds a call', async () => {
    const read = async (text: string): Promise<readonly [number | null | undefined, number]> => {
      writeFileSync(path, text);
      const cursor = await tail();
      return [cursor.state.call?.tokens, cursor.bytesRead / KB];
    };
    const large = `${noise(3000 * KB)}\n`;
    deepStrictEqual(await read(`${large}${call(5)}\n${noise(5000)}\n`), [5, 64]);
    deepStrictEqual(await read(`${large}${call(5)}\n${noise(70 * KB)}\n`), [5, 256]);
    deepStrictEqual(await read(`${large}${call(5)}\n${noise(961 * KB)}\n`), [5, 1024]);
    // As far from the end as any of 544 real files had it.
    deepStrictEqual(await read(`${large}${large}${call(5)}\n${`${noise(740 * KB)}\n`.repeat(5)}`), [5, 5120]);
    deepStrictEqual((await read(`${noise(100 * KB)}\n`))[0], undefined);
  });

  it('reads 160 KB where a forecast is wanted and 64 hold too few turns, no more', async () => {
    const read = async (text: string): Promise<readonly [number, number]> => {
      writeFileSync(path, text);
      const cursor = await TailCursor.atTail(path, claudeCodeReader, true);
      return [cursor.state.recent.length, cursor.bytesRead / KB];
    };
    const large = `${noise(3000 * KB)}\n`;
    const turns = (count: number, apart: number): string =>
      Array.from({ length: count }, (_, at) => `${call(at + 1)}\n${noise(apart)}\n`).join('');
    deepStrictEqual(await read(large + turns(9, KB)), [9, 64]);
    deepStrictEqual(await read(large + turns(20, 15 * KB)), [10, 160]);
    deepStrictEqual(await read(large + turns(2, 40 * KB)), [2, 160]);
    deepStrictEqual(await read(`${large}${boundaryLine('auto', 9)}\n${call(5)}\n`), [1, 64]);
  });

  it('rule 9: a character split across two reads and a line that grows are read once whole', async () => {
    const bytes = Buffer.from(
      `${call(1)}\n${assistantLine({ id: 'msg_2', text: '漢', usage: usage(2, 0, 0, 1) })}\n`,
    );
    const within = bytes.indexOf(Buffer.from('漢')) + 1;
    writeFileSync(path, bytes.subarray(0, within));
    const cursor = await tail();
    deepStrictEqual([cursor.state.call?.tokens], [1]);
    appendFileSync(path, bytes.subarray(within));
    deepStrictEqual([await cursor.advance(), cursor.state.call?.tokens], ['grown', 2]);
  });

  it('rule 9: a boundary without its line break counts, and not twice when the line break comes', async () => {
    writeFileSync(path, `${call(9)}\n${boundaryLine('manual', 10)}`);
    const cursor = await tail();
    strictEqual(cursor.state.compactions.length, 1);
    appendFileSync(path, `\n${call(3)}\n`);
    await cursor.advance();
    deepStrictEqual([cursor.state.compactions.length, cursor.state.call?.tokens], [1, 3]);
  });

  it('rule 11: a file that shrank, was replaced or rewritten is read again', async () => {
    writeFileSync(path, `${call(1)}\n${call(2)}\n`);
    const cursor = await tail();
    deepStrictEqual(await cursor.advance(), 'same');
    writeFileSync(path, `${call(3)}\n`);
    deepStrictEqual([await cursor.advance(), cursor.state.call?.tokens], ['restarted', 3]);
    writeFileSync(`${path}.new`, `${call(4)}\n${call(5)}\n`);
    renameSync(`${path}.new`, path);
    deepStrictEqual([await cursor.advance(), cursor.state.call?.tokens], ['restarted', 5]);
    writeFileSync(path, `${call(6)}\n${call(7)}\n${call(8)}\n`);
    deepStrictEqual([await cursor.advance(), cursor.state.call?.tokens], ['restarted', 8]);
  });

  it('only what was appended is read', async () => {
    writeFileSync(path, `${noise(200 * KB)}\n${call(1)}\n`);
    const cursor = await tail();
    const before = cursor.bytesRead;
    appendFileSync(path, `${call(2)}\n`);
    await cursor.advance();
    ok(cursor.bytesRead - before < 2 * KB, `read ${cursor.bytesRead - before} bytes`);
  });

  it('a line beyond every bound is dropped, and the next one counts', async () => {
    const endless = `{"type":"assistant","message":"${'y'.repeat(17 * KB * KB)}`;
    writeFileSync(path, `${call(1)}\n${endless}\n${call(2)}\n`);
    strictEqual((await TailCursor.atEnd(path, claudeCodeReader)).state.call?.tokens, 2);
    writeFileSync(path, `${call(1)}\n${endless}`);
    strictEqual((await tail()).state.call?.tokens, 1);
  }).timeout(10_000);

  it('an empty file has no call', async () => {
    writeFileSync(path, '');
    const cursor = await tail();
    deepStrictEqual([cursor.state.call, cursor.bytesRead], [null, 0]);
  });
});
