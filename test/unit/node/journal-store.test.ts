import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import {
  appendFileSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { LINE_REASONS } from '../../../src/core/journal/journal-faults.ts';
import type { WorkflowService } from '../../../src/core/service/workflow-service.ts';
import { appendToJournal } from '../../../src/node/journal/journal-file.ts';
import { newFolder, open, removeFolders } from '../support/folders.ts';
import { JOURNAL, startIn } from '../support/one-workflow.ts';

const PERSON = { kind: 'person' } as const;

async function setTask(service: WorkflowService, task: string): Promise<number> {
  return (await service.execute({ kind: 'setTask', task }, PERSON, 'wf-001')).state.revision;
}

function bytesOf(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

describe('journal as a file', function () {
  this.timeout(30_000);
  afterEach(removeFolders);

  it('notices that it was rewritten in place, even to the same length and time', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    await setTask(service, 'aaaa');
    const { atime, mtime } = statSync(join(folder, JOURNAL));
    writeFileSync(join(folder, JOURNAL), bytesOf(folder, JOURNAL).replace('"task":"aaaa"', '"task":"bbbb"'));
    utimesSync(join(folder, JOURNAL), atime, mtime);
    strictEqual((await service.state()).task, 'bbbb');
    writeFileSync(
      join(folder, JOURNAL),
      `${bytesOf(folder, JOURNAL).replace('"task":"bbbb"', '"task":"cccc"')}{"v":1`,
    );
    strictEqual((await service.state()).task, 'cccc');
    truncateSync(join(folder, JOURNAL), bytesOf(folder, JOURNAL).indexOf('\n') + 1);
    strictEqual((await service.state()).revision, 1);
  });

  it('moves aside what a killed writer left at any byte, reports it once, and continues', async () => {
    const folder = newFolder();
    await setTask(await startIn(folder), 'Prüfung 日本 🎉');
    const whole = readFileSync(join(folder, JOURNAL));
    const first = whole.indexOf('\n') + 1;
    const text = whole.indexOf('Prüfung');
    for (let end = first + 1; end < whole.length; end += end >= text && end < text + 25 ? 1 : 16) {
      writeFileSync(join(folder, JOURNAL), whole.subarray(0, end));
      rmSync(join(folder, `${JOURNAL}.torn`), { force: true });
      const notices: NinefoldError[] = [];
      const { service } = await open(folder, { report: (notice) => notices.push(notice) });
      const state = await service.state();
      deepStrictEqual([state.revision, notices.length], [1, 0]);
      strictEqual(await setTask(service, 'on'), 2);
      await setTask(service, 'and on');
      deepStrictEqual(readFileSync(join(folder, `${JOURNAL}.torn`)), whole.subarray(first, end));
      deepStrictEqual(
        notices.map(({ code, parameters }) => [code, parameters]),
        [['line-set-aside', { bytes: end - first, path: join(folder, `${JOURNAL}.torn`) }]],
      );
      strictEqual((await (await open(folder)).service.state()).task, 'and on');
    }
  });

  it('is not written where it is not the file any more that was read', async () => {
    const path = join(newFolder(), 'wf-001.journal.jsonl');
    const read = '{"seq":1}\n';
    writeFileSync(path, read);
    const { ino: inode } = statSync(path);
    const append = (): Promise<number | undefined> =>
      appendToJournal(path, { text: '{"seq":2}\n', end: read.length, inode, check: () => Promise.resolve() });
    const left: unknown[] = [];
    // As a checkout leaves it: longer, shorter, and another file of the same length.
    for (const text of [`${read}{"seq":2,"by":"git"}\n`, '']) {
      writeFileSync(path, text);
      left.push([await append(), readFileSync(path, 'utf8') === text]);
    }
    writeFileSync(`${path}.new`, read);
    renameSync(`${path}.new`, path);
    left.push([await append(), readFileSync(path, 'utf8') === read]);
    deepStrictEqual(left, Array(3).fill([undefined, true]));
  });

  it('keeps what it moved aside once, if the writer crashed right after it', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    appendFileSync(join(folder, JOURNAL), '{"v":1,"x');
    writeFileSync(join(folder, `${JOURNAL}.torn`), 'earlier{"v":1,"x');
    await setTask(service, 'on');
    strictEqual(bytesOf(folder, `${JOURNAL}.torn`), 'earlier{"v":1,"x');
  });

  it('starts again if not even the first line was finished', async () => {
    for (const text of ['', '{"v":1,"id":"01J']) {
      const folder = newFolder();
      await startIn(folder);
      writeFileSync(join(folder, JOURNAL), text);
      const { service } = await open(folder);
      await rejects(service.state('wf-001'), (error) => NinefoldError.is(error, 'workflow-unknown'));
      deepStrictEqual(await service.list(), { states: [], failures: [] });
      await service.start({ kind: 'start', id: 'wf-001', name: 'Again', branch: null }, PERSON);
      strictEqual((await service.state()).name, 'Again');
      if (text !== '') strictEqual(bytesOf(folder, `${JOURNAL}.torn`), text);
    }
  });

  it('refuses the journal of another workflow, though it is whole', async () => {
    const folder = newFolder();
    await startIn(folder);
    const other = join(folder, dirname(JOURNAL), 'wf-002.journal.jsonl');
    writeFileSync(other, bytesOf(folder, JOURNAL));
    const { service } = await open(folder);
    await rejects(service.state('wf-002'), (error) => {
      ok(NinefoldError.is(error, 'state-damaged'));
      deepStrictEqual(error.parameters, {
        file: '.claude/state/workflows/wf-002.journal.jsonl',
        line: 1,
        reason: "an event of another workflow, 'wf-001'",
        id: 'wf-002',
      });
      return true;
    });
  });

  it('refuses bytes that are no UTF-8 rather than change them', async () => {
    const folder = newFolder();
    const service = await startIn(folder);
    await setTask(service, 'caXe');
    const bytes = readFileSync(join(folder, JOURNAL));
    bytes[bytes.indexOf('caXe') + 2] = 0xe9;
    writeFileSync(join(folder, JOURNAL), bytes);
    await rejects((await open(folder)).service.state(), (error) => {
      ok(NinefoldError.is(error, 'state-damaged'));
      deepStrictEqual([error.parameters.line, error.parameters.reason], [2, LINE_REASONS.notUtf8]);
      return true;
    });
  });
});
