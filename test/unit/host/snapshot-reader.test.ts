import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { SnapshotReader } from '../../../src/host/folders/snapshot-reader.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { refusedFiles } from '../../../src/node/folder/refused-files.ts';
import { stateStatuses } from '../../../src/node/folder/state-statuses.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;
const ENGINE = {
  DEFAULT_RULES,
  refusedFiles,
  stateStatuses,
  hasOlderState: (): Promise<boolean> => Promise.resolve(true),
};
const REQUIREMENTS = 'docs/requirements.md';

interface Read {
  readonly folder: string;
  readonly opened: OpenFolder;
  readonly isCurrent: () => Promise<boolean>;
  readonly read: () => Promise<unknown>;
}

/** A folder with an active workflow and another one, read. */
async function readFolder(): Promise<Read> {
  const folder = newFolder();
  writeFiles(folder, { [REQUIREMENTS]: '# One\n' });
  const opened = await open(folder);
  for (const id of ['wf-002', 'wf-001']) {
    await opened.service.start({ kind: 'start', id, name: id, branch: null }, PERSON);
  }
  await opened.service.execute({ kind: 'addDeliverable', phase: '1', file: REQUIREMENTS }, PERSON);
  const reader = new SnapshotReader();
  const failed = (what: string, error: unknown): void => {
    throw new Error(what, { cause: error });
  };
  const read = (): Promise<unknown> => reader.read(ENGINE, opened, failed);
  await read();
  return { folder, opened, read, isCurrent: () => reader.isCurrent(ENGINE, opened) };
}

describe('a look at the files of a snapshot', () => {
  afterEach(removeFolders);

  it('says that an older tool left state where there is no workflow, looking once a minute', async () => {
    const opened = await open(newFolder());
    let looks = 0;
    const engine = { ...ENGINE, hasOlderState: () => Promise.resolve((looks += 1) > 0) };
    const reader = new SnapshotReader();
    const failed = (what: string, error: unknown): void => {
      throw new Error(what, { cause: error });
    };
    for (let look = 1; look <= 15; look += 1) {
      const snapshot = await reader.read(engine, opened, failed);
      deepStrictEqual([snapshot.kind, 'hasOlder' in snapshot && snapshot.hasOlder], ['empty', true]);
      await reader.isDue(engine, opened);
    }
    deepStrictEqual(looks, 1);
    await reader.read(engine, opened, failed);
    deepStrictEqual(looks, 2);
  });

  it('knows nothing until the files that were read are looked at before a reading', async () => {
    const { isCurrent, read } = await readFolder();
    strictEqual(await isCurrent(), false);
    await read();
    strictEqual(await isCurrent(), true);
  });

  it('reads at the first look, while something differs, and at every fifteenth look whatever the status says', async () => {
    const { opened } = await readFolder();
    const reader = new SnapshotReader();
    const failed = (what: string, error: unknown): void => {
      throw new Error(what, { cause: error });
    };
    const due: number[] = [];
    for (let look = 1; look <= 32; look += 1) {
      if (!(await reader.isDue(ENGINE, look === 1 ? undefined : opened))) continue;
      due.push(look);
      await reader.read(ENGINE, opened, failed);
    }
    // The second, too: only then is it known which files to look at.
    deepStrictEqual(due, [1, 2, 15, 30]);
  });

  const changes: Readonly<Record<string, (read: Read) => unknown>> = {
    'a change of the workflow': async ({ folder }) =>
      (await open(folder)).service.execute({ kind: 'approve' }, PERSON),
    'a change of another workflow': async ({ folder }) =>
      (await open(folder)).service.execute({ kind: 'approve' }, PERSON, 'wf-002'),
    'a new workflow': async ({ folder }) =>
      (await open(folder)).service.start({ kind: 'start', id: 'wf-003', name: 'x', branch: null }, PERSON),
    'another active workflow': async ({ folder }) => (await open(folder)).service.activate('wf-002'),
    'a line that somebody put into a journal': ({ folder }) =>
      appendFileSync(join(folder, '.claude/state/workflows/wf-002.journal.jsonl'), '{}\n'),
    'new rules': ({ folder }) => writeFileSync(join(folder, '.claude/ninefold.json'), '{}\n'),
    'an edited deliverable': ({ folder }) => appendFileSync(join(folder, REQUIREMENTS), 'More.\n'),
    'a deliverable that is gone': ({ folder }) => rmSync(join(folder, REQUIREMENTS)),
    'a suggested file that appears': ({ folder }) =>
      writeFiles(folder, { 'docs/wf-001/requirements.md': '', 'docs/tech-spec.md': '# Two\n' }),
    'a folder that is gone': ({ folder }) => rmSync(folder, { recursive: true }),
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`finds ${what}`, async () => {
      const read = await readFolder();
      await read.read();
      ok(await read.isCurrent());
      await change(read);
      strictEqual(await read.isCurrent(), false);
    });
  }
});
