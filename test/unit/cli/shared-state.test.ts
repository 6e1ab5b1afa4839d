/** Shared state in clones and worktrees: what git carries, what it doesn't, and what works there at once. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { failurePattern } from '../support/failure-texts.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { changed, cloneOf, commit, repository, sharedWith } from '../support/shared-clones.ts';

const WORKFLOWS = '.claude/state/workflows';

const tracked = ({ folder }: InProcessTerminal): readonly string[] =>
  git(folder, 'ls-files', '.claude').split('\n').filter(Boolean);

/** As 0.1.0 left it before the rules were tracked: exports and handoffs in git, and rules that ignore themselves. */
async function sharedByOlder(): Promise<InProcessTerminal> {
  const terminal = repository();
  await terminal.done('init', 'one', 'One');
  await terminal.done('handoff', 'create');
  writeFileSync(join(terminal.folder, '.git/info/exclude'), '');
  writeFiles(terminal.folder, {
    '.claude/state/.gitignore':
      '.gitignore\norigin.json\nsessions/\ncontext/\nedits/\nagents/\nresponses/\ntrash/\nbackups/\n*.lock*\n*.torn\n*.snapshot\n*.tmp\n',
  });
  commit(terminal, 'share');
  return terminal;
}

describe('shared state in a clone', () => {
  afterEach(removeFolders);

  it('works at once, with the only workflow in progress, and writes its exports', async () => {
    const origin = await sharedWith('one');
    const clone = cloneOf(origin);
    const { id } = (await clone.json('status')) as { readonly id: string };
    ok(existsSync(join(clone.folder, '.claude/workflow-state.toon')));
    await clone.done('next', 'add', 'from the clone');
    deepStrictEqual([id, changed(clone).length], ['one', 1]);
    match(readFileSync(join(clone.folder, '.claude/workflow-state.toon'), 'utf8'), /from the clone/);
    commit(clone, 'step');
    ok(tracked(clone).every((path) => /\.git(?:ignore|attributes)$|\/workflows\//.test(path)));
  });

  it('ignores what stays on a machine, in the clone too', async () => {
    const clone = cloneOf(await sharedWith('one'));
    writeFiles(clone.folder, {
      '.claude/decisions.toon': 'x',
      '.claude/state/sessions/current.json': 'x',
      '.claude/state/responses/a.log': 'x',
      '.claude/state/handoffs/handoff-one.md': 'x',
      [`${WORKFLOWS}/one.json`]: 'x',
    });
    deepStrictEqual(changed(clone), []);
  });

  it('asks which workflow, if several are in progress, and takes the one that is', async () => {
    const origin = await sharedWith('one', 'two');
    const clone = cloneOf(origin);
    const { code, error } = await clone.run(['status']);
    strictEqual(code, 1);
    match(error, failurePattern('workflow-none-chosen', { ids: 'one, two' }));
    await origin.done('cancel', 'one');
    commit(origin, 'cancelled');
    git(clone.folder, 'pull', '-q');
    strictEqual(((await clone.json('status')) as { readonly id: string }).id, 'two');
  });

  it('never becomes private by its first write, even if an older Ninefold shared it', async () => {
    const clone = cloneOf(await sharedByOlder());
    ok(!existsSync(join(clone.folder, '.claude/state/.gitignore')));
    await clone.done('next', 'add', 'step');
    ok(changed(clone).some((line) => line.endsWith('.claude/state/.gitignore')));
    ok(changed(clone).some((line) => line.includes(`${WORKFLOWS}/`)));
  });

  it('stops tracking exports and handoffs that an older Ninefold shared, and keeps the files', async () => {
    const terminal = await sharedByOlder();
    ok(tracked(terminal).includes('.claude/workflow-state.toon'));
    await terminal.done('share');
    deepStrictEqual(
      tracked(terminal).filter((path) => /\.(?:toon|json|md)$/.test(path)),
      [],
    );
    ok(existsSync(join(terminal.folder, '.claude/state/handoffs/handoff-one.md')));
    commit(terminal, 'rules');
    deepStrictEqual([await terminal.done('share'), changed(terminal)], ['already shared\n', []]);
  });

  it('says which rule hides it from git all the same', async () => {
    const terminal = repository();
    writeFiles(terminal.folder, { '.gitignore': '/.claude/\n' });
    await terminal.done('init', 'one', 'One');
    const { code, out, error } = await terminal.run(['share']);
    strictEqual(code, 0);
    ok(error.includes('.gitignore:1:/.claude/') && !out.includes('git add'));
  });

  it('has its own state in a linked worktree', async () => {
    const origin = await sharedWith('one');
    const folder = join(newFolder(), 'tree');
    git(origin.folder, 'worktree', 'add', '-q', '-b', 'side', folder);
    const tree = new InProcessTerminal(folder);
    await tree.done('next', 'add', 'in the worktree');
    const { nextSteps } = (await origin.json('status')) as { readonly nextSteps: readonly unknown[] };
    deepStrictEqual([nextSteps, changed(origin)], [[], []]);
    strictEqual(changed(tree).length, 1);
  });

  it('names the person in shared events only, without the address', async () => {
    const terminal = repository();
    await terminal.done('init', 'one', 'One');
    await terminal.done('next', 'add', 'private');
    await terminal.done('share');
    await terminal.done('next', 'add', 'shared');
    const events = (await terminal.json('log')) as readonly { readonly actor: unknown }[];
    deepStrictEqual(
      events.map(({ actor }) => actor),
      [{ kind: 'person' }, { kind: 'person' }, { kind: 'person', author: 'Ann Author' }],
    );
    const log = await terminal.done('log');
    match(log, /person Ann Author {2}nextStep\.added/);
    ok(!log.includes('example.com'));
  });

  describe('names the author', () => {
    const variables = ['HOME', 'XDG_CONFIG_HOME', 'GIT_AUTHOR_NAME'] as const;
    const before = variables.map((name) => [name, process.env[name]] as const);
    beforeEach(() => {
      // Without the settings of whoever runs this.
      process.env.HOME = newFolder();
      delete process.env.XDG_CONFIG_HOME;
    });
    afterEach(() => {
      for (const [name, value] of before) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    });

    for (const [how, given, config, expected] of [
      ['as the environment says, first of all', 'Eve', { 'author.name': 'Ann', 'user.name': 'Bob' }, 'Eve'],
      ['as the environment says, without any setting', 'Eve', {}, 'Eve'],
      [
        'by the name of authors before that of the user',
        '',
        { 'author.name': 'Ann', 'user.name': 'Bob' },
        'Ann',
      ],
      ['by the name of the user', '', { 'user.name': 'Bob' }, 'Bob'],
      ['by no name, if there is none', '', {}, undefined],
    ] as const) {
      it(how, async () => {
        const terminal = await sharedWith('one');
        git(terminal.folder, 'config', '--unset', 'user.name');
        for (const [key, value] of Object.entries(config)) git(terminal.folder, 'config', key, value);
        process.env.GIT_AUTHOR_NAME = given;
        await terminal.done('next', 'add', 'shared');
        const events = (await terminal.json('log')) as readonly {
          readonly actor: { readonly author?: string };
        }[];
        strictEqual(events.at(-1)?.actor.author, expected);
      });
    }
  });
});

describe('unsharing with nothing recorded between', () => {
  afterEach(removeFolders);

  for (const [name, own] of [
    ['without an ignore file of the root', undefined],
    ['with one', '/mine\n'],
    ['with one that is empty', ''],
    ['with one that begins with an empty line and has no last newline', '\n/mine'],
  ] as const) {
    it(`leaves the bytes as they were ${name}`, async () => {
      const terminal = repository();
      if (own !== undefined) writeFiles(terminal.folder, { '.claude/.gitignore': own });
      await terminal.done('init', 'one', 'One');
      await terminal.done('next', 'add', 'step');
      const before = bytesOf(terminal.folder);
      await terminal.done('share');
      await terminal.done('share', '--undo');
      deepStrictEqual(bytesOf(terminal.folder), before);
    });
  }
});

function bytesOf(folder: string): Readonly<Record<string, string>> {
  const paths = git(folder, 'ls-files', '-o').split('\n').filter(Boolean).concat('.git/info/exclude');
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'latin1')]));
}
