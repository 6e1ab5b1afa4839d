/** Drift of files and of the repository, against repositories made by git itself. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { driftLines, driftText } from '../../../src/core/handoff/drift-words.ts';
import { createHandoff } from '../../../src/core/service/handoff-service.ts';
import { resumeWorkflow } from '../../../src/core/service/resume-service.ts';
import { git, newFolder, open, removeFolders, writeFiles } from '../support/folders.ts';
import { commit, handedOver, head, lines, report } from '../support/handed-over.ts';
import { DRIFT_WORDS } from '../../../src/core/handoff/drift-words.ts';
import { wordsOf } from '../support/words.ts';

const driftWord = wordsOf(DRIFT_WORDS);

const PERSON = { kind: 'person' } as const;
const DOCUMENT = '.claude/state/handoffs/handoff-wf-001.md';

describe('drift of files', () => {
  afterEach(removeFolders);

  it('is none where nothing was touched, and the document stays byte for byte', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    const before = readFileSync(join(folder, DOCUMENT), 'utf8');
    const { drift, prompt } = await resumeWorkflow(service, PERSON);
    deepStrictEqual(
      [drift?.isUnchanged, await lines(service)],
      [true, [`unchanged: ${driftWord('files-unchanged', { count: 2 })}`]],
    );
    strictEqual(readFileSync(join(folder, DOCUMENT), 'utf8'), before);
    match(
      prompt,
      /^Resume workflow wf-001 from Phase 1: read \.claude\/state\/handoffs\/handoff-wf-001\.md and /,
    );
  });

  it('names what was changed, what is gone and what has appeared', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    await service.execute({ kind: 'addDeliverable', file: 'later.md', phase: '1' }, PERSON);
    await createHandoff(service, PERSON);
    appendFileSync(join(folder, 'docs/requirements.md'), 'more\n');
    rmSync(join(folder, 'src/a.ts'));
    writeFiles(folder, { 'later.md': 'now\n' });
    deepStrictEqual(await lines(service), [
      'changed since: docs/requirements.md',
      'gone: src/a.ts',
      `changed since: ${driftWord('file-appeared', { file: 'later.md' })}`,
    ]);
    deepStrictEqual((await report(service)).uncommitted.toSorted(), [
      'docs/requirements.md',
      'later.md',
      'src/a.ts',
    ]);
  });

  it('says which closed phase rests on a file that changed', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    await service.execute({ kind: 'approve' }, PERSON);
    await createHandoff(service, PERSON);
    writeFileSync(join(folder, 'docs/requirements.md'), 'other\n');
    deepStrictEqual(await lines(service), [
      `changed since: ${driftWord('file-evidence', { file: 'docs/requirements.md', phase: 1 })}`,
      `unchanged: ${driftWord('file-unchanged')}`,
    ]);
  });

  it('counts what was recorded since as changed, and not that sessions came and went, or a pause', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    for (const status of ['paused', 'in_progress'] as const) {
      await service.execute({ kind: 'setStatus', status }, PERSON);
    }
    await service.execute({ kind: 'recordSessionStart', id: 's', agent: 'codex', model: null }, PERSON);
    strictEqual((await report(service)).isUnchanged, true);
    await service.execute({ kind: 'addNextStep', text: 'Ask legal' }, PERSON);
    strictEqual(
      (await lines(service))[0],
      `changed since: ${driftWord('record-one', { latest: 'nextStep.added' })}`,
    );
    await service.execute({ kind: 'recordDecision', id: 'auth', choice: 'Passkeys', reason: 'Safe' }, PERSON);
    const { records, isUnchanged } = await report(service);
    deepStrictEqual(
      [records, isUnchanged],
      [{ count: 2, latest: 'decision.recorded', drift: 'changed since' }, false],
    );
    await createHandoff(service, PERSON);
    strictEqual((await report(service)).isUnchanged, true);
  });

  it('tells that the workflow itself went on, and that the document is gone', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    await service.execute({ kind: 'approve' }, PERSON);
    rmSync(join(folder, DOCUMENT));
    deepStrictEqual(await lines(service), [
      `changed since: ${driftWord('step', { was: 1, now: 2 })}`,
      `gone: ${driftWord('document', { path: DOCUMENT })}`,
      `unchanged: ${driftWord('files-unchanged', { count: 2 })}`,
    ]);
    const { prompt, handoff } = await resumeWorkflow(service, PERSON);
    deepStrictEqual(
      [prompt, handoff],
      ['Resume workflow wf-001 from Phase 2: read .claude/workflow-state.toon', null],
    );
  });
});

describe('drift of the repository', () => {
  afterEach(removeFolders);

  it('is new commits, counted, the newest first', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    writeFiles(folder, { 'b.ts': 'b' });
    commit(folder, 'second');
    deepStrictEqual(await lines(service), [
      `new commits: ${head(folder)} second`,
      `unchanged: ${driftWord('files-unchanged', { count: 2 })}`,
    ]);
    commit(folder, 'third \u001b[31mred');
    const { commits } = await report(service);
    deepStrictEqual(
      [commits.ahead, commits.behind, commits.newest.map(({ subject }) => subject)],
      [2, 0, ['third  [31mred', 'second']],
    );
  });

  it('is another branch', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    git(folder, 'checkout', '-q', '-b', 'other');
    deepStrictEqual(
      (await lines(service))[0],
      `branch differs: ${driftWord('branch-differs', { was: 'main', now: 'other' })}`,
    );
  });

  it('includes detaching HEAD, but not a HEAD that stays detached', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    git(folder, 'checkout', '-q', '--detach');
    const drift = await report(service);
    deepStrictEqual(
      [drift.head, driftLines(drift).map(driftText)[0]],
      [
        'detached',
        `branch differs: ${driftWord('branch-differs', { was: 'main', now: driftWord('detached') })}`,
      ],
    );
    await createHandoff(service, PERSON);
    strictEqual((await report(service)).isUnchanged, true);
  });

  it('is a history that was rewound or rewritten', async () => {
    const folder = newFolder();
    const service = await handedOver(folder, true, 'root');
    const was = head(folder);
    git(folder, 'reset', '-q', '--soft', 'HEAD~1');
    deepStrictEqual(
      (await lines(service))[0],
      `changed since: ${driftWord('commit-rewound', { was, behind: 1 })}`,
    );
    commit(folder, 'rewritten');
    deepStrictEqual(
      (await lines(service))[0],
      `new commits: ${driftWord('commit-diverged', { count: 1, newest: `${head(folder)} rewritten`, behind: 1 })}`,
    );
  });

  it('is the first commit of a branch that had none', async () => {
    const folder = newFolder();
    const service = await handedOver(folder, false);
    const unborn = await report(service);
    deepStrictEqual([unborn.head, unborn.isUnchanged, unborn.branch.now], ['unborn', true, 'main']);
    commit(folder, 'first');
    deepStrictEqual((await lines(service))[0], `new commits: ${head(folder)} first`);
  });

  it('is a branch without a commit where there was one', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    const was = head(folder);
    git(folder, 'checkout', '-q', '--orphan', 'fresh');
    deepStrictEqual((await lines(service)).slice(0, 2), [
      `branch differs: ${driftWord('branch-differs', { was: 'main', now: 'fresh' })}`,
      `gone: ${driftWord('commit-unborn', { was })}`,
    ]);
  });

  it('is a commit that the repository does not have', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    const was = head(folder);
    rmSync(join(folder, '.git'), { recursive: true });
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder, 'begun anew');
    deepStrictEqual((await lines(service))[0], `gone: ${driftWord('commit-gone', { was })}`);
  });

  it('is a repository that is gone; without one before and after there is none', async () => {
    const folder = newFolder();
    const service = await handedOver(folder);
    const was = head(folder);
    rmSync(join(folder, '.git'), { recursive: true });
    deepStrictEqual((await lines(service)).slice(0, 2), [
      `branch differs: ${driftWord('branch-differs', { was: 'main', now: driftWord('no-branch') })}`,
      `gone: ${driftWord('commit-no-git', { was })}`,
    ]);
    await createHandoff(service, PERSON);
    const drift = await report(service);
    deepStrictEqual([drift.head, drift.isUnchanged], ['none', true]);
  });

  it('holds a linked worktree against the handoff of the main one, with its own files', async () => {
    const folder = newFolder();
    await handedOver(folder);
    const linked = join(newFolder(), 'linked');
    git(folder, 'worktree', 'add', '-q', '-b', 'topic', linked);
    writeFileSync(join(linked, 'src/a.ts'), 'other\n');
    const { service, root } = await open(linked);
    strictEqual(root, join(folder, '.claude'));
    const drift = await report(service);
    deepStrictEqual(
      [drift.worktree, driftLines(drift).map(driftText)],
      [
        linked,
        [
          `branch differs: ${driftWord('branch-differs', { was: 'main', now: 'topic' })}`,
          'changed since: src/a.ts',
          `unchanged: ${driftWord('file-unchanged')}`,
        ],
      ],
    );
  });
});
