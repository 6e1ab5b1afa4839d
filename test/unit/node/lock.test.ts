import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { LockAcquisition } from '../../../src/node/lock/lock-acquisition.ts';
import { THIS_PLACE, isDead, newHolder } from '../../../src/node/lock/lock-holder.ts';
import type { LockHolder, LockPlace } from '../../../src/node/lock/lock-holder.ts';
import { withLock } from '../../../src/node/lock/lock.ts';
import type { LockHold } from '../../../src/node/lock/lock.ts';
import { Child } from '../../torture/child.ts';
import { lockRounds } from '../../torture/lock-rounds.ts';
import { withFault } from '../support/faults.ts';
import { newFolder, removeFolders } from '../support/folders.ts';

const WORKER = join(import.meta.dirname, '../support/worker/index.js');
const ELSEWHERE: LockPlace = { host: 'other', boot: 'b', pids: 'p' };
/** Short enough for a test, and far from each other. */
const QUICK = { patience: 20_000, silence: 150, unfinished: 60, heartbeat: 20 };

/** Other systems don't say when a process started, or whether it is a zombie. */
const onLinux = process.platform === 'linux' ? it : () => undefined;

function newLock(): string {
  const path = join(newFolder(), 'state', 'ninefold.lock');
  mkdirSync(dirname(path));
  return path;
}

/** A holder that was and is no more: its process has ended and was waited for. */
async function deadHolder(): Promise<LockHolder> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return { ...newHolder(THIS_PLACE), pid: child.pid ?? 0 };
}

function place(path: string, holder: LockHolder | string): void {
  writeFileSync(path, typeof holder === 'string' ? holder : JSON.stringify(holder));
}

/** How long it took to get the lock, in milliseconds. */
async function waited(path: string, options: Parameters<typeof withLock>[2] = QUICK): Promise<number> {
  const started = performance.now();
  let held = Number.NaN;
  await withLock(path, () => Promise.resolve((held = performance.now() - started)), options);
  return held;
}

