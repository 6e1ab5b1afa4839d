import { deepStrictEqual, strictEqual, throws } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { ErrorCode } from '../../../src/core/failures/failures.ts';
import { decide } from '../../../src/core/workflow/decide.ts';
import { missingEvidence } from '../../../src/core/workflow/evidence.ts';
import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import { checkWorkflowId, deriveWorkflowId, slugOf } from '../../../src/core/workflow/names.ts';
import { workspacePath } from '../../../src/core/workflow/paths.ts';
import { phaseLabel, progressOf } from '../../../src/core/workflow/progress.ts';
import { FACTS, after, afterAll, started } from '../support/workflows.ts';

function isRefused(work: () => unknown, code: ErrorCode): void {
  throws(work, (error) => NinefoldError.is(error, code), code);
}

describe('parts of the state', () => {
  it('adds a deliverable to the phase named, or to the current one', () => {
    const state = afterAll(started(), [
      { kind: 'addDeliverable', file: './docs//requirements.md' },
      { kind: 'addDeliverable', file: 'src\\auth\\Login.tsx', phase: '5b' },
      { kind: 'addDeliverable', file: '/p/src/types.ts', phase: '5' },
    ]);
    deepStrictEqual(
      state.deliverables.map(({ phase, file }) => [phase, file]),
      [
        [1, 'docs/requirements.md'],
        [5, 'src/auth/Login.tsx'],
        [5, 'src/types.ts'],
      ],
    );
    const again: WorkflowIntent = { kind: 'addDeliverable', file: 'docs/requirements.md' };
    isRefused(() => decide(state, again, FACTS), 'deliverable-exists');
    const removed = after(state, { kind: 'removeDeliverable', file: 'src/types.ts' });
    strictEqual(removed.deliverables.length, 2);
    isRefused(
      () => decide(removed, { kind: 'removeDeliverable', file: 'src/types.ts' }, FACTS),
      'deliverable-unknown',
    );
  });

  it('lets no path out of the folder, however it is written', () => {
    const outside = [
      '..',
      '../x',
      'a/../../x',
      '/etc/passwd',
      '/px/a',
      'C:/x',
      'c:\\x',
      '..\\x',
      '~/x',
      'a/b/../../../x',
    ];
    for (const path of outside) isRefused(() => workspacePath(path, '/p'), 'path-outside');
    for (const path of ['', '  ', '.', 'a/', 'a/..', 'a\nb', 'a\0b', 'x'.repeat(1025)]) {
      isRefused(() => workspacePath(path, '/p'), 'path-invalid');
    }
    const inside = ['a', './a', 'a/../b', 'C:\\p\\a.ts', 'ä/ö ü.md', '..a', 'a..b/c'];
    deepStrictEqual(
      inside.map((path) => workspacePath(path, path.startsWith('C:') ? 'c:\\P' : '/p')),
      ['a', 'a', 'b', 'a.ts', 'ä/ö ü.md', '..a', 'a..b/c'],
    );
  });

  it('finds a deliverable in a folder on a share, whatever the case and the separators', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['\\\\Server\\Share\\Shop\\src\\A.ts', '\\\\server\\share\\shop'],
      ['//server/share/shop/src/A.ts', '\\\\server\\share\\shop'],
      ['\\\\wsl.localhost\\Ubuntu\\home\\me\\src\\A.ts', '\\\\wsl$\\Ubuntu\\home\\me'],
      ['C:/Users/Me/Shop/src/A.ts', 'c:\\users\\me\\shop\\'],
    ];
    for (const [path, folder] of rows) deepStrictEqual(workspacePath(path, folder), 'src/A.ts', path);
    isRefused(() => workspacePath('\\\\server\\other\\A.ts', '\\\\server\\share'), 'path-outside');
  });

  it('replaces a decision and a pattern by key, and makes nothing of saying the same again', () => {
    const jwt: WorkflowIntent = { kind: 'recordDecision', id: 'auth', choice: 'JWT', reason: 'Stateless' };
    const zod: WorkflowIntent = { kind: 'recordDecision', id: 'validation', choice: 'Zod', reason: 'Types' };
    const paseto: WorkflowIntent = { ...jwt, choice: 'PASETO' };
    const state = afterAll(started(), [jwt, zod, paseto]);
    deepStrictEqual(
      state.decisions.map(({ id, choice }) => [id, choice]),
      [
        ['auth', 'PASETO'],
        ['validation', 'Zod'],
      ],
    );
    deepStrictEqual(decide(state, paseto, FACTS), []);
    const pattern: WorkflowIntent = { kind: 'setPattern', type: 'imports', convention: 'absolute' };
    const patterned = after(state, pattern);
    deepStrictEqual(patterned.patterns, [{ type: 'imports', convention: 'absolute', example: '' }]);
    deepStrictEqual(decide(patterned, pattern, FACTS), []);
  });

  it('numbers next steps and marks them done once', () => {
    const state = afterAll(started(), [
      { kind: 'addNextStep', text: 'Write the tests' },
      { kind: 'addNextStep', text: 'Ask about SSO', status: 'person' },
      { kind: 'setNextStep', number: 1, status: 'done' },
    ]);
    deepStrictEqual(
      state.nextSteps.map(({ text, status }) => [text, status]),
      [
        ['Write the tests', 'done'],
        ['Ask about SSO', 'person'],
      ],
    );
    isRefused(() => decide(state, { kind: 'setNextStep', number: 3, status: 'done' }, FACTS), 'step-unknown');
    isRefused(() => decide(state, { kind: 'setNextStep', number: 1, status: 'done' }, FACTS), 'step-done');
    isRefused(
      () => decide(state, { kind: 'addNextStep', text: 'x', status: 'soon' }, FACTS),
      'status-unknown',
    );
  });

  it('refuses names, keys and texts that would break an export', () => {
    for (const id of ['', '-a', '.a', 'a b', 'a/b', 'ä', 'a'.repeat(65), 'con', 'NUL.txt', 'a..b', 'a.']) {
      isRefused(() => checkWorkflowId(id), 'workflow-id-invalid');
    }
    isRefused(() => started({ name: 'a\nb' }), 'text-invalid');
    isRefused(() => started({ task: 'a\u2028b' }), 'text-invalid');
    // What turns the direction of writing lets a line read otherwise than it is; letters written from right to left don't.
    for (const mark of '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069') {
      isRefused(
        () => decide(started(), { kind: 'addNextStep', text: `Run ${mark}fdp.exe` }, FACTS),
        'text-invalid',
      );
    }
    strictEqual(started({ task: 'שלום \u200fא' }).task, 'שלום \u200fא');
    isRefused(() => started({ preset: 'toString' }), 'preset-unknown');
    const bad: readonly WorkflowIntent[] = [
      { kind: 'recordDecision', id: 'a b', choice: 'x', reason: 'y' },
      { kind: 'setPattern', type: 'a.b', convention: 'x' },
      { kind: 'recordCheck', phase: '5a', command: 'npm test', exitCode: 256 },
      { kind: 'recordCheck', phase: '5a', command: '', exitCode: 0 },
    ];
    const codes = bad.map((intent) => {
      try {
        return decide(started(), intent, FACTS).length;
      } catch (error) {
        return NinefoldError.is(error) ? error.code : error;
      }
    });
    deepStrictEqual(codes, [
      'decision-key-invalid',
      'pattern-type-invalid',
      'exit-code-invalid',
      'text-invalid',
    ]);
  });

  it('derives id and slug from a name', () => {
    deepStrictEqual(['User Authentication', 'Größe & Maß!', '日本語', '  --x--  '].map(slugOf), [
      'user-authentication',
      'grosse-mass',
      '',
      'x',
    ]);
    const id = deriveWorkflowId('Auth feature', '2025-12-16T10:00:00Z', []);
    strictEqual(id, 'auth-feature-20251216');
    strictEqual(
      deriveWorkflowId('Auth feature', '2025-12-16T10:00:00Z', ['AUTH-feature-20251216']),
      `${id}-2`,
    );
    strictEqual(checkWorkflowId(deriveWorkflowId('日本語', '2025-12-16T10:00:00Z', [])), 'workflow-20251216');
  });

  it('asks each kind of phase for its evidence', () => {
    const file = 'docs/requirements.md';
    const document = started();
    const added = after(document, { kind: 'addDeliverable', file, template: 'aaaa' });
    const facts = (hash: string) => ({ [file]: { exists: true, hash } });
    deepStrictEqual(
      [
        missingEvidence(document, '1', {}),
        missingEvidence(added, '1', {}),
        missingEvidence(added, '1', facts('aaaa')),
        missingEvidence(added, '1', facts('bbbb')),
      ],
      [['deliverable-missing'], ['deliverable-absent'], ['deliverable-untouched'], []],
    );
    const check = (phase: string, exitCode: number): WorkflowIntent => ({
      kind: 'recordCheck',
      phase,
      command: 'npm test',
      exitCode,
      grade: 'witnessed',
    });
    const checked = afterAll(document, [check('5a', 0), check('5b', 1), check('5c', 1), check('5c', 0)]);
    deepStrictEqual(
      (['5a', '5b', '5c'] as const).map((step) => missingEvidence(checked, step, {})),
      [['check-not-failing'], ['check-not-passing'], []],
    );
    deepStrictEqual(missingEvidence(document, '5b', {}), ['check-missing']);
    deepStrictEqual(missingEvidence(after(document, check('5a', 1)), '5a', {}), []);
  });

  it('takes a check of phase 5 for the sub-phase you are in, and from elsewhere for its first', () => {
    const check = (exitCode: number): WorkflowIntent => {
      return { kind: 'recordCheck', phase: '5', command: 'npm test', exitCode };
    };
    const red = after(after(started(), { kind: 'setPhase', phase: '5a' }), check(1));
    const green = after(after(red, { kind: 'setPhase', phase: '5b' }), check(0));
    const later = after(after(green, { kind: 'setPhase', phase: '6' }), check(2));
    deepStrictEqual(
      [red, green, later].map(({ checks }) => checks.map(({ step, exitCode }) => [step, exitCode])),
      [
        [['5a', 1]],
        [
          ['5a', 1],
          ['5b', 0],
        ],
        [
          ['5b', 0],
          ['5a', 2],
        ],
      ],
    );
  });

  it('records what an approval lacked', () => {
    strictEqual(after(started(), { kind: 'approve' }).steps['1'].unverified[0], 'deliverable-missing');
  });

  it('measures progress by count and by effort as the banner and the handoff want it', () => {
    const figures = ['1', '2', '4', '5a', '5b', '5c', '6', '9'].map((phase) => {
      const state = after(started(), { kind: 'setPhase', phase });
      const { count, effort } = progressOf(state);
      return [phase, count, effort];
    });
    deepStrictEqual(figures, [
      ['1', 11, 7],
      ['2', 22, 14],
      ['4', 44, 28],
      ['5a', 56, 45],
      ['5b', 56, 62],
      ['5c', 56, 78],
      ['6', 67, 84],
      ['9', 99, 99],
    ]);
    strictEqual(phaseLabel(after(started(), { kind: 'setPhase', phase: '5b' })), 'Phase 5b - TDD GREEN');
    strictEqual(phaseLabel(after(started(), { kind: 'setPhase', phase: '2' })), 'Phase 2 - Tech Planning');
  });

  it('takes no more than 2,000 of a kind, keeps what is there, and changes it as ever', () => {
    const many = <T>(make: (index: number) => T): T[] =>
      Array.from({ length: 2_000 }, (_, index) => make(index));
    const at = '2026-01-02T03:00:00.000Z';
    const full = {
      ...started(),
      nextSteps: many((index) => ({
        id: `s-${index}`,
        text: `Step ${index}`,
        status: 'open' as const,
        phase: 1,
        at,
      })),
      decisions: many((index) => ({ id: `key-${index}`, choice: 'this', reason: 'better', at })),
      deliverables: many((index) => ({ phase: 1, file: `docs/${index}.md`, template: null, addedAt: at })),
    };
    for (const intent of [
      { kind: 'addNextStep', text: 'One more' },
      { kind: 'recordDecision', id: 'one-more', choice: 'this', reason: 'better' },
      { kind: 'addDeliverable', file: 'docs/one-more.md' },
    ] as const) {
      isRefused(() => decide(full, intent, FACTS), 'parts-too-many');
    }
    for (const intent of [
      { kind: 'setNextStep', number: 2_000, status: 'done' },
      { kind: 'recordDecision', id: 'key-7', choice: 'that', reason: 'better' },
      { kind: 'removeDeliverable', file: 'docs/7.md' },
    ] as const) {
      strictEqual(decide(full, intent, FACTS).length, 1);
    }
  });
});
