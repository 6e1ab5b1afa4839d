/** Twenty commands with the separators of the platform that the tests run on: right files, `/` in each, right exit codes. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { shown } from '../support/platform.ts';

describe('the command line on this platform', function () {
  this.timeout(120_000);
  afterEach(removeFolders);

  const filesIn = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .map(shown)
      .sort();

  /** Words of twenty commands; a path is spelled like the platform's. */
  const commands = (folder: string): readonly (readonly string[])[] => [
    ['init', 'wf-001', 'One'],
    ['set', 'wf-001', 'task', 'Sign in'],
    ['deliverable', 'add', `docs${sep}requirements.md`],
    ['deliverable', 'add', join(folder, 'src', 'auth', 'login.ts')],
    ['set', 'wf-001', 'deliverables', `1:docs${sep}notes.md`],
    ['decision', 'add', 'auth', 'JWT', 'stateless'],
    ['pattern', 'set', 'file_naming', 'PascalCase'],
    ['next', 'add', 'write the tests'],
    ['approve'],
    ['handoff', 'create'],
    ['handoff', 'create'],
    ['status'],
    ['status', '--json'],
    ['list'],
    ['log'],
    ['resume'],
    ['verify'],
    ['export'],
    ['init', 'wf-002', 'Two'],
    ['switch', 'wf-001'],
    ['pause', 'wf-002'],
    ['context'],
  ];

  it('writes `/` in every file of the state, whatever it was given', async () => {
    const terminal = new InProcessTerminal(newFolder());
    writeFiles(terminal.folder, {
      'docs/requirements.md': 'r',
      'src/auth/login.ts': 'l',
      'package.json': '{}',
    });
    for (const words of commands(terminal.folder)) {
      const { code, error } = await terminal.run(words);
      deepStrictEqual([words.join(' '), code, error], [words.join(' '), 0, '']);
    }
    const root = join(terminal.folder, '.claude');
    const withBackslash = filesIn(root).filter((file) =>
      readFileSync(join(root, file), 'utf8').includes('\\'),
    );
    deepStrictEqual(withBackslash, []);
    const journal = readFileSync(join(root, 'state/workflows/wf-001.journal.jsonl'), 'utf8');
    for (const path of ['docs/requirements.md', 'src/auth/login.ts', 'docs/notes.md']) {
      strictEqual(journal.includes(`"${path}"`), true, path);
    }
    for (const file of [
      'workflow-state.toon',
      'state/handoffs/handoff-wf-001.md',
      'state/workflows/wf-002.json',
    ]) {
      strictEqual(filesIn(root).includes(file), true, file);
    }
    await terminal.done('remove', '--apply');
    deepStrictEqual(filesIn(terminal.folder), ['docs/requirements.md', 'package.json', 'src/auth/login.ts']);
  });

  it('refuses what no platform’s folder may hold, with the same exit codes', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const before = await terminal.run(['init', 'con', 'Console']);
    strictEqual(before.code, 1);
    await terminal.done('init', 'wf-001', 'One');
    const outside = join(newFolder(), 'a.md');
    const refused = [
      ['deliverable', 'add', `..${sep}a.md`],
      ['deliverable', 'add', outside],
      ['init', 'nul.txt', 'Null'],
      ['init', 'trailing.', 'Dot'],
      ['switch', 'wf-009'],
    ];
    const codes = [];
    for (const words of refused) codes.push((await terminal.run(words)).code);
    deepStrictEqual(codes, [1, 1, 1, 1, 1]);
    strictEqual((await terminal.run(['no-such-command'])).code, 2);
  });
});
