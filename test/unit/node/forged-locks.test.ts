/** Lock and takeover files that Ninefold can't have written: a repository may bring any. */

import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { THIS_PLACE, newHolder, parseHolder } from '../../../src/node/lock/lock-holder.ts';
import { withLock } from '../../../src/node/lock/lock.ts';
import { forgedLocks } from '../../torture/forged-locks.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

const SEED = 20261129;
/** Far longer than what is refused at once may take, with little to wait for otherwise. */
const PATIENT = { patience: 30_000, silence: 100, unfinished: 50, heartbeat: 20 };
const RELEASED = { ...newHolder({ host: 'x', boot: 'x', pids: 'x' }), pid: 1, started: '', isReleased: true };

function newLock(): string {
  const path = join(newFolder(), 'state', 'ninefold.lock');
  mkdirSync(dirname(path));
  return path;
}

/** @param inTheWay the file that has to be named */
async function rejectsBusy(path: string, inTheWay = path, options: object = PATIENT): Promise<void> {
  await rejects(
    withLock(path, () => Promise.resolve(), options),
    (error) => {
      ok(NinefoldError.is(error, 'lock-busy'), String(error));
      strictEqual(error.parameters.path, inTheWay);
      return true;
    },
  );
}

describe('a forged lock', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('is refused immediately, with its name, if Ninefold can’t have made its nonce', async () => {
    for (const nonce of [
      'K',
      '',
      '../../victim',
      'x/../../victim',
      '0123456789ABCDEF',
      `${'0'.repeat(16)}\n`,
      7,
    ]) {
      const path = newLock();
      writeFileSync(path, JSON.stringify({ ...RELEASED, nonce }));
      writeFileSync(`${path}.K.takeover`, JSON.stringify({ ...RELEASED, nonce }));
      await rejectsBusy(path);
      ok(existsSync(path));
    }
  });

  it('makes and removes nothing outside its folder by a nonce with dots', async () => {
    const path = newLock();
    const victim = join(dirname(dirname(path)), 'victim.takeover');
    mkdirSync(`${path}..`);
    writeFileSync(path, JSON.stringify({ ...RELEASED, nonce: './../../victim' }));
    await rejectsBusy(path);
    ok(!existsSync(victim));
    writeFileSync(victim, 'kept');
    await rejectsBusy(path);
    strictEqual(readFileSync(victim, 'utf8'), 'kept');
  });

  it('ends in lock-busy with the takeover file where these lead in a circle', async () => {
    for (const length of [1, 2, 7]) {
      const path = newLock();
      const holders = Array.from({ length }, () => ({ ...RELEASED, nonce: newHolder(THIS_PLACE).nonce }));
      writeFileSync(path, JSON.stringify(holders[0]));
      for (const [index, { nonce }] of holders.entries()) {
        writeFileSync(`${path}.${nonce}.takeover`, JSON.stringify(holders[(index + 1) % length]));
      }
      const first = `${path}.${holders[0]?.nonce ?? ''}.takeover`;
      await rejectsBusy(path, first);
      // What the message says to do is enough.
      execFileSync('rm', [first]);
      await withLock(path, () => Promise.resolve(), PATIENT);
      deepStrictEqual(readdirSync(dirname(path)), []);
    }
  });

  it('is followed through as many dead takeovers as there are', async () => {
    const path = newLock();
    let last = RELEASED;
    writeFileSync(path, JSON.stringify(last));
    for (let gate = 0; gate < 300; gate++) {
      const next = { ...RELEASED, nonce: newHolder(THIS_PLACE).nonce };
      writeFileSync(`${path}.${last.nonce}.takeover`, JSON.stringify(next));
      last = next;
    }
    await withLock(path, () => Promise.resolve(), PATIENT);
    deepStrictEqual(readdirSync(dirname(path)), []);
  });

  it('names a takeover file that is a folder, a link, a pipe or huge', async () => {
    const make: readonly ((gate: string) => void)[] = [
      (gate) => mkdirSync(gate),
      (gate) => symlinkSync('/dev/zero', gate),
      (gate) => symlinkSync('nowhere', gate),
      (gate) => execFileSync('mkfifo', [gate]),
      (gate) => {
        writeFileSync(gate, '');
        truncateSync(gate, 200 * 1024 * 1024);
      },
    ];
    for (const put of make) {
      const path = newLock();
      writeFileSync(path, JSON.stringify(RELEASED));
      put(`${path}.${RELEASED.nonce}.takeover`);
      await rejectsBusy(path, `${path}.${RELEASED.nonce}.takeover`);
    }
  });

  it('is refused where it is huge, and read no further than a lock can be', async () => {
    const path = newLock();
    writeFileSync(path, JSON.stringify(RELEASED));
    truncateSync(path, 200 * 1024 * 1024);
    await rejectsBusy(path);
  });

  it('has every field checked that a message, a file name or the system gets', () => {
    const genuine = newHolder(THIS_PLACE);
    strictEqual(parseHolder(JSON.stringify(genuine)).kind, 'holder');
    const wrong: readonly object[] = [
      ...[0, -1, 1.5, 2 ** 32, 1e300, '1', null].map((pid) => ({ pid })),
      ...['\u001b[31m', 'a\nb', '\u202eevil', 'h'.repeat(256), 7].map((host) => ({ host })),
      ...['a/b', '../x', 'b'.repeat(65), null].flatMap((word) => [{ boot: word }, { pids: word }]),
      ...['-1', '1 ', '1'.repeat(21), 1].map((started) => ({ started })),
      ...['yes', 1, null].map((isReleased) => ({ isReleased })),
    ];
    for (const field of wrong) {
      strictEqual(
        parseHolder(JSON.stringify({ ...genuine, ...field })).kind,
        'forged',
        JSON.stringify(field),
      );
    }
    const host = 'Jörg’s MacBook-Pro (2).local';
    strictEqual(parseHolder(JSON.stringify({ ...genuine, host })).kind, 'holder');
    strictEqual(parseHolder('['.repeat(4000)).kind, 'unfinished');
  });

  it('lets every writer come to an end and touches nothing else, whatever stands there', async () => {
    const { states, held, refused, wrong, processorShare } = await forgedLocks(newFolder(), 160, SEED);
    deepStrictEqual(wrong, []);
    strictEqual(held + refused, states);
    ok(held > 20 && refused > 20, `${held} held, ${refused} refused`);
    ok(processorShare < 1, `the processor worked ${processorShare} of the time`);
  });
});
