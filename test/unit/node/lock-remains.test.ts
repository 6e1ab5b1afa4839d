/** Locks that nobody holds any more, or that are none: what an observer with little time makes of them. */

import { deepStrictEqual, ok, rejects } from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { newHolder } from '../../../src/node/lock/lock-holder.ts';
import { withLock } from '../../../src/node/lock/lock.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

const ELSEWHERE = { host: 'other', boot: 'b', pids: 'p' };
/** Nobody is dead by a silence here. */
const PATIENT = { patience: 20_000, silence: 60_000, heartbeat: 100 };

function newLock(): string {
  const path = join(newFolder(), 'state', 'ninefold.lock');
  mkdirSync(dirname(path));
  return path;
}

/** The lock of another host, last moved so many minutes ago. */
function placeBefore(path: string, minutes: number): void {
  writeFileSync(path, JSON.stringify(newHolder(ELSEWHERE)));
  const time = new Date(Date.now() - minutes * 60_000);
  utimesSync(path, time, time);
}

/** How long it took to get the lock, in milliseconds. */
async function waited(path: string, options = PATIENT): Promise<number> {
  const started = performance.now();
  return withLock(path, () => Promise.resolve(performance.now() - started), options);
}

describe('a lock that nobody holds', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('takes one that is silent for ten minutes by the file system’s own times for dead after a heartbeat', async () => {
    for (const minutes of [11, 2 * 24 * 60, 1e7]) {
      const path = newLock();
      placeBefore(path, minutes);
      const held = await waited(path);
      ok(held >= 100 && held < PATIENT.patience, `${minutes}: ${held}`);
      deepStrictEqual(readdirSync(dirname(path)), []);
    }
  });

  it('does not take over from one that moves although its clock is far behind', async () => {
    const path = newLock();
    placeBefore(path, 60);
    let seconds = 0;
    const beat = setInterval(() => {
      const time = new Date(Date.now() - 3_600_000 + 1000 * ++seconds);
      utimesSync(path, time, time);
    }, 50);
    try {
      const options = { ...PATIENT, patience: 1500, heartbeat: 800 };
      await rejects(waited(path, options), (error) => NinefoldError.is(error, 'lock-busy'));
    } finally {
      clearInterval(beat);
    }
  });

  it('names what is in its place and isn’t a file, with what to do', async () => {
    const made: readonly [(path: string) => void, string][] = [
      [(path) => symlinkSync('nowhere', path), 'it is a link at the path of the lock: remove it'],
      [(path) => symlinkSync(process.execPath, path), 'it is a link at the path of the lock: remove it'],
      [(path) => mkdirSync(path), 'it is a folder at the path of the lock: remove it'],
    ];
    for (const [make, reason] of made) {
      const path = newLock();
      make(path);
      await rejects(waited(path), (error) => {
        ok(NinefoldError.is(error, 'file-unwritable'), String(error));
        deepStrictEqual(error.parameters, { path, reason });
        return true;
      });
    }
  });
});
