/** The next steps of a workflow in the tree, also those that were taken over from a session. */

import { deepStrictEqual } from 'node:assert/strict';

import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { childrenOf } from '../../../src/core/view/rows.ts';
import { treeRows } from '../../../src/core/view/tree-rows.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { afterAll, started } from '../support/workflows.ts';

function shown(state: WorkflowState): readonly (readonly string[])[] {
  const rows = treeRows([
    { key: 'a', name: 'A', state, files: {}, damage: [], others: [], isReadOnly: false },
  ]);
  return rows
    .filter(({ kind }) => kind === 'nextSteps')
    .flatMap(childrenOf)
    .map((row) => [row.kind === 'nextStep' ? row.text : '', ...row.description.map(phraseText)]);
}

describe('next steps in the tree', () => {
  it('are those that aren’t done, and say what holds one up', () => {
    const state = afterAll(started(), [
      { kind: 'addNextStep', text: 'Refund a cart', status: 'in_flight' },
      { kind: 'addNextStep', text: 'Ship it' },
      { kind: 'addNextStep', text: 'Ask legal', status: 'person' },
      { kind: 'addNextStep', text: 'Done already', status: 'done' },
    ]);
    deepStrictEqual(shown(state), [
      ['Refund a cart', 'in progress'],
      ['Ship it'],
      ['Ask legal', 'needs a person'],
    ]);
  });

  it('have no row without any', () => {
    deepStrictEqual(shown(started()), []);
    deepStrictEqual(shown(afterAll(started(), [{ kind: 'addNextStep', text: 'x', status: 'done' }])), []);
  });
});
