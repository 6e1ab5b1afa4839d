/** What git says of a folder, where it can't say everything. */

import { deepStrictEqual, match, strictEqual, throws } from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { emergencyDocument } from '../../../src/core/handoff/emergency-document.ts';
import { workflowContext } from '../../../src/core/hooks/workflow-context.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { changesSince } from '../../../src/node/git/changes-since.ts';
import { gitFacts } from '../../../src/node/git/git-facts.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { commit, handedOver, lines, report } from '../support/handed-over.ts';

const PERSON = { kind: 'person' } as const;
const DOCUMENT = '.claude/state/handoffs/handoff-wf-001.md';
const UNLISTED = "changed since: possibly uncommitted files; git couldn't list them";

/** New files whose names together are more than what is read of git's answer. */
function flood(folder: string): void {
  const deep = join(folder, ...Array.from({ length: 8 }, (_, level) => String(level).repeat(100)));
  mkdirSync(deep, { recursive: true });
  for (let count = 0; count < 10_500; count += 1) writeFileSync(join(deep, `${count}`), '');
}

describe('git facts', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('are branch, commit and files, also of a folder below the top', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    const hash = commit(folder, 'first');
    writeFiles(folder, { 'top.txt': '', ' a b /c/one.txt': '', ' a b /.claude/x': '' });
    const below = join(folder, ' a b ');
    deepStrictEqual(await gitFacts(below, '.claude'), {
      branch: 'main',
      commit: hash,
      uncommitted: ['c/one.txt'],
    });
  });

  it('list what changed since a time, committed or not, and with what to compare it', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    deepStrictEqual(await changesSince(newFolder(), '.claude', '2026-01-01T00:00:00.000Z'), null);
    writeFiles(folder, { 'old.ts': '1', 'kept.ts': '1' });
    const at = (when: string, message: string): string => {
      git(folder, 'add', '-A');
      process.env.GIT_COMMITTER_DATE = when;
      try {
        return commit(folder, message);
      } finally {
        delete process.env.GIT_COMMITTER_DATE;
      }
    };
    const base = at('2026-01-01T00:00:00Z', 'before');
    writeFiles(folder, { 'old.ts': '2', 'new.ts': '1', '.claude/state.json': '' });
    at('2026-01-03T00:00:00Z', 'after');
    writeFiles(folder, { 'open.ts': '1' });
    deepStrictEqual(
      [
        await changesSince(folder, '.claude', '2026-01-02T00:00:00.000Z'),
        await changesSince(folder, '.claude', '2025-01-01T00:00:00.000Z'),
      ],
      [
        { base, files: ['new.ts', 'old.ts', 'open.ts'] },
        { base: null, files: ['kept.ts', 'new.ts', 'old.ts', 'open.ts'] },
      ],
    );
  });

  it('keep branch and commit where the files are too many to list, and where git cannot list them', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    const known = { branch: 'main', commit: commit(folder, 'first'), uncommitted: [], isUnlisted: true };
    flood(folder);
    deepStrictEqual(await gitFacts(folder, '.claude'), known);
    const other = newFolder();
    git(other, 'init', '-q', '-b', 'main');
    const hash = commit(other, 'first');
    writeFileSync(join(other, '.git', 'index'), 'damaged');
    deepStrictEqual(await gitFacts(other, '.claude'), { ...known, commit: hash });
  });

  it('name a branch by whatever name it has, and none where HEAD is at a commit', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', '(detached)');
    const head = async () => {
      const { branch, commit: at } = await gitFacts(folder, '.claude');
      return [branch, at];
    };
    deepStrictEqual(await head(), ['(detached)', null]);
    const hash = commit(folder, 'first');
    deepStrictEqual(await head(), ['(detached)', hash]);
    git(folder, 'checkout', '-q', '--detach');
    deepStrictEqual(await head(), [null, hash]);
    git(folder, 'checkout', '-q', '-b', '(initial)');
    deepStrictEqual(await head(), ['(initial)', hash]);
  });

  it('list what is staged, changed, in conflict and new, by its whole name', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    writeFiles(folder, { 'both sides.ts': 'one\n', 'gone.ts': 'x\n' });
    git(folder, 'add', '.');
    commit(folder, 'first');
    git(folder, 'checkout', '-q', '-b', 'other');
    writeFiles(folder, { 'both sides.ts': 'two\n' });
    git(folder, 'commit', '-qam', 'other');
    git(folder, 'checkout', '-q', 'main');
    writeFiles(folder, { 'both sides.ts': 'three\n' });
    git(folder, 'commit', '-qam', 'main');
    throws(() => git(folder, 'merge', '-q', 'other'));
    git(folder, 'rm', '-q', 'gone.ts');
    writeFiles(folder, { ' new file': '', '? u 1 2 3 4 5 6 7 8 9.ts': '' });
    deepStrictEqual([...(await gitFacts(folder, '.claude')).uncommitted].sort(), [
      ' new file',
      '? u 1 2 3 4 5 6 7 8 9.ts',
      'both sides.ts',
      'gone.ts',
    ]);
  });

  it('are none in a bare repository, and in no repository', async () => {
    const bare = newFolder();
    git(bare, 'init', '-q', '--bare');
    for (const folder of [bare, newFolder()]) {
      deepStrictEqual(await gitFacts(folder, '.claude'), { branch: null, commit: null, uncommitted: [] });
    }
  });

  it('that lack the files are told as such in handoff, drift and context, and nothing counts as gone', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    const hash = git(folder, 'rev-parse', 'HEAD').trim();
    writeFileSync(join(folder, '.git', 'index'), 'damaged');
    deepStrictEqual(await lines(service), [UNLISTED, 'unchanged: 2 files']);
    const drift = await report(service);
    deepStrictEqual(
      [drift.isUnchanged, drift.isUnlisted, drift.head, drift.commits.drift],
      [false, true, 'branch', 'unchanged'],
    );
    await createHandoff(service, PERSON);
    match(
      readFileSync(join(folder, DOCUMENT), 'utf8'),
      new RegExp(
        `- Branch: \`main\`\n- Commit: \`${hash.slice(0, 12)}\`\n(?:- Commits since the workflow began: \`${hash.slice(0, 8)}\` first\n)?- Uncommitted: unknown, git couldn't list them\n`,
      ),
    );
    const { handoffs } = await service.state();
    strictEqual(handoffs.at(-1)?.commit, hash);
    const context = workflowContext({
      state: await service.state(),
      project: { name: 'shop', stack: [], patterns: [] },
      files: {},
      git: await service.ports.workspace.git(),
      drift: await report(service),
      otherSession: null,
      show: (path) => path,
    });
    match(JSON.stringify(context), /uncommitted_files: not known/);
    const emergency = emergencyDocument({
      project: 'shop',
      at: '2026-01-02T03:04:05.000Z',
      git: await service.ports.workspace.git(),
      reading: '',
      banner: '',
      inferred: undefined,
    });
    match(emergency, /## Changed Files\nUnknown: git couldn't list them\.\n/);
  });
});
