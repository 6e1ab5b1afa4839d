/** What the two source documents fix: calls, figures, names, keys, and the values of their example. */

export const ID = 'auth-feature-20251216';

/** First token counts of the levels in a window of 200,000, with the words of the banner's heading. */
export const LEVELS = [
  { tokens: 149_999, level: 'normal', heading: null },
  { tokens: 150_000, level: 'warning', heading: '⚠️  TOKEN WARNING - 75% Context Used' },
  { tokens: 170_000, level: 'suggest', heading: '⚠️  HANDOFF SUGGESTED - 85% Context Used' },
  { tokens: 180_000, level: 'force', heading: '🛑  HANDOFF REQUIRED - 90% Context Used' },
] as const;

export const SESSIONS = [
  { session: 1, phases: '1-4', focus: 'Planning (Requirements/Design/UI/Tests)', typicalTokens: '50K-80K' },
  { session: 2, phases: '5', focus: 'TDD Implementation (RED/GREEN/REFACTOR)', typicalTokens: '80K-150K' },
  {
    session: 3,
    phases: '6-9',
    focus: 'Review & Deploy (Review/Verify/Docs/Notify)',
    typicalTokens: '40K-60K',
  },
] as const;

const RULE = '━'.repeat(57);

/** The banner in phase 5b at the first level. */
export const BANNER = [
  RULE,
  '⚠️  TOKEN WARNING - 75% Context Used',
  RULE,
  '',
  'Current: ~150,000 tokens | Limit: ~200,000 tokens',
  '',
  '📍 Progress: Phase 5b - TDD GREEN (62% complete)',
  '',
  '🔄 Consider: `workflow:handoff` to start fresh session',
  '',
  'State will be saved. You can resume seamlessly.',
  RULE,
] as const;

export const PHASES = [
  { num: 1, name: 'Requirements', status: 'completed' },
  { num: 2, name: 'Tech Planning', status: 'completed' },
  { num: 3, name: 'UI Breakdown', status: 'completed' },
  { num: 4, name: 'Test Planning', status: 'completed' },
  { num: 5, name: 'TDD Implementation', status: 'in_progress' },
  { num: 6, name: 'Code Review', status: 'pending' },
  { num: 7, name: 'QA Validation', status: 'pending' },
  { num: 8, name: 'Documentation', status: 'pending' },
  { num: 9, name: 'Notification', status: 'pending' },
] as const;

export const PATTERNS = [
  { type: 'file_naming', convention: 'PascalCase', example: 'UserProfile.tsx' },
  { type: 'imports', convention: 'absolute', example: '@/components/Button' },
  { type: 'exports', convention: 'named', example: 'export const Card' },
  { type: 'errors', convention: 'result', example: '{ ok: true, data }' },
  { type: 'testing', convention: 'vitest', example: 'describe/it' },
  { type: 'styling', convention: 'tailwind', example: 'className' },
] as const;

export const DECISIONS = [
  { id: 'auth', choice: 'JWT', reason: 'Stateless + scalable' },
  { id: 'storage', choice: 'Redis', reason: 'Fast session lookup' },
  { id: 'validation', choice: 'Zod', reason: 'Runtime type safety' },
] as const;

export const AGENTS = ['pm-requirements', 'tech-lead', 'frontend-senior', 'tdd-specialist'] as const;

export const DELIVERABLES = [
  { phase: 1, file: 'docs/requirements.md' },
  { phase: 2, file: 'docs/tech-spec.md' },
  { phase: 3, file: 'docs/ui-breakdown.md' },
  { phase: 4, file: 'tests/auth.test.ts' },
  { phase: 5, file: 'src/auth/Login.tsx' },
  { phase: 5, file: 'src/auth/useAuth.ts' },
  { phase: 5, file: 'src/auth/authService.ts' },
  { phase: 5, file: 'src/auth/types.ts' },
] as const;

export const TASK = 'Implement JWT authentication with refresh tokens';

const rows = (cells: readonly (readonly (string | number)[])[]): string =>
  cells.map((row) => `  ${row.join(',')}\n`).join('');

/** `workflow-state.toon` in the documents' form, which has no schema and no revision. */
export const STATE_TOON = [
  `# .claude/workflow-state.toon\n\nworkflow:\n  id: ${ID}\n  name: User Authentication\n`,
  `  status: in_progress\n  phase: 5\n  created: 2025-12-16T10:00:00Z\n  task: ${TASK}\n\n`,
  `phases[9]{num,name,status}:\n${rows(PHASES.map(({ num, name, status }) => [num, name, status]))}\n`,
  `agents[4]: ${AGENTS.join(',')}\n\n`,
  `deliverables[8]{phase,file}:\n${rows(DELIVERABLES.map(({ phase, file }) => [phase, file]))}`,
].join('');

/** `session-context.toon` in the documents' form. */
export const CONTEXT_TOON = [
  '# .claude/session-context.toon\n# Generated: 2025-12-16T10:00:00Z\n\n',
  'project:\n  name: my-app\n  stack: React,TypeScript,TailwindCSS\n\n',
  `patterns[6]{type,convention,example}:\n${rows(PATTERNS.map((one) => [one.type, one.convention, one.example]))}\n`,
  `workflow:\n  id: ${ID}\n  phase: 5\n  phase_name: TDD Implementation\n`,
  '  feature: user-authentication\n  branch: feature/user-auth\n\n',
  `decisions[3]{id,choice,reason}:\n${rows(DECISIONS.map(({ id, choice, reason }) => [id, choice, reason]))}`,
].join('');

/** The state as JSON, with the TOON example's keys. */
export const stateJson = (id: string): string =>
  JSON.stringify({
    workflow: { id, name: 'Feature Name', status: 'in_progress', phase: 5, task: TASK },
    phases: PHASES,
    agents: AGENTS,
    deliverables: DELIVERABLES,
  });

/** A handoff document in the documents' form, in 5b. */
export const handoffDocument = (id: string): string =>
  [
    `# Session Handoff: ${id}`,
    '',
    '## Quick Context',
    '- **Task:** User authentication with JWT',
    '- **Phase:** 5 - TDD Implementation (GREEN)',
    '- **Progress:** 56% (5/9 phases)',
    '',
    '## Patterns (from session-context.toon)',
    '- File naming: PascalCase',
    '- Testing: vitest',
    '',
    "## What's Done",
    '- Planning complete',
    '',
    '## Next Steps',
    '1. Complete Login component',
    '2. Add refresh token logic',
    '',
    '## Resume',
    '```',
    'Read .claude/session-context.toon',
    'Read .claude/workflow-state.toon',
    '```',
    '',
  ].join('\n');

/** A background agent's task file. */
export const TASK_FILE = [
  '# Background Task: Write Tests',
  '',
  '## Context',
  '- Feature: User authentication',
  '- Phase: 5a (RED)',
  '- Files: src/auth/Login.tsx',
  '',
  '## Task',
  'Write failing tests for the Login component.',
  '',
  '## Output',
  'Write to: tests/auth/Login.test.tsx',
  '',
].join('\n');
