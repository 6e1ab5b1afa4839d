/** Links in the place of the state root and of the rules: whose they are, what is read through them and what written. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe as describeError } from '../../../src/cli/context.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import type { Rules } from '../../../src/core/rules/rules.ts';
import { isTracked } from '../../../src/node/git/tracked.ts';
import { changeRule, makeRulesFile, readRulesFile } from '../../../src/node/rules/rules-file.ts';
import { causePattern } from '../support/failure-texts.ts';
import { git, newFolder, open, removeFolders } from '../support/folders.ts';
import { setTask, startIn } from '../support/one-workflow.ts';

async function readRules(root: string): Promise<Rules> {
  return (await readRulesFile(root)).rules;
}

async function wordsOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return describeError(error);
  }
}

interface Project {
  readonly folder: string;
  readonly outside: string;
  readonly rules: string;
}

/** A repository with a workflow beside a folder of a person's own. */
async function project({ isRepository = true } = {}): Promise<Project> {
  const top = newFolder();
  const [folder, outside] = [join(top, 'project'), join(top, 'outside')];
  mkdirSync(folder);
  mkdirSync(outside);
  if (isRepository) git(folder, 'init', '-q', '-b', 'main');
  await startIn(folder);
  return { folder, outside, rules: join(folder, '.claude', 'ninefold.json') };
}

const RULES = '{"levels":{"warning":61}}\n';
const LEADS_OUT = causePattern('link-outside', { path: /.*ninefold\.json/ });

describe('a link in the place of the rules', () => {
  afterEach(removeFolders);

  it('that leads out is a person’s own until git tracks it: read then, and refused with its target after', async () => {
    const { folder, outside, rules } = await project();
    writeFileSync(join(outside, 'mine.json'), RULES);
    symlinkSync('../../outside/mine.json', rules);
    const root = join(folder, '.claude');
    strictEqual((await readRules(root)).levels.warning, 61);
    git(folder, 'add', '--force', '.claude/ninefold.json');
    match(await wordsOf(readRules(root)), LEADS_OUT);
    match(await wordsOf(readRules(root)), /outside\/mine\.json/);
    git(folder, 'rm', '--cached', '-q', '.claude/ninefold.json');
    strictEqual((await readRules(root)).levels.warning, 61);
  });

  for (const isRepository of [true, false]) {
    it(`that leads out is never written through, ${isRepository ? 'in a repository' : 'without one'}`, async () => {
      const { folder, outside, rules } = await project({ isRepository });
      const target = join(outside, 'mine.json');
      writeFileSync(target, RULES);
      symlinkSync(target, rules);
      const { layout } = await open(folder);
      match(await wordsOf(changeRule(layout, ['levels', 'warning'], 70)), LEADS_OUT);
      match(await wordsOf(makeRulesFile(layout)), LEADS_OUT);
      strictEqual(readFileSync(target, 'utf8'), RULES);
    });
  }

  it('that stays in the folder is followed, tracked or not', async () => {
    const { folder, rules } = await project();
    writeFileSync(join(folder, 'team.json'), RULES);
    symlinkSync('../team.json', rules);
    git(folder, 'add', '--force', '.');
    const { layout } = await open(folder);
    await changeRule(layout, ['levels', 'warning'], 70);
    strictEqual((await readRules(layout.root)).levels.warning, 70);
    match(readFileSync(join(folder, 'team.json'), 'utf8'), /70/);
  });
});

describe('a link in the place of the state root', () => {
  afterEach(removeFolders);

  it('is a person’s own until git tracks it, and refused with its target after', async () => {
    const { folder, outside } = await project();
    renameSync(join(folder, '.claude'), join(outside, 'root'));
    symlinkSync('../outside/root', join(folder, '.claude'));
    await setTask((await open(folder)).service, 'mine');
    const before = readFileSync(join(outside, 'root/state/workflows/wf-001.journal.jsonl'), 'utf8');
    git(folder, 'add', '--force', '.claude');
    match(
      await wordsOf(open(folder)),
      causePattern('link-outside', { path: /.*\.claude/, target: /.*outside\/root/ }),
    );
    strictEqual(readFileSync(join(outside, 'root/state/workflows/wf-001.journal.jsonl'), 'utf8'), before);
  });

  it('is refused between the folder and a root further down as well', async () => {
    const { folder, outside } = await project();
    mkdirSync(join(outside, 'conf'), { recursive: true });
    symlinkSync('../outside/conf', join(folder, 'conf'));
    git(folder, 'add', '--force', 'conf');
    match(
      await wordsOf(open(folder, { stateDirectory: 'conf/state-root' })),
      causePattern('link-outside', { path: /.*conf/ }),
    );
    strictEqual(existsSync(join(outside, 'conf', 'state-root')), false);
  });
});

describe('whether git tracks a path', () => {
  afterEach(removeFolders);

  it('is told from the index in its every version, for whole names alone', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'main');
    const long = `${'d/'.repeat(100)}${'n'.repeat(200)}`;
    for (const name of ['a/link', 'b/a/other', 'a/link-2', long]) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), name);
    }
    git(folder, 'add', 'b/a/other', 'a/link-2', long);
    const tracked = async (): Promise<readonly boolean[]> =>
      Promise.all(
        ['a/link', 'a/other', 'a/link-2', 'b/a/other', long].map((name) => isTracked(join(folder, name))),
      );
    mkdirSync(join(folder, 'a'), { recursive: true });
    for (const version of ['2', '3']) {
      git(folder, 'update-index', '--index-version', version);
      deepStrictEqual(await tracked(), [false, false, true, true, true], `version ${version}`);
    }
    // Version 3 is written where an entry has flags of its own.
    git(folder, 'add', '--intent-to-add', 'a/link');
    deepStrictEqual(await tracked(), [true, false, true, true, true]);
    // Of what isn't written whole nothing is told: it counts as tracked.
    git(folder, 'update-index', '--index-version', '4');
    deepStrictEqual(await tracked(), [true, true, true, true, true]);
  });

  it('is told in a linked worktree from that one’s own index, and never without a repository', async () => {
    const folder = newFolder();
    const [main, linked] = [join(folder, 'main'), join(folder, 'linked')];
    mkdirSync(main);
    git(main, 'init', '-q', '-b', 'main');
    writeFileSync(join(main, 'one'), '1');
    git(main, 'add', '.');
    git(main, 'commit', '-qm', 'one');
    git(main, 'worktree', 'add', '-q', linked);
    writeFileSync(join(linked, 'two'), '2');
    git(linked, 'add', 'two');
    deepStrictEqual(
      await Promise.all([join(linked, 'two'), join(main, 'two'), join(folder, 'two')].map(isTracked)),
      [true, false, false],
    );
  });
});
