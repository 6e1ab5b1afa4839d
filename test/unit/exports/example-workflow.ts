import type { WorkflowIntent } from '../../../src/core/workflow/intents.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { afterAll, started } from '../support/workflows.ts';

/** The example of the source document, made by intents. */
export function exampleWorkflow(): WorkflowState {
  const file = (phase: string, path: string): WorkflowIntent => ({
    kind: 'addDeliverable',
    phase,
    file: path,
  });
  return afterAll(
    started({
      id: 'auth-feature-20251216',
      task: 'Implement JWT authentication with refresh tokens',
      agents: ['pm-requirements', 'tech-lead', 'frontend-senior', 'tdd-specialist'],
      branch: 'feature/user-auth',
    }),
    [
      { kind: 'setPhase', phase: '5' },
      file('1', 'docs/requirements.md'),
      file('5', 'src/auth/Login.tsx'),
      file('4', 'tests/auth.test.ts'),
      { kind: 'recordDecision', id: 'auth', choice: 'JWT', reason: 'Stateless + scalable' },
      { kind: 'setPattern', type: 'errors', convention: 'result', example: '{ ok: true, data }' },
    ],
  );
}
