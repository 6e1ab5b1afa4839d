import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe as describeError } from '../../../src/cli/context.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import { Terminal, ordinaryUser } from '../cli/terminal.ts';
import { failurePattern } from '../support/failure-texts.ts';
import { withFault } from '../support/faults.ts';
import type { FileFault } from '../support/faults.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { checkWhole, JOURNAL, setTask, startIn, STATE, textOf } from '../support/one-workflow.ts';

const PERSON = { kind: 'person' } as const;
const UNWRITTEN = /.*(?:wf-001|exports)\.json/;
const CLI = resolve(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js');

function temporaryFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));
}

describe('faults of the disk', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const refusals: readonly FileFault[] = [
    { call: 'handle.write', path: /journal/, code: 'ENOSPC' },
    { call: 'handle.write', path: /journal/, code: 'ENOSPC', room: 1 },
    { call: 'handle.write', path: /journal/, code: 'EDQUOT', room: 100 },
    { call: 'handle.sync', path: /journal/, code: 'EIO' },
    { call: 'open', path: /journal/, code: 'EROFS' },
    { call: 'writeFile', path: /lock/, code: 'ENOSPC' },
    { call: 'link', path: /lock/, code: 'ENOSPC' },
  ];
  for (const fault of refusals) {
    const room = fault.room === undefined ? '' : ` after ${fault.room} bytes`;
    it(`${fault.code} of ${fault.call} on ${fault.path.source}${room} refuses the change and loses nothing`, async () => {
      const folder = newFolder();
      const service = await startIn(folder);
      const before = textOf(folder);
      let announced = 0;
      service.onDidChange(() => announced++);
      const failed = await withFault(fault, () =>
        rejects(setTask(service, 'Too much'), (error) => {
          ok(NinefoldError.is(error));
          match(describeError(error), failurePattern(error.code, { path: /.*/, reason: fault.code }));
          return true;
        }),
      );
      deepStrictEqual([failed > 0, announced, textOf(folder)], [true, 0, before]);
      strictEqual((await setTask(service, 'Enough')).state.revision, 2);
      strictEqual(existsSync(join(folder, `${JOURNAL}.torn`)), false);
      await checkWhole(folder);
    });
  }

  it('a full disk that can’t even be cut back leaves half a line for the next writer to set aside', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const before = textOf(folder);
    await withFault({ call: 'handle.truncate', path: /journal/, code: 'EIO' }, () =>
      withFault({ call: 'handle.write', path: /journal/, code: 'ENOSPC', room: 30 }, () =>
        rejects(setTask(service, 'Half'), (error) => NinefoldError.is(error, 'file-unwritable')),
      ),
    );
    strictEqual(textOf(folder).length, before.length + 30);
    strictEqual((await service.state()).revision, 1);
    await withFault({ call: 'handle.write', path: /torn/, code: 'ENOSPC' }, () =>
      rejects(setTask(service, 'No room to set it aside'), (error) =>
        NinefoldError.is(error, 'file-unwritable'),
      ),
    );
    strictEqual(textOf(folder).length, before.length + 30);
    strictEqual((await setTask(service, 'Whole')).state.revision, 2);
    strictEqual(textOf(folder, `${JOURNAL}.torn`).length, 30);
    await checkWhole(folder);
  });

  it('a full disk while the exports are written keeps the change and every export whole', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    for (const call of ['handle.writeFile', 'handle.sync', 'rename'] as const) {
      const old = textOf(folder, '.claude/workflow-state.toon');
      const fault: FileFault = {
        call,
        path: /(wf-001|workflow-state)\.(toon|json)(\.[0-9a-f]+\.tmp)?$/,
        code: 'ENOSPC',
      };
      await withFault(fault, async () => {
        const { exportFailure, state } = await setTask(service, `Saved ${call}`);
        strictEqual(state.task, `Saved ${call}`);
        match(
          exportFailure === null ? '' : describeError(exportFailure),
          failurePattern('exports-unwritten', { path: UNWRITTEN, reason: 'ENOSPC' }),
        );
      });
      deepStrictEqual([textOf(folder, '.claude/workflow-state.toon'), temporaryFiles(folder)], [old, []]);
      strictEqual((await (await open(folder)).service.state('wf-001')).task, `Saved ${call}`);
      await service.exportFiles('wf-001');
      await checkWhole(folder);
    }
  });

  it('a full disk right after a start says that it was started', async () => {
    const folder = newFolder();
    const { service } = await open(folder);
    await withFault({ call: 'rename', path: /current\.json$/, code: 'ENOSPC' }, async () => {
      const start = { kind: 'start', id: 'wf-001', name: 'One', branch: null } as const;
      const { exportFailure } = await service.start(start, PERSON);
      match(
        exportFailure === null ? '' : describeError(exportFailure),
        failurePattern('started-inactive', { id: 'wf-001', path: /.*current\.json/, reason: 'ENOSPC' }),
      );
    });
    await service.activate('wf-001');
    await checkWhole(folder);
  });

  it('the system’s own limit of a file’s size cuts a line, and it is cut off again', () => {
    const terminal = new Terminal(newFolder());
    terminal.done('init', 'wf-001', 'One');
    terminal.done('set', 'wf-001', 'task', 'x'.repeat(1_400));
    const before = textOf(terminal.folder);
    // In blocks of 512 bytes: the journal's next line begins below the limit and ends above it.
    const limit = Math.ceil(before.length / 512);
    const command = `ulimit -f ${limit}; exec "$0" "$1" set wf-001 task ${'y'.repeat(1_400)}`;
    const { status, stderr } = spawnSync('sh', ['-c', command, process.execPath, CLI], {
      cwd: terminal.folder,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: newFolder() },
    });
    deepStrictEqual([status, textOf(terminal.folder)], [1, before]);
    match(stderr, failurePattern('file-unwritable', { path: /.*journal\.jsonl/, reason: 'EFBIG' }));
    terminal.done('set', 'wf-001', 'task', 'short');
    match(terminal.done('verify'), /faults: 0/);
  });

  it('a folder made read-only meanwhile refuses, by name, and the next change goes through', () => {
    const terminal = new Terminal(newFolder());
    const { cli, ...identity } = process.getuid?.() === 0 ? ordinaryUser(terminal.folder) : { cli: CLI };
    const run = (...args: readonly string[]) => terminal.run(args, { cli, ...identity });
    strictEqual(run('init', 'wf-001', 'One').code, 0);
    const before = textOf(terminal.folder);
    const folders = [STATE, `${STATE}/workflows`, '.claude'].map((name) => join(terminal.folder, name));
    for (const folder of folders) chmodSync(folder, 0o555);
    const closed = run('set', 'wf-001', 'task', 'Closed');
    deepStrictEqual([closed.code, textOf(terminal.folder), run('status').code], [1, before, 0]);
    match(closed.error, failurePattern('folder-read-only', { path: /.*\.claude/, reason: 'EACCES' }));
    for (const folder of folders) chmodSync(folder, 0o755);
    // The journal itself can be written, what stands beside it can't.
    chmodSync(join(terminal.folder, STATE, 'workflows'), 0o555);
    const half = run('set', 'wf-001', 'task', 'Half closed');
    match(half.error, failurePattern('exports-unwritten', { path: UNWRITTEN, reason: 'EACCES' }));
    chmodSync(join(terminal.folder, STATE, 'workflows'), 0o755);
    strictEqual(run('set', 'wf-001', 'task', 'Open').code, 0);
    // By its owner: the home folder of these tests is closed to the other user.
    match(terminal.run(['verify']).out, /faults: 0/);
    match(run('log').out, /"task":"Half closed"\}\n.*"task":"Open"\}\n$/);
  });

  it('a folder that closes while the lock is held lets the work end, and the next writer in', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    // The lock alone can't be removed; nothing can that stands beside it.
    for (const path of [/ninefold\.lock$/, /ninefold\.lock/]) {
      const { revision } = await service.state();
      await withFault({ call: 'rm', path, code: 'EACCES' }, async () => {
        strictEqual((await setTask(service, `Done ${path}`)).state.revision, revision + 1);
      });
      const { service: next } = await open(folder);
      strictEqual((await setTask(next, `Next ${path}`)).state.revision, revision + 2);
    }
  });
});

