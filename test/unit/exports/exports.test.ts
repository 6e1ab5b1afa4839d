import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { decode, encode } from '@toon-format/toon';
import { Tiktoken } from 'js-tiktoken/lite';
import o200k from 'js-tiktoken/ranks/o200k_base';

import { exportsOf } from '../../../src/core/exports/exports.ts';
import { handoffDocument } from '../../../src/core/handoff/handoff-document.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import {
  REFERENCE_GIT,
  REFERENCE_INTENTS,
  REFERENCE_PROJECT,
  REFERENCE_START,
} from '../../fixtures/reference-workflow.ts';
import { afterAll, started } from '../support/workflows.ts';
import { exampleWorkflow } from './example-workflow.ts';

const show = (path: string): string => `.claude/${path}`;
const AT = '2026-01-02T03:04:05.000Z';

function textsOf(state: WorkflowState, project = REFERENCE_PROJECT): Record<string, string> {
  return Object.fromEntries(exportsOf(state, true, project, show).map((file) => [file.path, file.text(AT)]));
}

describe('exports', () => {
  it('give the example’s keys, tables and values, and strict decode reads them', () => {
    const texts = textsOf(exampleWorkflow(), {
      name: 'my-app',
      stack: ['React', 'TypeScript', 'TailwindCSS'],
      patterns: [],
    });
    deepStrictEqual(decode(texts['session-context.toon'] ?? ''), {
      schema: 'ninefold/1',
      project: { name: 'my-app', stack: 'React,TypeScript,TailwindCSS' },
      patterns: [{ type: 'errors', convention: 'result', example: '{ ok: true, data }' }],
      workflow: {
        id: 'auth-feature-20251216',
        phase: 5,
        phase_name: 'TDD Implementation',
        sub_phase: '5a',
        feature: 'user-authentication',
        branch: 'feature/user-auth',
      },
      decisions: [{ id: 'auth', choice: 'JWT', reason: 'Stateless + scalable' }],
      revision: 7,
    });
    deepStrictEqual(decode(texts['workflow-state.toon'] ?? ''), {
      schema: 'ninefold/1',
      workflow: {
        id: 'auth-feature-20251216',
        name: 'User Authentication',
        status: 'in_progress',
        phase: 5,
        sub_phase: '5a',
        created: '2026-01-02T03:01:00.000Z',
        task: 'Implement JWT authentication with refresh tokens',
      },
      phases: [
        [1, 'Requirements', 'completed'],
        [2, 'Tech Planning', 'completed'],
        [3, 'UI Breakdown', 'completed'],
        [4, 'Test Planning', 'completed'],
        [5, 'TDD Implementation', 'in_progress'],
        [6, 'Code Review', 'pending'],
        [7, 'QA Validation', 'pending'],
        [8, 'Documentation', 'pending'],
        [9, 'Notification', 'pending'],
      ].map(([num, name, status]) => ({ num, name, status })),
      sub_phases: [
        { num: '5a', name: 'RED', status: 'in_progress' },
        { num: '5b', name: 'GREEN', status: 'pending' },
        { num: '5c', name: 'REFACTOR', status: 'pending' },
      ],
      agents: ['pm-requirements', 'tech-lead', 'frontend-senior', 'tdd-specialist'],
      deliverables: [
        { phase: 1, file: 'docs/requirements.md' },
        { phase: 4, file: 'tests/auth.test.ts' },
        { phase: 5, file: 'src/auth/Login.tsx' },
      ],
      next_steps: [],
      revision: 7,
    });
  });

  it('write the tables of the documents literally: headers, empty ones as [0], first and last lines', () => {
    const text = textsOf(started())['workflow-state.toon'] ?? '';
    strictEqual(
      text,
      `# .claude/workflow-state.toon
# Generated: 2026-01-02T03:04:05.000Z

schema: ninefold/1
workflow:
  id: wf-001
  name: User Authentication
  status: in_progress
  phase: 1
  created: "2026-01-02T03:01:00.000Z"
  task: User Authentication
phases[9]{num,name,status}:
  1,Requirements,in_progress
  2,Tech Planning,pending
  3,UI Breakdown,pending
  4,Test Planning,pending
  5,TDD Implementation,pending
  6,Code Review,pending
  7,QA Validation,pending
  8,Documentation,pending
  9,Notification,pending
agents[0]:
deliverables[0]:
next_steps[0]:
revision: 1
`,
    );
  });

  it('survive texts that look like syntax, in every field that a person writes', () => {
    const nasty = [
      'a: b',
      'x,y',
      '"quoted"',
      '- item',
      '# no comment',
      '[3]:',
      '{a}',
      '1e10',
      'true',
      'null',
      '\\n',
      '```',
    ];
    let state = started({ name: nasty.join(' '), task: nasty.join(' | ') });
    nasty.forEach((text, index) => {
      state = afterAll(state, [
        { kind: 'recordDecision', id: `d${index}`, choice: text, reason: text },
        { kind: 'addNextStep', text },
        { kind: 'setPattern', type: `t${index}`, convention: text, example: text },
      ]);
    });
    const texts = textsOf(state);
    const context = decode(texts['session-context.toon'] ?? '') as Record<string, unknown>;
    const workflow = decode(texts['workflow-state.toon'] ?? '') as Record<string, unknown>;
    deepStrictEqual(context.patterns, state.patterns);
    deepStrictEqual(
      context.decisions,
      state.decisions.map(({ id, choice, reason }) => ({ id, choice, reason })),
    );
    deepStrictEqual(
      workflow.next_steps,
      nasty.map((text) => ({ text, status: 'open' })),
    );
  });

  it('give a workflow that is not active only its own two files', () => {
    deepStrictEqual(
      exportsOf(started(), false, REFERENCE_PROJECT, show).map(({ path }) => path),
      ['state/workflows/wf-001.json', 'state/workflows/wf-001.toon'],
    );
  });
});

