import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { deleteWorkflow } from '../../../src/core/service/workflow-cleanup.ts';
import type { WorkflowService } from '../../../src/core/service/workflow-service.ts';
import { SNAPSHOT_BYTES } from '../../../src/node/journal/journal-snapshot.ts';
import { applyRemoval, planRemoval } from '../../../src/node/folder/removal.ts';
import { withFault } from '../support/faults.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { longJournal } from '../support/long-journal.ts';
import { JOURNAL, startIn } from '../support/one-workflow.ts';

const PERSON = { kind: 'person' } as const;
const SNAPSHOT = '.claude/state/workflows/wf-001.journal.snapshot';

/** A folder with a journal of so many events, as written before there were snapshots. */
function longFolder(events: number): string {
  const folder = newFolder();
  mkdirSync(dirname(join(folder, JOURNAL)), { recursive: true });
  writeFileSync(join(folder, JOURNAL), longJournal(events));
  return folder;
}

async function stateOf(folder: string): Promise<unknown> {
  return (await open(folder)).service.state('wf-001');
}

async function setTask(service: WorkflowService, task: string): Promise<number> {
  return (await service.execute({ kind: 'setTask', task }, PERSON, 'wf-001')).state.revision;
}

/** The state by the journal alone. */
async function foldedWhole(folder: string): Promise<unknown> {
  const copy = newFolder();
  mkdirSync(dirname(join(copy, JOURNAL)), { recursive: true });
  writeFileSync(join(copy, JOURNAL), readFileSync(join(folder, JOURNAL)));
  return stateOf(copy);
}

