import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { RulePath } from '../../../src/core/rules/rule-keys.ts';
import { acceptRules } from '../../../src/node/rules/accepted-rules.ts';
import { changeRuleOfPerson, readTrustedRules } from '../../../src/node/rules/trusted-rules.ts';
import { StateLayout } from '../../../src/node/state/state-layout.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { shown } from '../support/platform.ts';

const FILE = '.claude/ninefold.json';
const RECORD = '.ninefold/accepted-rules.json';

interface Place {
  readonly folder: string;
  readonly home: string;
  readonly layout: StateLayout;
  /** Keys that wait. */
  readonly waiting: () => Promise<readonly string[]>;
  readonly accept: () => Promise<void>;
}

function placeWith(rules: string, folder = newFolder(), home = newFolder()): Place {
  writeFiles(folder, { [FILE]: rules });
  const layout = new StateLayout(join(folder, '.claude'), folder);
  const read = () => readTrustedRules(layout, home);
  const accept = async (): Promise<void> => acceptRules(home, layout, (await read()).waiting);
  return { folder, home, layout, accept, waiting: async () => (await read()).waiting.map(({ key }) => key) };
}

const LOOSE = '{ "approvedBy": "anyone", "taskCommands": { "own": ["run", "it"] } }';

describe('what a person accepted on this machine', () => {
  afterEach(removeFolders);

  it('holds for that very value, in a file of theirs alone, and waits again with any other', async () => {
    const place = placeWith(LOOSE);
    deepStrictEqual(await place.waiting(), ['approvedBy', 'taskCommands.own']);
    await place.accept();
    deepStrictEqual(await place.waiting(), []);
    const { rules } = await readTrustedRules(place.layout, place.home);
    deepStrictEqual([rules.approvedBy, rules.taskCommands], ['anyone', { own: ['run', 'it'] }]);
    if (process.platform !== 'win32') strictEqual(statSync(join(place.home, RECORD)).mode & 0o777, 0o600);
    deepStrictEqual(readdirSync(join(place.home, '.ninefold')), ['accepted-rules.json']);
    writeFiles(place.folder, {
      [FILE]: LOOSE.replace('"it"', '"it", "--all"').replace('{ "a', '{"levels":{"force":91},"a'),
    });
    deepStrictEqual(await place.waiting(), ['levels.force', 'taskCommands.own']);
    writeFiles(place.folder, {
      [FILE]: `// moved\n{"taskCommands":{"own":["run","it"]},"approvedBy":"anyone",}`,
    });
    deepStrictEqual(await place.waiting(), []);
  });

  it('holds in that folder, by whatever link it is reached, and in no copy of it', async () => {
    const place = placeWith(LOOSE);
    await place.accept();
    const beside = newFolder();
    symlinkSync(place.folder, join(beside, 'link'));
    deepStrictEqual(await placeWith(LOOSE, join(beside, 'link'), place.home).waiting(), []);
    deepStrictEqual((await placeWith(LOOSE, newFolder(), place.home).waiting()).length, 2);
    const moved = join(beside, 'moved');
    renameSync(place.folder, moved);
    deepStrictEqual((await placeWith(LOOSE, moved, place.home).waiting()).length, 2);
  });

  it('holds for no other folder that has this root by a link or a choice, until it is accepted there', async () => {
    const place = placeWith(LOOSE);
    await place.accept();
    const [linking, choosing] = [newFolder(), newFolder()];
    symlinkSync(place.layout.root, join(linking, '.claude'));
    const others = [
      new StateLayout(join(linking, '.claude'), linking),
      new StateLayout(place.layout.root, choosing),
      new StateLayout(place.layout.root, join(place.folder, '..')),
    ];
    for (const layout of others) {
      const { waiting, rules } = await readTrustedRules(layout, place.home);
      deepStrictEqual([waiting.length, rules.approvedBy, rules.taskCommands], [2, 'person', {}]);
    }
    const [first, ...rest] = others;
    ok(first !== undefined);
    await acceptRules(place.home, first, (await readTrustedRules(first, place.home)).waiting);
    strictEqual((await readTrustedRules(first, place.home)).waiting.length, 0);
    for (const layout of rest) strictEqual((await readTrustedRules(layout, place.home)).waiting.length, 2);
    await changeRuleOfPerson(first, place.home, ['approvedBy'], 'person');
    deepStrictEqual((await readTrustedRules(place.layout, place.home)).waiting, []);
  });

  it('holds in a linked worktree of its folder', async () => {
    const place = placeWith(LOOSE);
    await place.accept();
    git(place.folder, 'init', '-q', '-b', 'main');
    git(place.folder, 'commit', '-q', '--allow-empty', '-m', 'first');
    const linked = join(newFolder(), 'linked');
    git(place.folder, 'worktree', 'add', '-q', linked);
    const layout = new StateLayout(place.layout.root, linked);
    deepStrictEqual((await readTrustedRules(layout, place.home)).waiting, []);
  });

  it('is what was shown, though the file changed meanwhile', async () => {
    const place = placeWith(LOOSE);
    const { waiting: shown } = await readTrustedRules(place.layout, place.home);
    writeFiles(place.folder, { [FILE]: LOOSE.replace('"it"', '"other"') });
    await acceptRules(place.home, place.layout, shown);
    deepStrictEqual(await place.waiting(), ['taskCommands.own']);
  });

  it('is nothing that a repository brings', async () => {
    const first = placeWith(LOOSE);
    await first.accept();
    const place = placeWith(LOOSE);
    const forged = readFileSync(join(first.home, RECORD), 'utf8').replaceAll(
      JSON.stringify(first.layout.root),
      JSON.stringify(place.layout.root),
    );
    for (const path of [
      RECORD,
      '.claude/accepted-rules.json',
      '.claude/state/accepted-rules.json',
      '.claude/.ninefold/accepted-rules.json',
    ])
      writeFiles(place.folder, { [path]: forged });
    strictEqual((await place.waiting()).length, 2);
    writeFiles(place.home, { [RECORD]: forged });
    strictEqual((await place.waiting()).length, 0);
  });

  it('is nothing where its record is damaged, foreign or newer, which is said and left as it is', async () => {
    const place = placeWith(LOOSE);
    await place.accept();
    const good = readFileSync(join(place.home, RECORD), 'utf8');
    const texts = [
      '',
      '{',
      '[]',
      'null',
      good.slice(0, -9),
      good.replace(/[0-9a-f]{64}/, 'x'),
      good.replace('/1"', '/2"'),
    ];
    for (const text of texts) {
      writeFiles(place.home, { [RECORD]: text });
      const { waiting, failure, rules } = await readTrustedRules(place.layout, place.home);
      deepStrictEqual([waiting.length, rules.approvedBy], [2, 'person']);
      match(failure?.code ?? '', /^(file-damaged|state-newer)$/);
      await rejects(acceptRules(place.home, place.layout, waiting), NinefoldError);
      strictEqual(readFileSync(join(place.home, RECORD), 'utf8'), text);
    }
  });

  it('grows by what many accept at once', async () => {
    const home = newFolder();
    const places = Array.from({ length: 8 }, () => placeWith(LOOSE, newFolder(), home));
    await Promise.all(places.map(({ accept }) => accept()));
    deepStrictEqual(
      await Promise.all(places.map(({ waiting }) => waiting())),
      places.map(() => []),
    );
  });

  it('is asked for by nothing in a home folder’s own root, unless that is in a repository', async () => {
    const home = newFolder();
    writeFiles(home, { [FILE]: LOOSE });
    const layout = new StateLayout(join(home, '.claude'), newFolder(), 'shop');
    const waiting = async (): Promise<number> => (await readTrustedRules(layout, home)).waiting.length;
    strictEqual(await waiting(), 0);
    git(home, 'init', '-q');
    strictEqual(await waiting(), 2);
    strictEqual(
      (await readTrustedRules(new StateLayout(join(home, '.claude'), home), home)).waiting.length,
      2,
    );
  });

  it('is not even looked up where the file loosens nothing', async () => {
    const place = placeWith('{ "levels": { "warning": 60 } }');
    mkdirSync(join(place.home, RECORD), { recursive: true });
    const { waiting, failure, rules } = await readTrustedRules(place.layout, place.home);
    deepStrictEqual([waiting, failure, rules.levels.warning], [[], null, 60]);
  });
});

