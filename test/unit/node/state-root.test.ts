import { deepStrictEqual, match, rejects, strictEqual } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import { findStateRoot } from '../../../src/node/state/state-root.ts';
import { registerProject, unregisterProject } from '../../../src/node/state/project-registry.ts';
import { readProjects } from '../../../src/node/state/user-projects.ts';
import { git, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';

const PERSON = { kind: 'person' } as const;
const START = { kind: 'start', id: 'wf-001', name: 'One', branch: null } as const;

describe('state root', () => {
  afterEach(removeFolders);

  const look = async (folder: string, home = '/nonexistent') => {
    const { root: path, folder: found } = await findStateRoot({ folder, home });
    return { path, folder: found };
  };

  it('is .claude of the folder if there is no state yet, and finding it creates nothing', async () => {
    const folder = newFolder();
    deepStrictEqual(await look(folder), { path: join(folder, '.claude'), folder });
    strictEqual(existsSync(join(folder, '.claude')), false);
  });

  it('is the nearest one upwards that has Ninefold state; a .claude of others is passed by', async () => {
    const folder = newFolder();
    writeFiles(folder, {
      '.aura-frog/state/workflows/a.journal.jsonl': '',
      'packages/.claude/settings.json': '{}',
      'packages/app/src/x.ts': '',
    });
    const found = await look(join(folder, 'packages/app/src'));
    deepStrictEqual(found, { path: join(folder, '.aura-frog'), folder });
  });

  it('is that of a folder above whose only state is the handoff of a session', async () => {
    const folder = newFolder();
    writeFiles(folder, {
      '.claude/state/handoffs/handoff-session-codex-0a1b2c3d.md': '# Session Handoff\n',
      'packages/.claude/state/handoffs/handoff-session-notes.md': '# By hand\n',
      'packages/app/x': '',
    });
    deepStrictEqual(await look(join(folder, 'packages/app')), { path: join(folder, '.claude'), folder });
  });

  it('does not take the home folder’s state for that of a project below it', async () => {
    const home = newFolder();
    writeFiles(home, { '.claude/ninefold.json': '{}', 'project/x': '' });
    strictEqual((await look(join(home, 'project'), home)).path, join(home, 'project/.claude'));
    strictEqual((await look(home, home)).path, join(home, '.claude'));
  });

  it('knows the home folder, and a project in it, by whatever link leads there', async () => {
    const home = newFolder();
    const link = join(newFolder(), 'link');
    symlinkSync(home, link);
    writeFiles(home, { '.claude/ninefold.json': '{}', 'a/x': '', 'b/x': '' });
    for (const [folder, by] of [
      [home, link],
      [link, home],
    ] as const) {
      strictEqual((await look(join(folder, 'b'), by)).path, join(folder, 'b', '.claude'));
      match((await findStateRoot({ folder, home: by })).project ?? '', /./);
    }
    const layout = await findStateRoot({ folder: join(link, 'a'), home: link, isUserWanted: true });
    await registerProject(layout);
    const same = await findStateRoot({ folder: join(home, 'a'), home: link });
    deepStrictEqual([same.root, same.project], [join(link, '.claude'), 'a']);
    await registerProject(same);
    strictEqual((await readProjects(same.root)).length, 1);
    await unregisterProject(same);
    deepStrictEqual(await readProjects(same.root), []);
  });

  it('is the main worktree’s in a linked one, while paths are those of the linked one', async () => {
    const main = newFolder();
    git(main, 'init', '-q', '-b', 'main');
    git(main, 'commit', '-q', '--allow-empty', '-m', 'first');
    const { service } = await open(main);
    await service.start(START, PERSON);
    const linked = join(newFolder(), 'linked');
    git(main, 'worktree', 'add', '-q', linked);
    mkdirSync(join(linked, 'src'));
    deepStrictEqual(await look(join(linked, 'src')), { path: join(main, '.claude'), folder: linked });
    strictEqual(git(linked, 'status', '--short'), '');
  });

  it('is the main worktree’s of one that was moved, and of no folder that only says that it is one', async () => {
    const main = newFolder();
    git(main, 'init', '-q', '-b', 'main');
    git(main, 'commit', '-q', '--allow-empty', '-m', 'first');
    const { service } = await open(main);
    await service.start(START, PERSON);
    const [linked, moved] = [join(newFolder(), 'linked'), join(newFolder(), 'moved')];
    git(main, 'worktree', 'add', '-q', linked);
    const claims = [`gitdir: ${join(main, '.git/worktrees/linked')}\n`, 'gitdir: ./made-up\n'];
    for (const claim of claims) {
      const folder = newFolder();
      writeFiles(folder, {
        '.git': claim,
        'made-up/commondir': join(main, '.git'),
        'made-up/gitdir': folder,
      });
      deepStrictEqual(await look(folder), { path: join(folder, '.claude'), folder });
    }
    renameSync(linked, moved);
    deepStrictEqual(await look(moved), { path: join(main, '.claude'), folder: moved });
  });

  it('is what somebody chose, relative to the folder', async () => {
    const folder = newFolder();
    const found = await findStateRoot({ folder, home: '/nonexistent', chosen: 'state/nine' });
    strictEqual(found.root, join(folder, 'state/nine'));
    await rejects(look(join(folder, 'gone')), (error) => NinefoldError.is(error, 'folder-missing'));
  });

  it('is private from the first write: git sees nothing of it', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    const before = readFileSync(join(folder, '.git/info/exclude'), 'utf8');
    const { service } = await open(folder);
    await service.start(START, PERSON);
    strictEqual(git(folder, 'status', '--short'), '');
    const after = readFileSync(join(folder, '.git/info/exclude'), 'utf8');
    strictEqual(after.startsWith(before), true);
    await service.execute({ kind: 'approve' }, PERSON);
    strictEqual(readFileSync(join(folder, '.git/info/exclude'), 'utf8'), after);
  });

  it('lets no deliverable out of the folder through a link', async () => {
    const folder = newFolder();
    const elsewhere = newFolder();
    symlinkSync(elsewhere, join(folder, 'out'));
    const { service } = await open(folder);
    await service.start(START, PERSON);
    for (const file of ['out/x.md', 'out/deep/x.md']) {
      await rejects(service.execute({ kind: 'addDeliverable', file }, PERSON), (error) =>
        NinefoldError.is(error, 'path-outside'),
      );
    }
    strictEqual((await service.state()).revision, 1);
  });
});
