import { deepStrictEqual, ok, throws } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import { decodeJournal, encodeEvent, foldEvents } from '../../../src/core/journal/journal-format.ts';
import { parseWorkflowState, workflowStateSchema } from '../../../src/core/workflow/state-schema.ts';
import { REFERENCE_INTENTS, REFERENCE_START } from '../../fixtures/reference-workflow.ts';
import { afterAll, eventOf, started } from '../support/workflows.ts';

const FILE = 'wf.journal.jsonl';
const SOURCE = { kind: 'export', place: '.claude/state/workflows/wf.json', reasons: ['it is whole'] };
const STATE = afterAll(started(REFERENCE_START), REFERENCE_INTENTS);

function recovered(seq: number, setAside: string | null = null) {
  const state = workflowStateSchema.parse(JSON.parse(JSON.stringify(STATE)));
  return eventOf({ type: 'workflow.recovered', data: { state, source: SOURCE, setAside } }, seq);
}

describe('a rebuilt journal', () => {
  it('begins with the state as it was found, and continues from there', () => {
    const approved = eventOf({ type: 'phase.approved', data: { step: '5b', unverified: [] } }, 2);
    const text = [recovered(1, 'state/x.damaged'), approved].map(encodeEvent).join('');
    const state = foldEvents(decodeJournal(text, FILE).events, FILE);
    deepStrictEqual(
      [state.revision, state.current, state.id, state.steps['5b'].status, state.decisions, state.checks],
      [2, '5c', STATE.id, 'completed', STATE.decisions, STATE.checks],
    );
  });

  it('has no second beginning', () => {
    const text = [recovered(1), recovered(2)].map(encodeEvent).join('');
    throws(
      () => foldEvents(decodeJournal(text, FILE).events, FILE),
      (error) => NinefoldError.is(error, 'state-damaged') && error.parameters.line === 2,
    );
  });

  it('takes a whole state only', () => {
    ok(parseWorkflowState(JSON.parse(JSON.stringify(STATE))));
    const { steps, ...rest } = STATE;
    const fewer = Object.fromEntries(Object.entries(steps).filter(([step]) => step !== '9'));
    deepStrictEqual(
      [{ ...rest, steps: fewer }, { ...STATE, current: '5' }, { ...STATE, revision: '60' }, null, []].map(
        parseWorkflowState,
      ),
      [undefined, undefined, undefined, undefined, undefined],
    );
  });

  it('ends the hold of a session that gives way', () => {
    const held = afterAll(started(), [
      { kind: 'recordSessionStart', id: 's-1', agent: 'claude-code', model: null },
      { kind: 'takeOver', id: 's-1', by: 's-2' },
      { kind: 'takeOver', id: 's-1', by: 's-3' },
    ]);
    deepStrictEqual(
      [held.revision, held.sessions.map(({ id, endedAt }) => [id, endedAt !== null])],
      [3, [['s-1', true]]],
    );
  });
});
