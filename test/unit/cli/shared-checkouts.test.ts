/** Shared state where git converts line ends, and where repositories are nested. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { beginShared, changed, cloneOf, commit, repository, sharedWith } from '../support/shared-clones.ts';

const SEGMENTS = '.claude/state/workflows/one.journal';

async function steps(terminal: InProcessTerminal): Promise<readonly string[]> {
  const { nextSteps } = (await terminal.json('status')) as {
    readonly nextSteps: readonly { readonly text: string }[];
  };
  return nextSteps.map(({ text }) => text);
}

function segments({ folder }: InProcessTerminal): Readonly<Record<string, string>> {
  const names = readdirSync(join(folder, SEGMENTS));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, SEGMENTS, name), 'utf8')]));
}

describe('shared state where git converts line ends', () => {
  afterEach(removeFolders);

  for (const [name, config, attributes] of [
    ['core.autocrlf', ['core.autocrlf=true'], null],
    ['attributes of the project', [], '* text=auto eol=crlf\n'],
    [
      'attributes of the project for every file',
      [],
      '* text eol=crlf ident\n*.jsonl working-tree-encoding=UTF-16LE\n',
    ],
  ] as const) {
    it(`has the same bytes, and stays unmodified (${name})`, async () => {
      const origin = repository();
      if (attributes !== null) writeFiles(origin.folder, { '.gitattributes': attributes });
      writeFiles(origin.folder, { 'a.txt': 'a\n', '.claude/.gitignore': '/mine\n' });
      await beginShared(origin, 'one');
      await origin.done('next', 'add', 'where it began, $Id$');
      commit(origin, 'step');
      const clone = cloneOf(origin, ...config);
      ok(readFileSync(join(clone.folder, 'a.txt'), 'utf8').includes('\r\n'), 'git converts here');
      deepStrictEqual(segments(clone), segments(origin));
      await clone.done('next', 'add', 'in the clone');
      await clone.done('next', 'add', 'in the same segment');
      await clone.done('verify');
      strictEqual(changed(clone).length, 1);
      ok(!Object.values(segments(clone)).join('').includes('\r'));
      commit(clone, 'steps');
      git(origin.folder, 'pull', '-q', clone.folder, 'main');
      deepStrictEqual([await steps(origin), changed(origin)], [await steps(clone), []]);
    });
  }

  it('reads journals that were converted all the same, and adds none of their lines again', async () => {
    const origin = await sharedWith('one');
    await origin.done('next', 'add', 'where it began');
    commit(origin, 'step');
    const clone = cloneOf(origin);
    // They have precedence over those that travel.
    writeFiles(clone.folder, { '.git/info/attributes': '* text eol=crlf\n' });
    git(clone.folder, 'rm', '-rq', '--cached', '.');
    git(clone.folder, 'reset', '-q', '--hard');
    ok(
      Object.values(segments(clone)).every((text) => text.endsWith('\r\n')),
      'git converts here',
    );
    await clone.done('next', 'add', 'in the clone');
    deepStrictEqual(await steps(clone), ['where it began', 'in the clone']);
    await clone.done('verify');
    deepStrictEqual(
      changed(clone).map((line) => line.slice(0, 2)),
      ['??'],
    );
  });

  it('is made private again, ignore rules included', async () => {
    const origin = repository();
    writeFiles(origin.folder, { '.claude/.gitignore': '/mine\n' });
    await beginShared(origin, 'one');
    const clone = cloneOf(origin, 'core.autocrlf=true');
    const rules = join(clone.folder, '.claude/.gitignore');
    ok(readFileSync(rules, 'utf8').includes('\r\n'), 'git converts here');
    await clone.done('share');
    deepStrictEqual(changed(clone), []);
    await clone.done('share', '--undo');
    strictEqual(readFileSync(rules, 'utf8'), '/mine\r\n');
  });
});

describe('shared state in a submodule', () => {
  afterEach(removeFolders);

  /** A project with shared state, and in it a part with its own. */
  async function nested(): Promise<{
    readonly project: InProcessTerminal;
    readonly part: InProcessTerminal;
  }> {
    const library = await sharedWith('part');
    const project = await sharedWith('one');
    const { folder } = project;
    git(folder, '-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', library.folder, 'part');
    commit(project, 'submodule');
    const part = new InProcessTerminal(join(folder, 'part'));
    git(part.folder, 'config', 'user.name', 'Bob');
    return { project, part };
  }

  it('is its own, as is that of the project around it', async () => {
    const { project, part } = await nested();
    await part.done('next', 'add', 'in the part');
    await project.done('next', 'add', 'in the project');
    deepStrictEqual([await steps(part), await steps(project)], [['in the part'], ['in the project']]);
    const log = (await part.json('log')) as readonly { readonly actor: { readonly author?: string } }[];
    strictEqual(log.at(-1)?.actor.author, 'Bob');
    deepStrictEqual(
      [
        changed(part).length,
        changed(project)
          .map((line) => line.slice(0, 3))
          .sort(),
      ],
      [1, [' ? ', '?? ']],
    );
  });

  it('begins a segment after each commit of the submodule, whatever the project around it does', async () => {
    const { project, part } = await nested();
    const folder = join(part.folder, '.claude/state/workflows/part.journal');
    const counts: number[] = [];
    for (const place of [part, project, part]) {
      await part.done('next', 'add', `before the commit ${counts.length}`);
      counts.push(readdirSync(folder).length);
      if (place === part) commit(part, 'part');
      else commit(project, 'project');
    }
    await part.done('next', 'add', 'at the end');
    counts.push(readdirSync(folder).length);
    deepStrictEqual(counts, [2, 3, 3, 4]);
    await part.done('verify');
  });

  it('works in a clone with its submodules, and in a linked worktree', async () => {
    const { project } = await nested();
    const folder = join(newFolder(), 'clone');
    const allowed = ['-c', 'protocol.file.allow=always'];
    git(project.folder, ...allowed, 'clone', '-q', '--recurse-submodules', project.folder, folder);
    const tree = join(newFolder(), 'tree');
    git(project.folder, 'worktree', 'add', '-q', '-b', 'side', tree);
    git(tree, ...allowed, 'submodule', '--quiet', 'update', '--init');
    for (const place of [folder, tree]) {
      const part = new InProcessTerminal(join(place, 'part'));
      await part.done('next', 'add', 'here');
      deepStrictEqual([await steps(part), changed(part).length], [['here'], 1]);
      deepStrictEqual(await steps(new InProcessTerminal(place)), []);
    }
  });
});
