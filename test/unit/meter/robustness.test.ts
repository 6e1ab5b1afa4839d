/** What must neither hold the thread nor fill the memory nor end the meter. Sparse files cost no disk. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Reading } from '../../../src/core/meter/reading.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import { SessionListReader } from '../../../src/node/meter/session-list-reader.ts';
import { intercept } from '../support/faults.ts';
import { TemporaryHome } from './temporary.ts';
import { assistantLine, line, usage } from './transcript-lines.ts';

const MB = 1024 * 1024;
/** So much is read, and fed, before others have the thread: some 10 ms. `npm run bench -- strain` measures the time. */
const LARGEST_PIECE = MB;
const MAX_MEMORY = 30 * MB;

describe('the meter under strain', function () {
  this.timeout(60_000);
  let home: TemporaryHome;
  let follower: MeterFollower;
  let largest: number;
  let restore: () => void;
  let memory: number;
  let errors: unknown[];

  beforeEach(async () => {
    home = new TemporaryHome();
    errors = [];
    follower = new MeterFollower({
      folder: home.folder,
      environment: home.environment(),
      rules: DEFAULT_RULES,
      onError: (error) => errors.push(error),
    });
    memory = memoryNow();
    largest = 0;
    restore = await intercept(({ call, parameters, proceed }) => {
      if (call === 'handle.read') largest = Math.max(largest, Number(parameters[2]));
      return proceed();
    });
  });
  afterEach(() => {
    restore();
    follower.dispose();
    home.remove();
  });

  const call = (tokens: number, id = 'first'): string =>
    `${assistantLine({ id: `msg_${tokens}`, sessionId: id, cwd: home.folder, usage: usage(tokens, 0, 0, 1) })}\n`;
  const told = (tokens: number | null): Promise<void> =>
    new Promise((resolve) => {
      const check = (reading: Reading | null): void => {
        if ((reading?.tokens ?? null) === tokens) resolve();
      };
      follower.onDidChange(check);
      check(follower.reading);
    });

  function memoryNow(): number {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  }

  /** Read no more at once, took no more memory, and went wrong nowhere. */
  function holds(): void {
    const grown = memoryNow() - memory;
    ok(largest > 0 && largest <= LARGEST_PIECE, `read ${largest} bytes at once`);
    ok(grown <= MAX_MEMORY, `took ${Math.round(grown / MB)} MB`);
    deepStrictEqual(errors, []);
  }

  it('a folder of 4 GB: finds the session and lists the others', async () => {
    for (let count = 0; count < 40; count += 1) {
      const path = home.write(home.transcriptPath(`old-${count}`), call(1000 + count));
      truncateSync(path, 100 * MB);
      appendFileSync(path, `\n${call(2000 + count)}`);
      utimesSync(path, 1000 + count, 1000 + count);
    }
    home.write(home.transcriptPath('first'), call(5000));
    await follower.start();
    deepStrictEqual([follower.reading?.tokens, follower.reading?.sessionId], [5000, 'first']);
    const rows = await new SessionListReader(home.environment()).read(
      [{ key: 'a', name: 'a', path: home.folder, rules: DEFAULT_RULES, followed: null, pinned: null }],
      Date.now(),
    );
    deepStrictEqual(rows.length, 20);
    holds();
  });

  it('one file of 1 GB without a call in sight, which then gets one', async () => {
    const path = home.write(home.transcriptPath('first'), call(5000));
    truncateSync(path, 1024 * MB);
    await follower.start();
    deepStrictEqual([follower.reading?.tokens, follower.reading?.level], [null, 'unknown']);
    appendFileSync(path, `\n${call(6000)}`);
    await told(6000);
    holds();
  });

  it('a line of 100 MB while it is followed, and the call after it', async () => {
    const path = home.write(home.transcriptPath('first'), call(5000));
    await follower.start();
    appendFileSync(path, '{"type":"assistant","message":"');
    truncateSync(path, 100 * MB);
    appendFileSync(path, `\n${call(7000)}`);
    await told(7000);
    holds();
  });

  it('a line of 100 MB that has no end yet, found at the start', async () => {
    const path = home.write(home.transcriptPath('first'), call(5000));
    truncateSync(path, 100 * MB);
    appendFileSync(path, '"assistant"');
    await follower.start();
    appendFileSync(path, `\n${call(7000)}`);
    await told(7000);
    holds();
  });

  it('1,000 lines a second', async () => {
    const path = home.write(home.transcriptPath('first'), call(5000));
    await follower.start();
    const noise = `${line({ type: 'user', content: 'x'.repeat(2000) })}\n`;
    for (let batch = 1; batch <= 20; batch += 1) {
      appendFileSync(path, noise.repeat(90) + call(5000 + batch).repeat(10));
      await pause(100);
    }
    await told(5020);
    holds();
  });

  it('a transcript that may not be read any more, and then may again', async () => {
    // Root may read everything: for the length of this test somebody else reads.
    const isRoot = process.geteuid?.() === 0;
    const path = home.write(home.transcriptPath('first'), call(5000));
    chmodSync(home.path, 0o755);
    await follower.start();
    chmodSync(dirname(path), 0o000);
    try {
      if (isRoot) process.seteuid?.(65_534);
      await follower.start();
      deepStrictEqual(follower.reading, null);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    chmodSync(dirname(path), 0o755);
    appendFileSync(path, call(6000));
    await follower.start();
    await told(6000);
    holds();
  });

  it('a folder that vanishes with everything in it, and comes back', async () => {
    const path = home.write(home.transcriptPath('first'), call(5000));
    await follower.start();
    const aside = `${home.path}-aside`;
    renameSync(dirname(dirname(dirname(path))), aside);
    await follower.start();
    deepStrictEqual(follower.reading, null);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, call(8000));
    await follower.start();
    await told(8000);
    rmSync(aside, { recursive: true });
    holds();
  });
});
