import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Reading } from '../../../src/core/meter/reading.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { MeterFollower } from '../../../src/node/meter/follower.ts';
import { TemporaryHome } from './temporary.ts';
import { TestClock } from './test-clock.ts';
import { assistantLine, boundaryLine, line, usage } from './transcript-lines.ts';

const MINUTE = 60_000;

describe('meter follower', () => {
  let home: TemporaryHome;
  let clock: TestClock;
  let follower: MeterFollower;
  let errors: unknown[];

  beforeEach(() => {
    home = new TemporaryHome();
    clock = new TestClock();
    errors = [];
    follower = new MeterFollower({
      folder: home.folder,
      environment: home.environment(),
      rules: DEFAULT_RULES,
      clock,
      onError: (error) => errors.push(error),
    });
  });
  afterEach(() => {
    follower.dispose();
    home.remove();
    deepStrictEqual([errors, clock.timers], [[], 0]);
  });

  const call = (tokens: number, sessionId = 'first'): string =>
    `${assistantLine({ id: `msg_${tokens}`, sessionId, cwd: home.folder, usage: usage(tokens, 0, 0, 1) })}\n`;

  const session = (id: string, tokens: number, modifiedAt?: number): string =>
    home.write(home.transcriptPath(id), call(tokens, id), modifiedAt);

  /** The next reading that fits; mocha's own time limit is the only one. */
  const told = (fits: (reading: Reading | null) => boolean): Promise<Reading | null> =>
    new Promise((resolve) => {
      const subscription = follower.onDidChange((reading) => {
        if (!fits(reading)) return;
        subscription.dispose();
        resolve(reading);
      });
    });
  const toldTokens = (tokens: number): Promise<Reading | null> =>
    told((reading) => reading?.tokens === tokens);

  it('tells what is appended, each figure once', async () => {
    const path = session('first', 1000);
    const all: unknown[] = [];
    follower.onDidChange((reading) => all.push(reading?.tokens));
    await follower.start();
    for (const tokens of [2000, 3000]) {
      const next = toldTokens(tokens);
      appendFileSync(path, line({ type: 'user', cwd: home.folder }) + '\n' + call(tokens));
      await next;
    }
    deepStrictEqual([all, follower.transcript], [[1000, 2000, 3000], path]);
  });

  it('a compaction is told, then the call after it', async () => {
    const path = session('first', 150_000);
    await follower.start();
    const compacted = told((reading) => reading?.level === 'compacted');
    appendFileSync(path, `${boundaryLine('manual', 150_001)}\n`);
    deepStrictEqual((await compacted)?.compactions, [
      { trigger: 'manual', preTokens: 150_001, tokensBefore: 150_001 },
    ]);
    const next = toldTokens(20_000);
    appendFileSync(path, call(20_000));
    strictEqual((await next)?.level, 'normal');
  });

  it('a line that comes in two pieces counts when it is whole', async () => {
    const path = session('first', 1000);
    await follower.start();
    const next = told((reading) => reading?.tokens !== 1000);
    const text = call(2000);
    appendFileSync(path, text.slice(0, 100));
    clock.poll();
    await follower.whenIdle();
    strictEqual(follower.reading?.tokens, 1000);
    appendFileSync(path, text.slice(100));
    strictEqual((await next)?.tokens, 2000);
  });

  it('an agent that begins in a folder without any of its files is seen', async () => {
    await follower.start();
    strictEqual(follower.reading, null);
    const next = toldTokens(500);
    session('first', 500);
    strictEqual((await next)?.live, true);
  });

  it('a new session takes over at once (/clear), and is unknown until its first call', async () => {
    session('first', 180_000);
    await follower.start();
    const cleared = told((reading) => reading?.level === 'unknown');
    const path = home.transcriptPath('second');
    writeFileSync(path, `${line({ type: 'user', sessionId: 'second', cwd: home.folder })}\n`);
    strictEqual((await cleared)?.sessionId, 'second');
    const next = toldTokens(700);
    appendFileSync(path, call(700, 'second'));
    strictEqual((await next)?.sessionId, 'second');
  });

  it('a new session that was seen before its first line was written takes over with that line', async () => {
    session('first', 180_000);
    await follower.start();
    const path = home.transcriptPath('second');
    writeFileSync(path, '');
    // Older than what is followed: then it is not even looked into.
    utimesSync(path, 1, 1);
    await follower.setPinned(null);
    strictEqual(follower.reading?.sessionId, 'first');
    const next = told((reading) => reading?.sessionId === 'second');
    appendFileSync(path, call(700, 'second'));
    strictEqual((await next)?.tokens, 700);
  });

  it('another known session taking turns does not take over', async () => {
    const other = session('other', 9000, clock.time - MINUTE);
    const path = session('first', 1000);
    await follower.start();
    appendFileSync(other, call(9500, 'other'));
    clock.poll();
    await follower.whenIdle();
    const next = told((reading) => reading?.tokens !== 1000);
    appendFileSync(path, call(1100));
    strictEqual((await next)?.tokens, 1100);
  });

  it('a file that shrinks, is replaced, or goes away', async () => {
    const path = session('first', 1000);
    appendFileSync(path, call(2000));
    await follower.start();
    const shrunk = toldTokens(300);
    writeFileSync(path, call(300));
    await shrunk;
    const replaced = toldTokens(400);
    writeFileSync(`${path}.new`, call(400));
    renameSync(`${path}.new`, path);
    await replaced;
    const gone = told((reading) => reading === null);
    rmSync(path);
    strictEqual(await gone, null);
  });

  it('rule 11: a session that moves to a folder below (/cd) is followed to its new place', async () => {
    const path = session('first', 1000);
    await follower.start();
    const moved = home.transcriptPath('first', join(home.folder, 'api'));
    const next = toldTokens(1200);
    mkdirSync(dirname(moved), { recursive: true });
    renameSync(path, moved);
    appendFileSync(moved, call(1200));
    strictEqual((await next)?.sessionId, 'first');
    strictEqual(follower.transcript, moved);
  });

  it('rule 11: a fork, which begins with a copy of its history, takes over and nothing is summed', async () => {
    const path = session('first', 60_000);
    await follower.start();
    const forked = told((reading) => reading?.sessionId === 'fork');
    const fork = home.transcriptPath('fork');
    const copy = [call(60_000, 'fork'), `${boundaryLine('manual', 60_001)}\n`, call(9000, 'fork')].join('');
    writeFileSync(fork, copy);
    strictEqual((await forked)?.tokens, 9000);
    rmSync(path);
    clock.poll();
    await follower.whenIdle();
    strictEqual(follower.reading?.tokens, 9000);
  });

  it('a project folder removed and made again is followed again', async () => {
    const path = session('first', 1000);
    await follower.start();
    const gone = told((reading) => reading === null);
    rmSync(join(path, '..'), { recursive: true });
    await gone;
    await follower.whenIdle();
    const next = toldTokens(2000);
    mkdirSync(join(path, '..'), { recursive: true });
    session('second', 2000);
    strictEqual((await next)?.sessionId, 'second');
  });

  it('a project folder made before its parent tells is found at the poll', async () => {
    rmSync(join(home.transcriptPath('first'), '..', '..'), { recursive: true, force: true });
    await follower.start();
    const next = toldTokens(2000);
    mkdirSync(join(home.transcriptPath('first'), '..'), { recursive: true });
    session('first', 2000);
    // In the same breath: the poll moves the watch before the event of the one above is heard.
    clock.poll();
    strictEqual((await next)?.sessionId, 'first');
  });

  it('a session that stops growing has ended after 10 minutes, by the poll alone', async () => {
    session('first', 1000);
    await follower.start();
    clock.time += 9 * MINUTE;
    clock.poll();
    await follower.whenIdle();
    strictEqual(follower.reading?.live, true);
    const ended = told((reading) => reading?.live === false);
    clock.time += MINUTE + 1000;
    clock.poll();
    strictEqual((await ended)?.tokens, 1000);
  });

  it('a session whose process lives stays live, and ends with its process', async () => {
    session('first', 1000, clock.time - 60 * MINUTE);
    home.register(4711, { sessionId: 'first', cwd: home.folder });
    await follower.start();
    strictEqual(follower.reading?.live, true);
    const ended = told((reading) => reading?.live === false);
    home.living.delete(4711);
    clock.poll();
    await ended;
  });

  it('evaluates again with other rules, and follows the session a person picks', async () => {
    session('first', 100_000);
    session('second', 50_000, clock.time - MINUTE);
    await follower.start();
    const levels = { warning: 40, suggest: 60, force: 90 };
    await follower.setRules({ ...DEFAULT_RULES, levels });
    strictEqual(follower.reading?.level, 'warning');
    await follower.setPinned({ sessionId: 'second', hadEnded: false });
    strictEqual(follower.reading.tokens, 50_000);
  });

  it('is silent once disposed', async () => {
    const path = session('first', 1000);
    await follower.start();
    const all: unknown[] = [];
    follower.onDidChange((reading) => all.push(reading));
    follower.dispose();
    appendFileSync(path, call(2000));
    clock.poll();
    await follower.start();
    deepStrictEqual([all, follower.reading?.tokens], [[], 1000]);
    follower.dispose();
  });
});