describe('a rule that a person sets', () => {
  afterEach(removeFolders);
  const set = (place: Place, path: RulePath, value: unknown): Promise<boolean> =>
    changeRuleOfPerson(place.layout, place.home, path, value);

  it('is accepted with that, and nothing else that waits is', async () => {
    const place = placeWith(LOOSE);
    await set(place, ['levels', 'force'], 95);
    deepStrictEqual(await place.waiting(), ['approvedBy', 'taskCommands.own']);
    await set(place, ['approvedBy'], 'anyone');
    deepStrictEqual(await place.waiting(), ['taskCommands.own']);
  });

  it('takes its acceptance back where it loosens nothing any more', async () => {
    for (const value of ['person', undefined]) {
      const place = placeWith(LOOSE);
      await place.accept();
      await set(place, ['approvedBy'], value);
      writeFileSync(join(place.folder, FILE), LOOSE);
      deepStrictEqual(await place.waiting(), ['approvedBy']);
    }
  });

  it('writes no record where it loosens nothing', async () => {
    const place = placeWith('{}');
    await set(place, ['levels', 'warning'], 60);
    deepStrictEqual([readdirSync(place.home), await place.waiting()], [[], []]);
  });

  it('is not set where its acceptance can’t be kept', async () => {
    const place = placeWith('{}');
    writeFiles(place.home, { [RECORD]: 'mine' });
    await rejects(set(place, ['approvedBy'], 'anyone'), (error) => NinefoldError.is(error, 'file-damaged'));
    strictEqual(readFileSync(join(place.folder, FILE), 'utf8'), '{}');
  });
});

describe('the sources', () => {
  it('read what ninefold.json says in one place, which decides what holds', () => {
    const sources = readdirSync(join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' }).map(shown);
    const readers = sources.filter((name) => {
      if (!name.endsWith('.ts')) return false;
      return /\breadRulesFile\b/.test(readFileSync(join(projectFolder, 'src', name), 'utf8'));
    });
    deepStrictEqual(readers.sort(), ['node/rules/rules-file.ts', 'node/rules/trusted-rules.ts']);
  });
});
