/** Recovering from what is left: state that was committed once, or commits and a stash alone. */

import { deepStrictEqual, match, ok, strictEqual, throws } from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { failureLine, failurePattern, wordPattern } from '../support/failure-texts.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { RECOVERY_WORDS } from '../../../src/core/recovery/recovery-words.ts';
import { wordsOf } from '../support/words.ts';

const recoveryWord = wordsOf(RECOVERY_WORDS);

interface Row {
  readonly number: number;
  readonly id: string;
  readonly phase: string;
  readonly kind: string;
  readonly place: string;
  readonly reasons: readonly string[];
}

const JOURNAL = '.claude/state/workflows/wf-001.journal.jsonl';

function commit(folder: string, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', message);
}

async function candidates(terminal: InProcessTerminal, ...args: readonly string[]): Promise<readonly Row[]> {
  return ((await terminal.json('recover', ...args)) as { readonly candidates: readonly Row[] }).candidates;
}

function shown({ id, phase, kind, place }: Row): readonly string[] {
  return [id, phase, kind, place];
}

/** Everything in a folder, so that a listing can be shown to change nothing. */
function content(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/.git/'))
    .map((path) => `${path}\n${readFileSync(path, 'utf8')}`)
    .sort();
}

/** In 5b, shared and committed. */
/** @param share makes git track the state */
async function sharedWorkflow(share = shareByCommand): Promise<InProcessTerminal> {
  const folder = newFolder();
  git(folder, 'init', '-q', '-b', 'main');
  writeFiles(folder, { 'docs/requirements.md': '# Requirements: Sign in\n', 'src/a.ts': 'a\n' });
  commit(folder, 'Begin');
  const terminal = new InProcessTerminal(folder);
  await terminal.done('init', 'wf-001', 'Sign in');
  await share(terminal);
  await terminal.done('phase', 'wf-001', '5b');
  await terminal.done('set', 'wf-001', 'deliverables', '1:docs/requirements.md');
  await terminal.done('decision', 'add', 'auth', 'JWT', 'Stateless');
  await terminal.done('handoff', 'create');
  commit(folder, 'Share the workflow');
  return terminal;
}

async function shareByCommand(terminal: InProcessTerminal): Promise<void> {
  await terminal.done('share');
}

