/** What is written and removed where files behave like those of Windows, on every platform that the tests run on. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import files from 'node:fs/promises';
import { join } from 'node:path';

import { causePattern } from '../support/failure-texts.ts';
import { likeWindows } from '../support/faults.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { textOf } from '../support/one-workflow.ts';

const JSON_EXPORT = '.claude/state/workflows/wf-001.json';

describe('files like those of Windows', function () {
  this.timeout(60_000);
  let restore: () => void = () => undefined;
  let terminal: InProcessTerminal;

  beforeEach(async () => {
    terminal = new InProcessTerminal(newFolder());
    writeFiles(terminal.folder, { 'src/a.ts': 'a' });
    restore = await likeWindows();
    await terminal.done('init', 'wf-001', 'One');
  });
  afterEach(() => {
    restore();
    removeFolders();
  });

  /** Runs a command while something has a file open, and closes it when the command was refused for the first time. */
  async function whileOpen(path: string, args: readonly string[], isClosedSoon: boolean) {
    const handle = await files.open(join(terminal.folder, path), 'r');
    const { rename, rm } = files;
    const watched =
      <Call extends (...parameters: never[]) => Promise<unknown>>(call: Call) =>
      async (...parameters: Parameters<Call>) => {
        try {
          return await call(...parameters);
        } catch (error) {
          if (isClosedSoon) await handle.close();
          throw error;
        }
      };
    Object.assign(files, { rename: watched(rename), rm: watched(rm) });
    try {
      return await terminal.run(args);
    } finally {
      Object.assign(files, { rename, rm });
      await handle.close();
    }
  }

  const left = (): readonly string[] =>
    readdirSync(terminal.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.tmp$|lock/.test(name),
    );

  it('take a workflow through its life, without hard links', async () => {
    await terminal.done('set', 'wf-001', 'task', 'First');
    await terminal.done('handoff', 'create');
    await terminal.done('approve');
    await terminal.done('handoff', 'create');
    deepStrictEqual(readdirSync(join(terminal.folder, '.claude/state/handoffs/archive/wf-001')).length, 1);
    match(await terminal.done('verify'), /faults: 0/);
    deepStrictEqual(left(), []);
    await terminal.done('remove', '--apply');
    deepStrictEqual(readdirSync(terminal.folder), ['src']);
  });

  const changes: readonly (readonly [string, readonly string[]])[] = [
    [JSON_EXPORT, ['set', 'wf-001', 'task', 'Second']],
    ['.claude/workflow-state.toon', ['set', 'wf-001', 'task', 'Second']],
    ['.claude/state/sessions/current.json', ['init', 'wf-002', 'Two']],
    ['.claude/state/workflows/wf-001.journal.jsonl', ['delete', 'wf-001']],
    [JSON_EXPORT, ['remove', '--apply']],
    ['.claude/decisions.toon', ['remove', '--apply']],
  ];
  for (const [path, args] of changes) {
    it(`wait until a program closes ${path}: ninefold ${args.join(' ')}`, async () => {
      const { code, error } = await whileOpen(path, args, true);
      deepStrictEqual([code, error, left()], [0, '', []]);
    });
  }

  it('stay as they were while a program keeps one open, and the answer names it', async () => {
    const before = textOf(terminal.folder, JSON_EXPORT);
    const { code, error } = await whileOpen(JSON_EXPORT, ['set', 'wf-001', 'task', 'Second'], false);
    strictEqual(code, 0);
    match(error, causePattern('exports-unwritten', { reason: 'EPERM' }));
    deepStrictEqual([textOf(terminal.folder, JSON_EXPORT), left()], [before, []]);
    match(await terminal.done('status'), /wf-001/);
  });

  it('are removed as far as they can be, and the rest the next time', async () => {
    const { code, error } = await whileOpen('.claude/decisions.toon', ['remove', '--apply'], false);
    deepStrictEqual([code, existsSync(join(terminal.folder, '.claude/decisions.toon'))], [1, true]);
    match(error, causePattern('file-unwritable', { reason: 'EBUSY' }));
    await terminal.done('remove', '--apply');
    deepStrictEqual(readdirSync(terminal.folder), ['src']);
  });
});