function bytesOf(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** A snapshot's JSON changed, its own hash made right again. */
async function forge(folder: string, change: (snapshot: Record<string, unknown>) => unknown): Promise<void> {
  const { createHash } = await import('node:crypto');
  const snapshot = JSON.parse(bytesOf(folder, SNAPSHOT).split('\n')[1] ?? '') as Record<string, unknown>;
  const body = `${JSON.stringify(change(snapshot))}\n`;
  writeFileSync(join(folder, SNAPSHOT), `${createHash('sha256').update(body).digest('hex')}\n${body}`);
}

describe('snapshots of a journal', function () {
  this.timeout(30_000);
  afterEach(removeFolders);

  it('are made by writers only, and not of a short journal', async () => {
    const folder = longFolder(1_000);
    await stateOf(folder);
    strictEqual(existsSync(join(folder, SNAPSHOT)), false);
    await setTask((await open(folder)).service, 'more');
    ok(existsSync(join(folder, SNAPSHOT)));
    const short = newFolder();
    await setTask(await startIn(short), 'more');
    strictEqual(existsSync(join(short, SNAPSHOT)), false);
  });

  it('give the state that the whole journal gives, and what was written after them', async () => {
    const folder = longFolder(1_000);
    const { service } = await open(folder);
    await setTask(service, 'one');
    const snapshot = bytesOf(folder, SNAPSHOT);
    await setTask(service, 'two');
    strictEqual(bytesOf(folder, SNAPSHOT), snapshot, 'not written with every change');
    deepStrictEqual(await stateOf(folder), await foldedWhole(folder));
    // What the snapshot says is used: the rest of the journal alone couldn't say it.
    await forge(folder, (value) => ({
      ...value,
      state: { ...(value.state as object), name: 'From the snapshot' },
    }));
    strictEqual(((await stateOf(folder)) as { name: string }).name, 'From the snapshot');
  });

  it('are made again after each so many bytes', async () => {
    const folder = longFolder(1_000);
    const { service } = await open(folder);
    await setTask(service, 'first');
    const sizes = new Set([bytesOf(folder, SNAPSHOT)]);
    const long = 'x'.repeat(1_900);
    for (let number = 1; number * long.length < SNAPSHOT_BYTES * 2; number++) {
      await setTask(service, `${number} ${long}`);
      sizes.add(bytesOf(folder, SNAPSHOT));
    }
    ok(sizes.size >= 3 && sizes.size <= 5, `${sizes.size} snapshots`);
  });

  it('are not believed where they are cut short, changed, of another version, journal or workflow', async () => {
    const folder = longFolder(1_000);
    await setTask((await open(folder)).service, 'more');
    const right = await foldedWhole(folder);
    const snapshot = bytesOf(folder, SNAPSHOT);
    const cases: (() => unknown)[] = [
      () => forge(folder, (value) => ({ ...value, schema: 'ninefold/snapshot/0' })),
      () => forge(folder, (value) => ({ ...value, state: { ...(value.state as object), steps: {} } })),
      () => forge(folder, (value) => ({ ...value, state: { ...(value.state as object), id: 'wf-002' } })),
      () => forge(folder, (value) => ({ ...value, bytes: (value.bytes as number) - 1 })),
      () => forge(folder, (value) => ({ ...value, bytes: 10 ** 9 })),
      () => forge(folder, (value) => ({ ...value, digest: '0'.repeat(64) })),
      () => forge(folder, () => []),
      () => writeFileSync(join(folder, SNAPSHOT), snapshot.replace('"name":"Bench"', '"name":"Wrong"')),
      () => writeFileSync(join(folder, SNAPSHOT), ''),
      () => writeFileSync(join(folder, SNAPSHOT), 'no\nsnapshot'),
      ...[1, 64, 65, 200, snapshot.length - 2].map((length) => () => {
        writeFileSync(join(folder, SNAPSHOT), snapshot.slice(0, length));
      }),
    ];
    for (const [index, spoil] of cases.entries()) {
      writeFileSync(join(folder, SNAPSHOT), snapshot);
      await spoil();
      deepStrictEqual(await stateOf(folder), right, `case ${index}`);
    }
    // The next writer puts a right one in its place.
    await setTask((await open(folder)).service, 'again');
    await forge(folder, (value) => value);
    deepStrictEqual(await stateOf(folder), await foldedWhole(folder));
    ok(!bytesOf(folder, SNAPSHOT).includes('"name":"Wrong"'));
  });

  it('do not hide damage that came into the part they stand for', async () => {
    const folder = longFolder(1_000);
    await setTask((await open(folder)).service, 'more');
    const journal = bytesOf(folder, JOURNAL);
    const lines = journal.split('\n');
    writeFileSync(
      join(folder, JOURNAL),
      [...lines.slice(0, 9), '<<<<<<< HEAD', ...lines.slice(9)].join('\n'),
    );
    await rejects(stateOf(folder), (error) => {
      ok(NinefoldError.is(error, 'state-damaged'));
      deepStrictEqual([error.parameters.line, error.parameters.id], [10, 'wf-001']);
      return true;
    });
    // A single letter, the length and the time kept.
    const { atime, mtime } = statSync(join(folder, JOURNAL));
    writeFileSync(join(folder, JOURNAL), journal.replace('"name":"Bench"', '"name":"Bemch"'));
    utimesSync(join(folder, JOURNAL), atime, mtime);
    strictEqual(((await stateOf(folder)) as { name: string }).name, 'Bemch');
  });

  it('find an event that stands there again behind them', async () => {
    const folder = longFolder(1_000);
    await setTask((await open(folder)).service, 'more');
    const third = bytesOf(folder, JOURNAL).split('\n')[2] ?? '';
    appendFileSync(join(folder, JOURNAL), `${third.replace('"seq":3', '"seq":1002')}\n`);
    await rejects(stateOf(folder), (error) => {
      ok(NinefoldError.is(error, 'state-damaged'));
      deepStrictEqual(error.parameters.reason, 'a duplicate of an earlier event');
      return true;
    });
  });

  it('are no reason to refuse a change where they can’t be written', async () => {
    const folder = longFolder(1_000);
    const { service } = await open(folder);
    await withFault({ call: 'rename', path: /snapshot/, code: 'ENOSPC' }, async () => {
      strictEqual(await setTask(service, 'saved'), 1_001);
    });
    strictEqual(existsSync(join(folder, SNAPSHOT)), false);
    strictEqual(await setTask(service, 'and again'), 1_002);
    ok(existsSync(join(folder, SNAPSHOT)));
  });

  it('go with their workflow, and with everything', async () => {
    const folder = longFolder(1_000);
    const { service } = await open(folder);
    await setTask(service, 'more');
    const trash = await deleteWorkflow(service, 'wf-001');
    ok(existsSync(join(folder, '.claude', trash, SNAPSHOT.replace('.claude/', ''))));
    strictEqual(existsSync(join(folder, SNAPSHOT)), false);
    const other = longFolder(1_000);
    const opened = await open(other);
    await setTask(opened.service, 'more');
    await applyRemoval(opened.layout, await planRemoval(opened, newFolder()), newFolder());
    strictEqual(existsSync(join(other, '.claude/state')), false);
  });

  it('is left by a reader of a very long journal that had none, where it may write', async () => {
    const events = 6_000;
    const untrusted = longFolder(events);
    await (await open(untrusted, { isTrusted: () => false })).service.state('wf-001');
    ok(!existsSync(join(untrusted, SNAPSHOT)), 'not trusted');
    const folder = longFolder(events);
    await stateOf(folder);
    ok(!existsSync(join(folder, SNAPSHOT)), 'not made private yet');
    writeFileSync(join(folder, '.claude/state/.gitignore'), '*\n');
    const state = await stateOf(folder);
    ok(existsSync(join(folder, SNAPSHOT)));
    deepStrictEqual(await stateOf(folder), state);
    deepStrictEqual(await foldedWhole(folder), state);
  });
});