describe('recover', function () {
  // Each asks the command line and git a dozen times.
  this.timeout(60_000);
  afterEach(removeFolders);

  it('brings back shared state that was deleted but once committed', async () => {
    const terminal = await sharedWorkflow();
    const { folder } = terminal;
    git(folder, 'rm', '-r', '-q', '.claude');
    rmSync(join(folder, '.claude'), { recursive: true, force: true });
    commit(folder, 'Drop the state');
    const before = content(folder);
    const [first, ...rest] = await candidates(terminal);
    ok(first);
    const hash = git(folder, 'rev-parse', '--short=8', 'HEAD~1').trim();
    deepStrictEqual(shown(first), ['wf-001', '5b', 'journal', `${hash}:${JOURNAL}`]);
    ok(
      first.reasons.includes(
        recoveryWord('committed-deleted', { commit: hash, subject: "'Share the workflow'" }),
      ),
    );
    ok(
      first.reasons.some((reason) =>
        (['journal-whole', 'journal-sorted'] as const).some((word) =>
          wordPattern(RECOVERY_WORDS[word]).test(reason),
        ),
      ),
      first.reasons.join('; '),
    );
    ok(rest.every(({ id }) => id === 'wf-001'));
    match(
      await terminal.done('recover'),
      /^1 {2}wf-001: Phase 5b - TDD GREEN .*\n {5}.*\n[^]*nothing was changed/,
    );
    deepStrictEqual(content(folder), before);
    const applied = await terminal.done('recover', 'wf-001', '--apply', '1');
    match(applied, /^wf-001 is recovered from .*: Phase 5b - TDD GREEN\n/);
    match(
      (await terminal.done('resume')).trimEnd().split('\n').at(-1) ?? '',
      /^Resume workflow wf-001 from Phase 5: read /,
    );
    match(await terminal.done('status'), /Phase 5b/);
    match(readFileSync(join(folder, '.claude/session-context.toon'), 'utf8'), /auth,JWT,Stateless/);
    strictEqual((await terminal.run(['approve'])).code, 0);
    match(await terminal.done('verify'), /faults: 0/);
    deepStrictEqual(git(folder, 'status', '--porcelain', '--', 'docs', 'src'), '');
  });

  it('names the phase of a project of which only commits and a stash remain', async () => {
    const folder = newFolder();
    git(folder, 'init', '-q', '-b', 'feature/user-auth');
    const terminal = new InProcessTerminal(folder);
    writeFiles(folder, { 'src/index.ts': 'old\n', 'package.json': '{}' });
    commit(folder, 'A shop');
    for (const [path, message] of [
      ['docs/requirements.md', 'Write down what is wanted'],
      ['docs/tech-spec.md', 'Plan the technique'],
      ['docs/ui-breakdown.md', 'Take the pages apart'],
      ['docs/test-plan.md', 'Plan the tests'],
    ] as const) {
      writeFiles(folder, {
        [path]: path.includes('requirements') ? '# Requirements: User sign-in\n' : `# ${path}\n`,
      });
      commit(folder, message);
    }
    writeFiles(folder, { 'tests/auth.test.ts': 'fails\n' });
    commit(folder, 'Test the login before it is there');
    writeFiles(folder, { 'src/auth/login.ts': 'half\n', 'src/index.ts': 'new\n' });
    git(folder, 'stash', 'push', '-q', '--include-untracked', '-m', 'half the login');
    const before = content(folder);
    const [first] = await candidates(terminal);
    ok(first);
    deepStrictEqual(shown(first), ['user-sign-in', '5b', 'history', 'git log, git stash list']);
    const reasons = first.reasons.join('\n');
    match(reasons, /^documents of phases 1, 2, 3, 4 were written: docs\/requirements\.md, /);
    match(reasons, /[0-9a-f]{8} 'Test the login before it is there' changes tests: tests\/auth\.test\.ts/);
    match(
      reasons,
      /stash@\{0\} 'On feature\/user-auth: half the login' changes code after tests: src\/index\.ts, src\/auth\/login\.ts/,
    );
    deepStrictEqual(content(folder), before);
    await terminal.done('recover', '--apply', '1');
    match(
      (await terminal.done('resume')).trimEnd().split('\n').at(-1) ?? '',
      /^Resume workflow user-sign-in from Phase 5/,
    );
    const { phases } = (await terminal.json('status')) as { phases: readonly { status: string }[] };
    deepStrictEqual(
      phases.map(({ status }) => status),
      [
        'completed',
        'completed',
        'completed',
        'completed',
        'in_progress',
        'pending',
        'pending',
        'pending',
        'pending',
      ],
    );
    match(await terminal.done('next', 'list'), /Look at stash@\{0\}: On feature\/user-auth: half the login/);
    strictEqual(git(folder, 'stash', 'list').split('\n').length, 2);
    strictEqual(readFileSync(join(folder, 'src/index.ts'), 'utf8'), 'old\n');
  });

  it('prefers a whole export to the beginning of a damaged journal, and keeps that as it was', async () => {
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder);
    await terminal.done('init', 'wf-001', 'Sign in');
    for (let phase = 1; phase <= 3; phase++) await terminal.done('approve');
    const path = join(folder, JOURNAL);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const damaged = [lines[0], 'not json', ...lines.slice(3)].join('\n') + '\n';
    writeFileSync(path, damaged);
    strictEqual((await terminal.run(['status'])).code, 3);
    const rows = await candidates(terminal);
    deepStrictEqual(
      rows.map(({ phase, kind }) => [phase, kind]),
      [
        ['4', 'state'],
        ['1', 'journal'],
      ],
    );
    const { keptIn, kept } = JSON.parse(await terminal.done('recover', '--apply', '1', '--json')) as {
      readonly keptIn: string;
      readonly kept: readonly string[];
    };
    ok(kept.includes('state/workflows/wf-001.journal.jsonl'));
    strictEqual(readFileSync(join(folder, keptIn, 'state/workflows/wf-001.journal.jsonl'), 'utf8'), damaged);
    match(await terminal.done('status'), /Phase 4 - Test Planning/);
    const [event] = JSON.parse(await terminal.done('log', '--json')) as readonly {
      readonly type: string;
      readonly data: { readonly source: { readonly place: string }; readonly setAside: string };
    }[];
    deepStrictEqual(
      [
        event?.type,
        event?.data.source.place,
        existsSync(join(folder, '.claude', event?.data.setAside ?? '')),
      ],
      ['workflow.recovered', '.claude/state/workflows/wf-001.json', true],
    );
  });

  it('has nothing to recover where everything is sound, or nothing ever was', async () => {
    const terminal = new InProcessTerminal(newFolder());
    strictEqual(await terminal.done('recover'), 'nothing to recover\n');
    deepStrictEqual(await candidates(terminal), []);
    await terminal.done('init', 'wf-001', 'Sign in');
    strictEqual(await terminal.done('recover'), 'nothing to recover\n');
    strictEqual(await terminal.done('recover', 'wf-002'), "nothing is left of 'wf-002'\n");
    const { code, error } = await terminal.run(['recover', 'wf-001', '--apply', '9']);
    deepStrictEqual([code, error], [1, failureLine('candidate-unknown', { number: 9 })]);
    strictEqual((await terminal.run(['recover', '../x'])).code, 1);
  });

  it('leaves what a newer Ninefold wrote alone', async () => {
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder);
    await terminal.done('init', 'wf-001', 'Sign in');
    const path = join(folder, JOURNAL);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"v":2', '"v":3'));
    for (const name of ['wf-001.json', 'wf-001.toon']) {
      const file = join(folder, '.claude/state/workflows', name);
      const text = readFileSync(file, 'utf8');
      writeFileSync(
        file,
        text.replace('ninefold/workflow/1', 'ninefold/workflow/2').replace('ninefold/1', 'ninefold/2'),
      );
    }
    const file = join(folder, '.claude/workflow-state.toon');
    writeFileSync(file, readFileSync(file, 'utf8').replace('ninefold/1', 'ninefold/2'));
    writeFiles(folder, { '.claude/state/handoffs/handoff-wf-001.md': '# Session Handoff: wf-001\n' });
    deepStrictEqual(await candidates(terminal), []);
    const before = content(folder);
    for (const args of [
      ['status'],
      ['recover', 'wf-001'],
      ['recover', 'wf-001', '--apply', '1'],
      ['approve'],
    ]) {
      const { code, error } = await terminal.run(args);
      deepStrictEqual([code, failurePattern('state-newer').test(error)], [3, true]);
    }
    deepStrictEqual(content(folder), before);
  });

  it('sorts out merge markers, doubles and lines of another workflow where that is sure', async () => {
    const folder = newFolder();
    const terminal = new InProcessTerminal(folder);
    await terminal.done('init', 'wf-002', 'Other');
    await terminal.done('init', 'wf-001', 'Sign in');
    await terminal.done('approve');
    await terminal.done('approve');
    const path = join(folder, JOURNAL);
    const [one = '', two = '', three = ''] = readFileSync(path, 'utf8').split('\n');
    const foreign = readFileSync(path.replace('wf-001', 'wf-002'), 'utf8').trimEnd();
    writeFileSync(
      path,
      [one, '<<<<<<< HEAD', two, '=======', two, '>>>>>>> topic', foreign, three, three, ''].join('\n'),
    );
    strictEqual((await terminal.run(['status', 'wf-001'])).code, 3);
    const [first] = await candidates(terminal, 'wf-001');
    deepStrictEqual([first?.kind, first?.phase], ['journal', '3']);
    for (const [word, count] of [
      ['lines-markers', 3],
      ['lines-duplicate', 1],
    ] as const)
      ok(first?.reasons.includes(recoveryWord(word, { count })));
    await terminal.done('recover', 'wf-001', '--apply', '1');
    match(await terminal.done('status', 'wf-001'), /Phase 3/);
  });

  it('takes from git only what this branch has of a shared journal', async () => {
    const terminal = await sharedWorkflow();
    const { folder } = terminal;
    const decide = async (id: string): Promise<void> => {
      await terminal.done('decision', 'add', id, 'x', 'y');
      commit(folder, id);
    };
    git(folder, 'checkout', '-q', '-b', 'topic');
    await decide('elsewhere');
    git(folder, 'checkout', '-q', 'main');
    await decide('reverted');
    git(folder, 'revert', '--no-edit', 'HEAD');
    await decide('kept');
    const segments = join(folder, JOURNAL.replace(/\.jsonl$/, ''));
    for (const name of readdirSync(segments)) writeFileSync(join(segments, name), 'damaged\n');
    await terminal.done('recover', 'wf-001', '--apply', '1');
    const { decisions } = (await terminal.json('status', 'wf-001')) as {
      readonly decisions: readonly { readonly id: string }[];
    };
    deepStrictEqual(
      decisions.map(({ id }) => id),
      ['auth', 'kept'],
    );
  });

  it('brings both sides of a merge together that left markers in two segments', async () => {
    const terminal = await sharedWorkflow();
    const { folder } = terminal;
    const segments = join(folder, JOURNAL.replace(/\.jsonl$/, ''));
    /** As an older Ninefold wrote it: git takes one for the other. */
    const decide = async (id: string): Promise<void> => {
      await terminal.done(
        'decision',
        'add',
        id,
        'The same choice on both sides',
        'The same reason for it. '.repeat(20),
      );
      for (const name of readdirSync(segments)) {
        const text = readFileSync(join(segments, name), 'utf8');
        writeFileSync(join(segments, name), text.replaceAll(/(?<=^\{"v":2,) +| +(?="data":)/gm, ''));
      }
      commit(folder, id);
    };
    await decide('one');
    git(folder, 'checkout', '-q', '-b', 'topic');
    for (const [branch, id] of [
      ['topic', 'two'],
      ['main', 'six'],
    ] as const) {
      git(folder, 'checkout', '-q', branch);
      // Two commits, whatever the second in which they are made.
      git(folder, 'revert', '--no-commit', branch === 'topic' ? 'HEAD' : 'main');
      git(folder, 'commit', '-qm', `Revert on ${branch}`);
      await decide(id);
    }
    throws(() => git(folder, 'merge', '-q', 'topic'));
    const { error } = await terminal.run(['status', 'wf-001']);
    match(error, failurePattern('state-damaged'));
    await terminal.done('recover', 'wf-001', '--apply', '1');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'merged');
    const { decisions } = (await terminal.json('status', 'wf-001')) as {
      readonly decisions: readonly { readonly id: string }[];
    };
    deepStrictEqual(decisions.map(({ id }) => id).sort(), ['auth', 'six', 'two']);
  });

  it('makes a candidate of each side where a merge left two histories of an older build', async () => {
    // A journal that is tracked, but not shared, is one file, as all were.
    const terminal = await sharedWorkflow(({ folder }) => {
      git(folder, 'add', '-f', JOURNAL);
      return Promise.resolve();
    });
    const { folder } = terminal;
    git(folder, 'checkout', '-q', '-b', 'topic');
    await terminal.done('approve');
    commit(folder, 'Approve on the topic');
    git(folder, 'checkout', '-q', 'main');
    await terminal.done('reopen', '2');
    await terminal.done('skip', '--reason', 'no need');
    commit(folder, 'Go back on main');
    const merged = (): void => {
      try {
        git(folder, 'merge', '-q', 'topic');
      } catch {
        strictEqual(readFileSync(join(folder, JOURNAL), 'utf8').includes('<<<<<<<'), true);
      }
    };
    merged();
    const journals = (await candidates(terminal, 'wf-001')).filter(
      ({ kind, place }) => kind === 'journal' && place === JOURNAL,
    );
    deepStrictEqual(journals.map(({ phase }) => phase).sort(), ['3', '5c']);
    appendFileSync(join(folder, 'src/a.ts'), '');
  });
});
