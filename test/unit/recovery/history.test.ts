import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { inferStep } from '../../../src/core/recovery/history.ts';
import type { WorkItem } from '../../../src/core/recovery/history.ts';
import { RECOVERY_WORDS, recoveryText } from '../../../src/core/recovery/recovery-words.ts';
import { wordsOf } from '../support/words.ts';

const recoveryWord = wordsOf(RECOVERY_WORDS);

/** Commits, the oldest first: message and files. */
function commits(...all: readonly (readonly [string, ...string[]])[]): readonly WorkItem[] {
  return all.map(([subject, ...files], index) => ({
    kind: 'commit',
    name: `abc0000${index}`,
    subject,
    at: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
    files,
  }));
}

const PLANNED = [
  ['docs: requirements', 'docs/requirements.md'],
  ['docs: tech spec', 'docs/tech-spec.md'],
  ['docs: pages', 'docs/ui-breakdown.md'],
  ['docs: test plan', 'docs/test-plan.md'],
] as const;

describe('the step told from commits', () => {
  it('is the furthest that documents, tests, code or messages reach', () => {
    const cases: readonly (readonly [string, readonly WorkItem[]])[] = [
      ['1', commits(PLANNED[0])],
      ['4', commits(...PLANNED)],
      ['4', commits(...PLANNED, ['fix a typo', 'docs/requirements.md'])],
      ['5a', commits(...PLANNED, ['test: login', 'tests/login.test.ts'])],
      ['5b', commits(...PLANNED, ['test: login', 'tests/login.test.ts'], ['feat: login', 'src/login.ts'])],
      ['5b', commits(...PLANNED, ['both', 'src/login.py', 'tests/test_login.py'])],
      [
        '5c',
        commits(
          ...PLANNED,
          ['test: a', 'a.test.ts'],
          ['feat: a', 'a.ts'],
          ['refactor: tidy a', 'a.ts', 'b.ts'],
        ),
      ],
      ['6', commits(...PLANNED, ['feat: a', 'a.ts'], ['review', 'docs/code-review.md'], ['fix: a', 'a.ts'])],
      ['5a', commits(['Approve phase 4', 'notes.txt'])],
      ['5c', commits(['Phase 5b done', 'src/a.ts'])],
      ['2', commits(['wip phase 2', 'notes.txt'])],
      ['5a', commits(['RED: login fails', 'tests/login.test.ts'])],
      ['5b', commits(['Something', 'src/a.go'])],
    ];
    deepStrictEqual(
      cases.map(([, items]) => inferStep(items)?.step),
      cases.map(([step]) => step),
    );
  });

  it('leaves out what came before the workflow', () => {
    const items = commits(
      ['feat: shop', 'src/shop.ts'],
      ['test: shop', 'test/shop.test.ts'],
      PLANNED[0],
      PLANNED[1],
    );
    const inferred = inferStep(items);
    deepStrictEqual(
      [inferred?.step, inferred?.files.map(({ file }) => file)],
      ['2', ['docs/requirements.md', 'docs/tech-spec.md']],
    );
  });

  it('takes the id from the folder in which documents stand, and says why', () => {
    const items: readonly WorkItem[] = [
      ...commits(['docs', 'docs/auth/requirements.md'], ['tests', 'spec/auth_spec.rb']),
      {
        kind: 'stash',
        name: 'stash@{0}',
        subject: 'WIP',
        at: '2026-02-01T00:00:00Z',
        files: ['lib/auth.rb'],
      },
      { kind: 'uncommitted', name: '', subject: '', at: '2026-02-02T00:00:00Z', files: ['lib/token.rb'] },
    ];
    const inferred = inferStep(items);
    deepStrictEqual([inferred?.id, inferred?.step], ['auth', '5b']);
    const reasons = inferred?.reasons.map(recoveryText) ?? [];
    strictEqual(
      reasons[0],
      recoveryWord('history-documents', { phases: 1, files: 'docs/auth/requirements.md' }),
    );
    deepStrictEqual(reasons.slice(2, 4), [
      recoveryWord('history-stash-sources', { stash: "stash@{0} 'WIP'", files: 'lib/auth.rb' }),
      recoveryWord('history-uncommitted', { files: 'lib/token.rb' }),
    ]);
  });

  it('is unknown where nothing tells of work', () => {
    strictEqual(inferStep([]), undefined);
    strictEqual(inferStep(commits(['Begin', 'README.md', '.gitignore'])), undefined);
  });
});