describe('token budgets on the reference workflow', () => {
  const encoding = new Tiktoken(o200k);
  /** Tokens without the header's two lines. */
  const count = (text: string): number =>
    encoding.encode(text.replaceAll(/^# (Generated|\.claude).*\n/gm, ''), [], []).length;
  const state = afterAll(started(REFERENCE_START), REFERENCE_INTENTS);

  it('has the reference’s size', () => {
    deepStrictEqual(
      [
        state.revision,
        state.deliverables.length,
        state.patterns.length,
        state.decisions.length,
        state.nextSteps.length,
        state.handoffs.length,
      ],
      [60, 12, 6, 8, 5, 3],
    );
  });

  it('keeps a handoff within 1,200 tokens', () => {
    const files = Object.fromEntries(
      state.deliverables.map(({ file }) => [file, { exists: true, hash: 'ab'.repeat(32) }]),
    );
    const reads = ['.claude/session-context.toon', '.claude/workflow-state.toon'];
    const text = handoffDocument({
      state,
      patterns: state.patterns,
      git: REFERENCE_GIT,
      files,
      banner: '',
      reads,
    });
    ok(count(text) <= 1200, `${count(text)} tokens`);
  });

  it('loads to resume at most 30 % of the full state', () => {
    const texts = textsOf(state);
    const full = count(texts[`state/workflows/${state.id}.json`] ?? '');
    const loaded = count(texts['session-context.toon'] ?? '') + count(texts['workflow-state.toon'] ?? '');
    ok(loaded <= full * 0.3, `${loaded} of ${full} tokens`);
  });

  it('saves 45 % against pretty and 15 % against compact JSON of the same content', () => {
    const content = decode(textsOf(state)[`state/workflows/${state.id}.toon`] ?? '');
    const [toon, pretty, compact] = [
      encode(content),
      JSON.stringify(content, null, 2),
      JSON.stringify(content),
    ].map(count);
    ok((toon ?? 0) <= (pretty ?? 0) * 0.55, `${toon ?? 0} of ${pretty ?? 0} tokens, pretty`);
    ok((toon ?? 0) <= (compact ?? 0) * 0.85, `${toon ?? 0} of ${compact ?? 0} tokens, compact`);
  });
});
