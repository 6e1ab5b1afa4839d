import { deepStrictEqual } from 'node:assert/strict';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { stateFiles, verifyFile, verifyState } from '../../../src/node/folder/verify.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;

async function faultsOf({ layout, service }: OpenFolder): Promise<unknown> {
  const files = await stateFiles(layout, await service.ports.journals.listIds());
  const faults = (await Promise.all(files.map((file) => verifyFile(file)))).flat();
  return {
    files: files.map((file) => relative(layout.root, file)),
    faults: faults.map(({ file, line }) => [relative(layout.root, file), line]),
  };
}

describe('the strict reading of state', () => {
  afterEach(removeFolders);

  it('reads the files of a project in the user’s own root, and no other’s', async () => {
    const home = newFolder();
    const [shop, other] = [await open(newFolder(), { home, isUserWanted: true }), newFolder()];
    await shop.service.start({ kind: 'start', id: 'the-current', name: 'One', branch: null }, PERSON);
    const beside = await open(other, { home, isUserWanted: true });
    await beside.service.start({ kind: 'start', id: 'the-current', name: 'Two', branch: null }, PERSON);
    writeFiles(home, { '.claude/ninefold.json': '{}' });
    const { prefix } = shop.layout;
    const files = [
      'ninefold.json',
      `state/sessions/${prefix}current.json`,
      ...['workflow-state', 'session-context', 'decisions'].map(
        (name) => `state/context/${prefix}${name}.toon`,
      ),
      ...['journal.jsonl', 'json', 'toon'].map((ending) => `state/workflows/${prefix}the-current.${ending}`),
    ];
    deepStrictEqual(await faultsOf(shop), { files, faults: [] });
    appendFileSync(shop.layout.absolute('state/workflows/the-current.journal.jsonl'), 'garbage\n');
    appendFileSync(shop.layout.absolute('workflow-state.toon'), '  prose\n');
    writeFileSync(shop.layout.absolute('state/sessions/current.json'), '{}');
    deepStrictEqual(await faultsOf(shop), {
      files,
      faults: [
        [files[1], 1],
        [files[2], 26],
        [files[5], 2],
      ],
    });
  });
});

describe('verify of a folder', () => {
  afterEach(removeFolders);

  async function started(): Promise<OpenFolder> {
    const opened = await open(newFolder());
    await opened.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    return opened;
  }

  const faults = async (opened: OpenFolder): Promise<readonly string[]> =>
    (await verifyState(opened, newFolder())).faults.map(
      ({ file, line, message }) => `${relative(opened.root, file)}:${line}: ${message}`,
    );

  it('names a journal whose name and start differ, as the commands that refuse it', async () => {
    const opened = await started();
    deepStrictEqual(await faults(opened), []);
    const [from, to] = ['wf-001', 'wf-002'].map((id) =>
      opened.layout.absolute(`state/workflows/${id}.journal.jsonl`),
    );
    copyFileSync(from ?? '', to ?? '');
    deepStrictEqual(await faults(opened), [
      "state/workflows/wf-002.journal.jsonl:1: an event of another workflow, 'wf-001'",
    ]);
  });

  it('names a record of the session whose active workflow is none, or is not there', async () => {
    const opened = await started();
    const path = opened.layout.absolute('state/sessions/current.json');
    const sound = readFileSync(path, 'utf8');
    for (const id of ['__proto__', '../x', '', 'a b', 'con'])
      deepStrictEqual(
        await faultsWith(opened, path, sound, id),
        ["state/sessions/current.json:1: 'active' is not what belongs there"],
        id,
      );
    for (const id of ['constructor', 'wf-009'])
      deepStrictEqual(await faultsWith(opened, path, sound, id), [
        `state/sessions/current.json:1: there is no journal of the active workflow '${id}'`,
      ]);
  });

  async function faultsWith(opened: OpenFolder, path: string, sound: string, id: string) {
    writeFileSync(path, sound.replace('"wf-001"', JSON.stringify(id)));
    return faults(opened);
  }

  it('names an agent task, an export and records of the user that commands refuse, and nobody else’s file', async () => {
    const opened = await started();
    writeFiles(opened.root, {
      'state/agents/t1/result.json': '{"schema":"ninefold/task/9"}',
      'state/agents/t2/result.json': 'nonsense',
      'state/sessions/exports.json': '{"schema":"ninefold/exports/9"}',
      'state/workflows/my notes.journal.jsonl': 'mine\n',
      'state/workflows/notes.json': 'mine\n',
      'state/context/other.json': '{',
    });
    deepStrictEqual((await faults(opened)).toSorted(), [
      'state/agents/t1/result.json:1: written by a newer Ninefold (version 9)',
      'state/agents/t2/result.json:1: it is no record',
      'state/sessions/exports.json:1: written by a newer Ninefold (version 9)',
    ]);
  });
});