describe('lock', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('leaves nothing behind, and lets one after the other in', async () => {
    const path = newLock();
    const order: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      order.push(`${name} in`);
      // Another could come in while this one reads.
      await readdir(dirname(path));
      order.push(`${name} out`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => withLock(path, work(name))));
    deepStrictEqual(order, ['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    await rejects(
      withLock(path, () => Promise.reject(new Error('work failed'))),
      /work failed/,
    );
    deepStrictEqual(readdirSync(dirname(path)), []);
  });

  it('never has two holders, and passes on at once when one is killed, those that take over too', async () => {
    const { rounds, twice, takeovers, killedWaiting } = await lockRounds(WORKER, newFolder(), 12, 3);
    deepStrictEqual([rounds, twice, killedWaiting, takeovers.length], [12, 0, 3, 9]);
  });

  onLinux('waits for a holder of this host that stands still, for as long as it lives', async () => {
    const path = newLock();
    const child = new Child(WORKER, ['hold', path]);
    await child.line((line) => line === 'held');
    child.signal('SIGSTOP');
    const options = { ...QUICK, patience: 600, silence: 50 };
    await rejects(waited(path, options), (error) => {
      ok(NinefoldError.is(error, 'lock-busy'));
      match(String(error.parameters.holder), /^pid \d+ on /);
      return true;
    });
    await child.kill();
    ok((await waited(path)) < 20_000);
  });

  it('takes over from a dead process without waiting for a silence', async () => {
    const path = newLock();
    place(path, await deadHolder());
    ok((await waited(path, { ...QUICK, silence: 60_000, patience: 60_000 })) < 20_000);
  });

  onLinux('knows that a pid was given to another process since', async () => {
    const path = newLock();
    const mine = newHolder(THIS_PLACE);
    strictEqual(isDead(mine, THIS_PLACE, Date.now()), false);
    strictEqual(isDead({ ...mine, started: `${Number(mine.started) - 1}` }, THIS_PLACE, Date.now()), true);
    place(path, { ...mine, started: '1' });
    ok((await waited(path, { ...QUICK, silence: 60_000, patience: 60_000 })) < 20_000);
  });

  onLinux('takes a zombie for dead', async () => {
    // The shell's child has ended and is never waited for: exec keeps the parent and forgets the child.
    const shell = spawn('sh', ['-c', 'sleep 0.01 & echo $!; exec sleep 30'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [data] = (await once(shell.stdout, 'data')) as [Buffer];
      const pid = Number(data.toString('utf8'));
      const state = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.charAt(0) ?? '';
      while (state() !== 'Z') await new Promise((resolve) => setImmediate(resolve));
      const started = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
      strictEqual(isDead({ ...newHolder(THIS_PLACE), pid, started }, THIS_PLACE, Date.now()), true);
    } finally {
      shell.kill('SIGKILL');
      await once(shell, 'close');
    }
  });

  it('asks no pid of another host, boot or container', () => {
    const holder = { ...newHolder(THIS_PLACE), pid: 2 ** 22 + 1 };
    const now = Date.now();
    strictEqual(isDead(holder, THIS_PLACE, now), true);
    for (const other of [{ host: 'other' }, { boot: 'other' }, { pids: 'other' }]) {
      strictEqual(isDead(holder, { ...THIS_PLACE, ...other }, now), undefined, JSON.stringify(other));
    }
    strictEqual(isDead(holder, { ...THIS_PLACE, boot: 'other' }, 0), true, 'from before this boot');
    const unnamed = { ...THIS_PLACE, boot: '', pids: '' };
    strictEqual(
      isDead({ ...newHolder(unnamed), started: '' }, unnamed, now),
      undefined,
      'alive, by its pid alone',
    );
    strictEqual(isDead({ ...holder, ...unnamed }, unnamed, now), true, 'dead, by its pid');
  });

  it('knows only by its silence whether a holder lives that doesn’t say when it started', () => {
    const unknown = { ...newHolder(THIS_PLACE), started: '' };
    strictEqual(isDead(unknown, THIS_PLACE, Date.now()), undefined);
  });

  it('takes another host’s holder for dead after a silence, whatever the clocks say', async () => {
    for (const minutes of [9, -1, -1e7]) {
      const path = newLock();
      place(path, newHolder(ELSEWHERE));
      const time = new Date(Date.now() - minutes * 60_000);
      utimesSync(path, time, time);
      const held = await waited(path);
      ok(held >= QUICK.silence && held < QUICK.patience, `${minutes}: ${held}`);
    }
  });

  it('does not take over from another host’s holder that moves', async () => {
    const path = newLock();
    const beats = watch(dirname(path));
    const order: string[] = [];
    // Longer than this process may be busy with something else: its beats come from here too.
    const silence = 800;
    const beatenAt = (): number => statSync(path).mtimeMs;
    const work = withLock(
      path,
      async () => {
        const first = beatenAt();
        order.push('there');
        // Until its beats tell that it moved for longer than a silence.
        while (beatenAt() - first < silence * 2) await once(beats, 'change');
        order.push('done there');
      },
      { ...QUICK, place: ELSEWHERE },
    );
    while (order.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // Not by `withLock`, which lets the writers of one process wait in its own queue.
    const here = new LockAcquisition(path, newHolder(THIS_PLACE), { ...QUICK, silence, place: THIS_PLACE });
    strictEqual(await here.run(), false);
    order.push('here');
    await work;
    beats.close();
    deepStrictEqual(order, ['there', 'done there', 'here']);
  });

  it('tells a holder that stood still that it was taken over, before it writes', async () => {
    const path = newLock();
    let hold: LockHold | undefined;
    const work = withLock(path, async (given) => {
      hold = given;
      await given.check();
      place(path, newHolder(ELSEWHERE));
      await given.check();
    });
    await rejects(work, (error) => NinefoldError.is(error, 'lock-lost'));
    ok(hold !== undefined);
    // It isn't its lock any more: it stays.
    match(readFileSync(path, 'utf8'), /"host":"other"/);
  });

  it('gets past a lock file that is empty, cut short or no lock at all', async () => {
    for (const text of ['', '{"pid":1', 'garbage\n']) {
      const path = newLock();
      place(path, text);
      const held = await waited(path, { ...QUICK, silence: 60_000, patience: 60_000 });
      ok(held >= QUICK.unfinished && held < 20_000, `${text}: ${held}`);
    }
    const path = newLock();
    place(path, '{"v":9,"owner":"a newer version"}');
    ok((await waited(path)) >= QUICK.silence);
  });

  it('follows those that died while they took over', async () => {
    const path = newLock();
    const [first, second, third] = [await deadHolder(), await deadHolder(), await deadHolder()];
    place(path, first);
    place(`${path}.${first.nonce}.takeover`, second);
    place(`${path}.${second.nonce}.takeover`, third);
    place(`${path}.${third.nonce}`, third);
    ok((await waited(path, { ...QUICK, silence: 60_000, patience: 60_000 })) < 20_000);
    deepStrictEqual(readdirSync(dirname(path)), []);
  });

  it('leaves a takeover to one that lives', async () => {
    const path = newLock();
    const first = await deadHolder();
    place(path, first);
    place(`${path}.${first.nonce}.takeover`, newHolder(THIS_PLACE));
    const options = { ...QUICK, patience: 200, silence: 60_000 };
    await rejects(waited(path, options), (error) => NinefoldError.is(error, 'lock-busy'));
    strictEqual(readFileSync(path, 'utf8'), JSON.stringify(first));
  });

  it('finds a silent holder and the silent one that took over from it dead in one wait', async () => {
    const path = newLock();
    const first = newHolder(ELSEWHERE);
    place(path, first);
    place(`${path}.${first.nonce}.takeover`, newHolder(ELSEWHERE));
    const held = await waited(path, { ...QUICK, silence: 1_500, patience: 2_700 });
    ok(held >= 1_500, String(held));
    deepStrictEqual(readdirSync(dirname(path)), []);
  });

  it('has one deadline for each that waits, those that queue in one process too', async () => {
    const path = newLock();
    // This process lives, and none of its work has it.
    place(path, newHolder(THIS_PLACE));
    const [patience, silence] = [2_000, 60_000];
    const ends = await Promise.all(
      ['a', 'b', 'c'].map(async () => {
        await rejects(waited(path, { ...QUICK, patience, silence }), (error) =>
          NinefoldError.is(error, 'lock-busy'),
        );
        return performance.now();
      }),
    );
    ok(Math.max(...ends) - Math.min(...ends) < patience, ends.join(' '));
    rmSync(path);
    ok((await waited(path)) < 20_000);
  });

  it('takes over from a dead holder even in the last moment of its patience', async () => {
    const path = newLock();
    place(path, await deadHolder());
    ok((await waited(path, { ...QUICK, patience: 0 })) < 20_000);
  });

  it('goes without hard links where a file system has none', async () => {
    for (const code of ['EPERM', 'ENOTSUP', 'EXDEV', 'ENOSYS']) {
      const path = newLock();
      const failed = await withFault({ call: 'link', path: /ninefold\.lock/, code }, async () => {
        const seen: string[] = [];
        await withLock(path, async () => {
          seen.push('first');
          const other = waited(path, { ...QUICK, patience: 50 });
          strictEqual(existsSync(path), true);
          await Promise.resolve();
          void other.then(() => seen.push('second'));
        });
        await withLock(path, () => Promise.resolve(seen.push('third')));
        deepStrictEqual(seen, ['first', 'second', 'third']);
        place(path, await deadHolder());
        ok((await waited(path)) < 20_000);
      });
      ok(failed > 0);
      deepStrictEqual(readdirSync(dirname(path)), []);
    }
  });

  it('keeps the outcome of the work where its file can’t be removed, and says there that it is over', async () => {
    const path = newLock();
    await withFault({ call: 'rm', path: /ninefold\.lock$/, code: 'EBUSY' }, async () => {
      strictEqual(await withLock(path, () => Promise.resolve(7)), 7);
    });
    match(readFileSync(path, 'utf8'), /"isReleased":true/);
    ok((await waited(path)) < 20_000);
    await withFault({ call: 'rm', path: /ninefold\.lock$/, code: 'EBUSY', times: 2 }, () => waited(path));
    strictEqual(existsSync(path), false);
  });

  it('names the folder that is closed', async () => {
    const path = newLock();
    for (const code of ['EACCES', 'EROFS']) {
      await withFault({ call: 'writeFile', path: /ninefold\.lock/, code }, () =>
        rejects(waited(path), (error) => {
          ok(NinefoldError.is(error, 'folder-read-only'));
          deepStrictEqual(error.parameters, { path: dirname(dirname(path)), reason: code });
          return true;
        }),
      );
    }
  });

  it('sweeps what killed writers left, and nothing else', async () => {
    const path = newLock();
    const root = dirname(dirname(path));
    const dead = await deadHolder();
    place(path, dead);
    mkdirSync(join(root, 'state', 'workflows'));
    const gone = ['workflow-state.toon.0123456789ab.tmp', 'state/workflows/x.json.0123456789ab.tmp'];
    const kept = [
      'notes.0123456789ab.tmp',
      'workflow-state.toon',
      'state/workflows/x.tmp',
      'state/y.0123456789ab.tmp',
    ];
    for (const name of [...gone, ...kept]) writeFileSync(join(root, name), '');
    place(`${path}.${dead.nonce}`, dead);
    const living = newHolder(THIS_PLACE);
    place(`${path}.${living.nonce}`, living);
    await waited(path);
    deepStrictEqual(
      [...gone, ...kept].filter((name) => existsSync(join(root, name))),
      kept,
    );
    deepStrictEqual(
      readdirSync(dirname(path)).filter((name) => name.includes('.lock')),
      [`ninefold.lock.${living.nonce}`],
    );
  });
});
