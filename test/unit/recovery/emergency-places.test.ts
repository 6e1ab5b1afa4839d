/** `save --emergency` where nothing is as it should be: it saves what can be had, says what couldn't, and ends with 0 if it saved anything. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { causePattern, failurePattern } from '../support/failure-texts.ts';
import { withFault } from '../support/faults.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { runInProcess } from '../support/in-process.ts';
import type { Answer } from '../support/in-process.ts';

const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';
const HANDOFF = '.claude/state/handoffs/handoff-wf-001.md';
const MB = 1024 * 1024;

describe('save --emergency, whatever stands in the way', function () {
  this.timeout(240_000);
  let folder: string;
  let home: string;

  const run = (command: string): Promise<Answer> => runInProcess(folder, home, command.split(' '));
  const at = (path: string): string => join(folder, path);

  beforeEach(async () => {
    folder = newFolder();
    home = newFolder();
    for (const command of ['init wf-001 Feature', 'approve', 'handoff create'])
      strictEqual((await run(command)).code, 0);
  });
  afterEach(removeFolders);

  async function saves(from: RegExp): Promise<string> {
    const { code, out, error } = await run('save --emergency');
    strictEqual(code, 0, out + error);
    match(out, from);
    return error;
  }

  const JOURNALS: Readonly<Record<string, () => void>> = {
    'a folder': () => {
      rmSync(at(JOURNAL));
      mkdirSync(at(JOURNAL));
    },
    empty: () => writeFileSync(at(JOURNAL), ''),
    gone: () => rmSync(at(JOURNAL)),
    zeros: () => writeFileSync(at(JOURNAL), '\0'.repeat(4096)),
    'too large': () => truncateSync(at(JOURNAL), 65 * MB),
    'of a newer Ninefold': () =>
      writeFileSync(at(JOURNAL), readFileSync(at(JOURNAL), 'utf8').replaceAll(/"v":\d+/g, '"v":99')),
    "another workflow's": () =>
      writeFileSync(at(JOURNAL), readFileSync(at(JOURNAL), 'utf8').replaceAll('wf-001', 'wf-002')),
  };

  for (const [what, spoil] of Object.entries(JOURNALS)) {
    it(`takes the state from its export where the journal is ${what}`, async () => {
      spoil();
      await saves(/^saved wf-001 from \.claude\/state\/workflows\/wf-001\.json: /);
      match(readFileSync(at(HANDOFF), 'utf8'), /- \*\*Phase:\*\* 2 - Tech Planning/);
    });
  }

  it('takes it from there where the journal may not be read', async () => {
    const fault = { path: /wf-001\.journal\.jsonl$/, code: 'EACCES' } as const;
    const failed = await withFault({ ...fault, call: 'open' }, async () => {
      await withFault({ ...fault, call: 'readFile' }, async () => {
        match(await saves(/^saved wf-001 from \.claude\/state\/workflows\/wf-001\.json: /), /EACCES/);
      });
    });
    ok(failed > 0);
  });

  it('takes the next that is left, down to the earlier handoffs', async () => {
    for (const command of ['next add Test', 'handoff create']) strictEqual((await run(command)).code, 0);
    writeFileSync(at(JOURNAL), 'garbage\n');
    strictEqual((await run('save --emergency')).code, 0);
    const workflows = '.claude/state/workflows';
    rmSync(at(`${workflows}/wf-001.json`));
    await saves(/from .*\.toon: /);
    for (const path of [
      `${workflows}/wf-001.toon`,
      `${workflows}/wf-001.json`,
      '.claude/workflow-state.toon',
    ]) {
      rmSync(at(path), { force: true });
    }
    rmSync(at(HANDOFF));
    ok(readdirSync(at('.claude/state/handoffs/archive/wf-001')).length > 0);
    await saves(/from .*handoffs\/archive\/wf-001\/.*\.md: /);
  });

  it('takes an older copy of the user’s where the folder has nothing else', async () => {
    const text = readFileSync(at(HANDOFF), 'utf8');
    rmSync(at('.claude/state/workflows'), { recursive: true });
    rmSync(at('.claude/state/handoffs'), { recursive: true });
    rmSync(at('.claude/workflow-state.toon'));
    writeFiles(home, { '.claude/state/temp/handoff-wf-001.md': text });
    await saves(/^saved wf-001 from .*[\\/]temp[\\/]handoff-wf-001\.md: /);
  });

  it('saves the document although the exports cannot be written, and says which', async () => {
    const path = at('.claude/state/workflows/wf-001.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/workflow\/\d+/, 'workflow/99'));
    match(
      await saves(new RegExp(`^saved wf-001: ${HANDOFF}`)),
      /wf-001\.json was written by a newer Ninefold/,
    );
  });

  it('goes to the user’s own state where the handoff cannot be written', async () => {
    rmSync(at('.claude/state/handoffs'), { recursive: true });
    writeFileSync(at('.claude/state/handoffs'), 'a file\n');
    const error = await saves(/^saved wf-001: .*handoffs\/handoff-.*wf-001\.md\n$/);
    match(error, causePattern('file-unwritable', { path: /.*handoffs.*/, reason: /\w+/ }));
  });

  it('works without any other part of the state', async () => {
    for (const [path, text] of Object.entries({
      '.claude/ninefold.json': '{"levels":',
      '.claude/state/sessions/current.json': '[]',
      '.claude/state/sessions/exports.json': '{"schema":"ninefold/exports/9"}',
      '.claude/state/context/project-cache.json': '\0\0',
    })) {
      writeFiles(folder, { [path]: text });
    }
    await saves(/^saved wf-001/);
  });

  it('needs no list of the user’s projects', async () => {
    rmSync(at('.claude'), { recursive: true });
    writeFiles(home, { '.claude/state/projects.json': '{"schema":"ninefold/projects/9"}' });
    match(await saves(/^saved the state of the folder without a workflow: \.claude\//), /projects\.json/);
  });

  it('prints the document and ends with 1 where it can be written nowhere', async () => {
    rmSync(at('.claude'), { recursive: true });
    writeFileSync(at('.claude'), 'a file\n');
    writeFileSync(join(home, '.claude'), 'a file\n');
    const { code, out, error } = await run('save --emergency');
    strictEqual(code, 1, error);
    match(out, /^# Emergency Handoff: /);
    match(
      error,
      failurePattern('save-impossible', { reason: causePattern('folder-read-only', { reason: /\w+/ }) }),
    );
    deepStrictEqual(
      [existsSync(at('.claude/state')), readFileSync(at('.claude'), 'utf8')],
      [false, 'a file\n'],
    );
  });
});
