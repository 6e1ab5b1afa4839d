import { deepStrictEqual } from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';

import { FOLD_VERSION } from '../../../src/core/workflow/apply.ts';
import type { OpenFolder } from '../../../src/node/folder/open-folder.ts';
import { stateFiles, verifyFile, verifyState } from '../../../src/node/folder/verify.ts';
import { withLock } from '../../../src/node/lock/lock.ts';
import { failureLine } from '../support/failure-texts.ts';
import { newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { runInProcess } from '../support/in-process.ts';
import { shown } from '../support/platform.ts';

const PERSON = { kind: 'person' } as const;

async function faultsOf({ layout, service }: OpenFolder): Promise<unknown> {
  const files = await stateFiles(layout, await service.ports.journals.listIds());
  const faults = (await Promise.all(files.map((file) => verifyFile(file)))).flat();
  return {
    files: files.map((file) => shown(relative(layout.root, file))),
    faults: faults.map(({ file, line }) => [shown(relative(layout.root, file)), line]),
  };
}

describe('the strict reading of state', () => {
  afterEach(removeFolders);

  it('accepts the export with a fence for each part that a recovery reads, and names the lines of its text', async () => {
    const folder = newFolder();
    const text = readFileSync('test/fixtures/older/scripts-export.toon', 'utf8');
    const path = join(folder, 'workflow-state.toon');
    writeFileSync(path, text);
    deepStrictEqual(await verifyFile(path), []);
    const row = '  4,Test Planning,in_progress';
    writeFileSync(path, text.replace(`${row}\n`, ''));
    const header = text.split('\n').indexOf('phases[9]{num,name,status}:') + 1;
    deepStrictEqual(
      (await verifyFile(path)).map(({ line }) => line),
      [header],
    );
  });

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
      ({ file, line, message }) => `${shown(relative(opened.root, file))}:${line}: ${message}`,
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

  it('names a session record whose active workflow is invalid or missing', async () => {
    const opened = await started();
    const path = opened.layout.absolute('state/sessions/current.json');
    const sound = readFileSync(path, 'utf8');
    for (const id of ['__proto__', '../x', '', 'a b', 'con'])
      deepStrictEqual(
        await faultsWith(opened, path, sound, id),
        ["state/sessions/current.json:1: 'active' is invalid"],
        id,
      );
    for (const id of ['constructor', 'wf-009'])
      deepStrictEqual(await faultsWith(opened, path, sound, id), [
        `state/sessions/current.json:1: ${missing(id).slice('ninefold: '.length, -1)}`,
      ]);
  });

  it('names an active workflow that is not there in the words of the commands that it stops, with a remedy', async () => {
    const { folder, root } = await started();
    rmSync(join(root, 'state/workflows/wf-001.journal.jsonl'));
    const home = newFolder();
    const verified = await runInProcess(folder, home, ['verify']);
    deepStrictEqual(verified.code, 3);
    for (const argv of [['status'], ['log'], ['approve'], ['save'], ['meter'], ['banner']]) {
      const { code, error } = await runInProcess(folder, home, argv);
      if (code === 0) continue;
      deepStrictEqual([code, error], [3, missing('wf-001')], argv.join(' '));
    }
    await runInProcess(folder, home, ['init', 'wf-002', 'Two']);
    deepStrictEqual((await runInProcess(folder, home, ['verify'])).code, 0);
  });

  const missing = (id: string): string =>
    failureLine('active-missing', { file: '.claude/state/sessions/current.json', id });

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
      "state/agents/t2/result.json:1: it isn't a task record",
      'state/sessions/exports.json:1: written by a newer Ninefold (version 9)',
    ]);
  });

  it('leaves alone a person’s own link out in the place of the rules, as commands do', async () => {
    const opened = await started();
    const outside = newFolder();
    writeFiles(outside, { 'mine.json': '{"levels":{"warning":61}}' });
    symlinkSync(join(outside, 'mine.json'), join(opened.root, 'ninefold.json'));
    deepStrictEqual(await faults(opened), []);
    deepStrictEqual((await opened.service.ports.workspace.rules()).levels.warning, 61);
  });

  const FOREIGN_RECORD = "this isn't a record of written exports";
  const DAMAGED = 'damaged and ignored; delete it, and Ninefold creates it again';
  for (const [file, schema] of Object.entries({
    'sessions/exports.json': 'exports/1',
    'sessions/redacted.json': 'redacted/1',
    'context/project-cache.json': 'context/1',
    'context/workflows.json': `workflow-index/${FOLD_VERSION}`,
    'workflows/wf-001.journal.snapshot': `snapshot/${FOLD_VERSION}`,
    'origin.json': 'origin/1',
    'agents/t1/landing.json': 'landing/1',
  }))
    it(`names ${file} if it is damaged, and not if it is somebody else's`, async () => {
      const opened = await started();
      const path = join(opened.root, 'state', file);
      for (const text of [`{"schema":"ninefold/${schema}","fi`, `{ "schema": "ninefold/${schema}" }\n`]) {
        writeFiles(opened.root, { [`state/${file}`]: text });
        deepStrictEqual(await faults(opened), [`state/${file}:1: ${DAMAGED}`]);
      }
      for (const text of ['{"schema":"other/1"', 'mine', '']) {
        writeFileSync(path, text);
        // Commands that write exports need this one.
        const isRefused = file === 'sessions/exports.json' && text !== '';
        deepStrictEqual(await faults(opened), isRefused ? [`state/${file}:1: ${FOREIGN_RECORD}`] : []);
      }
    });

  it('names what carries a schema of ours that it doesn’t know, wherever in the state', async () => {
    const opened = await started();
    writeFiles(opened.root, {
      'state/sessions/plan.json': '{"schema":"ninefold/plan/3"}',
      'state/other/deep/plan.json': '{"schema":"ninefold/plan/3"}',
      'state/sessions/other.json': '{"schema":"theirs/3"}',
      'state/trash/plan.json': '{"schema":"ninefold/plan/3"}',
    });
    const words = ":1: unknown schema 'ninefold/plan/3'; Ninefold ignores this file";
    deepStrictEqual((await faults(opened)).toSorted(), [
      `state/other/deep/plan.json${words}`,
      `state/sessions/plan.json${words}`,
    ]);
  });

  it('names a lock that no process wrote, and none that one holds', async () => {
    const opened = await started();
    const path = join(opened.root, 'state/ninefold.lock');
    for (const text of ['{"nonce":"../x","pid":1}', '{"a":1}', '{"nonce":"0']) {
      writeFileSync(path, text);
      utimesSync(path, 1, 1);
      deepStrictEqual(await faults(opened), [
        'state/ninefold.lock:1: not a lock of a Ninefold process; delete ninefold.lock if nothing is writing',
      ]);
    }
    rmSync(path);
    await withLock(opened.layout.lock, async () => deepStrictEqual(await faults(opened), []));
  });
});