describe('files that others use', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('are replaced once they can be, where a rename is refused for a moment', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    for (const code of ['EPERM', 'EACCES', 'EBUSY']) {
      const fault: FileFault = { call: 'rename', path: /workflow-state\.toon$/, code, times: 3 };
      const failed = await withFault(fault, async () => {
        strictEqual((await setTask(service, code)).exportFailure, null);
      });
      strictEqual(failed, 3);
      await checkWhole(folder);
    }
  });

  it('stay as they were, and without remains, where a rename is refused for good', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const before = textOf(folder, '.claude/workflow-state.toon');
    await withFault({ call: 'rename', path: /workflow-state\.toon$/, code: 'EPERM' }, async () => {
      const { exportFailure } = await setTask(service, 'Saved');
      match(exportFailure === null ? '' : describeError(exportFailure), /workflow-state\.toon' .*\(EPERM\)/);
    });
    deepStrictEqual([textOf(folder, '.claude/workflow-state.toon'), temporaryFiles(folder)], [before, []]);
  });

  it('are waited for where somebody has the journal open for himself', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const held: FileFault = { call: 'open', path: /journal/, code: 'EBUSY', times: 4 };
    await withFault(held, async () => strictEqual((await setTask(service, 'Held')).state.revision, 2));
    await withFault({ ...held, times: 1_000 }, () =>
      rejects(setTask(service, 'Held for good'), (error) => {
        ok(NinefoldError.is(error, 'file-unwritable'));
        strictEqual(error.parameters.reason, 'EBUSY');
        return true;
      }),
    );
    strictEqual((await service.state()).revision, 2);
  });

  it('are read to their end by who opened them before they were replaced', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    const path = join(folder, '.claude/workflow-state.toon');
    const before = readFileSync(path, 'utf8');
    const descriptor = openSync(path, 'r');
    try {
      await setTask(service, 'Replaced meanwhile');
      strictEqual(readFileSync(descriptor, 'utf8'), before);
    } finally {
      closeSync(descriptor);
    }
    await checkWhole(folder);
  });
});
