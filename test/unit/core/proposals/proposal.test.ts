import { deepStrictEqual, ok } from 'node:assert/strict';

import { exportSchema } from '../../../../src/core/exports/export-schemas.ts';
import { PROPOSAL_FILES } from '../../../../src/core/exports/export-names.ts';
import { rowsOf } from '../../../../src/core/proposals/compared-documents.ts';
import { encodeToon } from '../../../../src/core/toon/encode-toon.ts';
import { readToon } from '../../../../src/core/toon/read-toon.ts';
import type { ToonType } from '../../../../src/core/toon/toon-schema.ts';
import { propose } from '../../../../src/core/proposals/proposal.ts';
import { comparePhases } from '../../../../src/core/proposals/phase-changes.ts';
import { documentOf, referenceState } from '../../support/documents.ts';
import { after, started } from '../../support/workflows.ts';

type Edit = readonly (readonly [from: string, to: string])[];

const reference = referenceState();

function proposed(name: string, edit: Edit, state = reference) {
  const base = documentOf(state, name);
  const text = edit.reduce((whole, [from, to]) => {
    ok(whole.includes(from), `'${from}' is in the document`);
    return whole.replace(from, to);
  }, base);
  const openSteps = state.nextSteps.flatMap(({ status }, index) => (status === 'done' ? [] : [index + 1]));
  const { intents, refusals } = propose({ name, text, base, openSteps });
  return { intents, refused: refusals.map(({ code, line }) => [code, line]) };
}

const inState = (...edit: Edit) => proposed('workflow-state.toon', edit);
const inDecisions = (...edit: Edit) => proposed('decisions.toon', edit);
const nothing = { intents: [], refused: [] };

describe('an edited export', () => {
  it('asks for nothing where only comments, orders and line ends differ', () => {
    deepStrictEqual(inState(), nothing);
    deepStrictEqual(inState(['agents[4]', '# who\nagents[4]']), nothing);
    deepStrictEqual(
      inState([
        '  1,docs/requirements.md\n  2,docs/tech-spec.md',
        '  2,docs/tech-spec.md\n  1,docs/requirements.md',
      ]),
      nothing,
    );
  });

  it('asks for what it adds', () => {
    deepStrictEqual(
      inState(
        ['  5,src/checkout/expiry.ts\n', '  5,src/checkout/expiry.ts\n  5,src/new.ts\n'],
        ['  Show the brand icon,deferred\n', '  Show the brand icon,deferred\n  1234567,open\n'],
        [/ {2}task: .*/.exec(documentOf(reference, 'workflow-state.toon'))?.[0] ?? '', '  task: Ship it'],
      ),
      {
        intents: [
          { kind: 'setTask', task: 'Ship it' },
          { kind: 'addDeliverable', file: 'src/new.ts', phase: '5' },
          { kind: 'addNextStep', text: '1234567', status: 'open' },
        ],
        refused: [],
      },
    );
    deepStrictEqual(inDecisions(['  money,', '  hash,1e10,1.10\n  money,']), {
      intents: [{ kind: 'recordDecision', id: 'hash', choice: '1e10', reason: '1.10' }],
      refused: [],
    });
  });

  it('sets the status of a next step whose words stay', () => {
    const intents = [
      { kind: 'addNextStep', text: 'Twice', status: 'open' },
      { kind: 'setNextStep', number: 1, status: 'done' },
      { kind: 'addNextStep', text: 'Twice', status: 'blocked' },
    ] as const;
    const state = intents.reduce((so, intent) => after(so, intent), reference);
    const [twice, again] = [reference.nextSteps.length + 1, reference.nextSteps.length + 2];
    deepStrictEqual(
      proposed(
        'workflow-state.toon',
        [
          ['  Twice,blocked\n', '  Twice,done\n  New,open\n'],
          ['  Twice,open\n', '  Twice,in_flight\n'],
        ],
        state,
      ),
      {
        intents: [
          { kind: 'setNextStep', number: twice, status: 'in_flight' },
          { kind: 'setNextStep', number: again, status: 'done' },
          { kind: 'addNextStep', text: 'New', status: 'open' },
        ],
        refused: [],
      },
    );
  });

  it('is refused where it takes out or changes, and takes nothing of that table', () => {
    deepStrictEqual(inState(['  5,src/checkout/expiry.ts\n', '']), {
      intents: [],
      refused: [['removed', 28]],
    });
    deepStrictEqual(inState(['src/checkout/expiry.ts', 'src/checkout/expire.ts']), {
      intents: [],
      refused: [['removed', 28]],
    });
    deepStrictEqual(inState(['Show the brand icon,deferred', 'Show the brand icon soon,open']), {
      intents: [],
      refused: [['removed', 41]],
    });
    deepStrictEqual(inDecisions(['Radio list', 'Grid']), { intents: [], refused: [['row-changed', 6]] });
    deepStrictEqual(inState(['  status: in_progress', '  status: paused']).refused, [['changed', 8]]);
    deepStrictEqual(inState(['tech-lead,', '']).refused, [['changed', 27]]);
    deepStrictEqual(
      inState([/handoff: .*\n/.exec(documentOf(reference, 'workflow-state.toon'))?.[0] ?? '', '']).refused,
      [['changed', null]],
    );
  });

  it('is refused as a whole where it is of another revision or workflow, unreadable, or in doubt', () => {
    const added = ['  5,src/checkout/expiry.ts\n', '  5,src/checkout/expiry.ts\n  5,src/new.ts\n'] as const;
    deepStrictEqual(inState(added, ['revision: 60', 'revision: 59']), {
      intents: [],
      refused: [['other-revision', 48]],
    });
    deepStrictEqual(inState(added, ['  id: checkout-20260105', '  id: other']), {
      intents: [],
      refused: [['other-workflow', 5]],
    });
    deepStrictEqual(inState(added, ['handoff:', 'prose\nhandoff:']), {
      intents: [],
      refused: [['unreadable', 47]],
    });
    deepStrictEqual(
      inState(['  5,src/checkout/expiry.ts\n', '  5,src/checkout/expiry.ts\n  5,src/new.ts # mine\n']),
      {
        intents: [],
        refused: [['unreadable', 41]],
      },
    );
  });
});

describe('a column of an export', () => {
  /** Another value that the schema allows in its place. */
  const otherOf = (type: ToonType, value: unknown): unknown =>
    type.kind === 'number'
      ? Number(value) + 1
      : (type.values?.find((one) => one !== value) ?? `other-${String(value)}`);

  for (const name of PROPOSAL_FILES)
    it(`of ${name} is never changed without an answer`, () => {
      const base = documentOf(reference, name);
      const schema = exportSchema(name);
      const { value: document = {} } = readToon(base, { schema });
      const asked = Object.entries(schema.fields).flatMap(([key, field]) =>
        field.kind !== 'table'
          ? []
          : Object.entries(field.columns).map(([column, type]) => {
              const [first = {}, ...rest] = rowsOf(document, key);
              const row = { ...first, [column]: otherOf(type, first[column]) };
              const text = encodeToon({ ...document, [key]: [row, ...rest] });
              const { intents, refusals } = propose({ name, text, base, openSteps: [1, 2, 3] });
              return { cell: `${key}.${column}`, answers: [...intents, ...refusals].length };
            }),
      );
      ok(asked.length > 2);
      deepStrictEqual(
        asked.filter(({ answers }) => answers === 0),
        [],
      );
    });
});

describe('a phase moved on in an edited export', () => {
  const submit = (phase: string) => ({ intents: [{ kind: 'submit', phase }], refused: [] });

  it('is a submit of the current step, however it is written', () => {
    deepStrictEqual(inState(['5b,GREEN,in_progress', '5b,GREEN,completed']), submit('5b'));
    deepStrictEqual(inState(['5b,GREEN,in_progress', '5b,GREEN,awaiting_approval']), submit('5b'));
    deepStrictEqual(inState(['sub_phase: 5b', 'sub_phase: 5c']), submit('5b'));
    deepStrictEqual(
      inState(
        ['5b,GREEN,in_progress', '5b,GREEN,completed'],
        ['5c,REFACTOR,pending', '5c,REFACTOR,in_progress'],
        ['sub_phase: 5b', 'sub_phase: 5c'],
      ),
      submit('5b'),
    );
    const first = started();
    deepStrictEqual(proposed('workflow-state.toon', [['phase: 1', 'phase: 2']], first), submit('1'));
    deepStrictEqual(
      proposed('workflow-state.toon', [['1,Requirements,in_progress', '1,Requirements,completed']], first),
      submit('1'),
    );
  });

  it('is a submit of 5c where it closes phase 5', () => {
    const state = after(reference, { kind: 'setPhase', phase: '5c' });
    deepStrictEqual(
      proposed(
        'workflow-state.toon',
        [
          ['5c,REFACTOR,in_progress', '5c,REFACTOR,completed'],
          ['5,TDD Implementation,in_progress', '5,TDD Implementation,completed'],
          ['6,Code Review,pending', '6,Code Review,in_progress'],
          ['phase: 5', 'phase: 6'],
        ],
        state,
      ),
      submit('5c'),
    );
  });

  it('skips what is skipped', () => {
    const state = after(started(), { kind: 'skip', phase: '2', reason: 'none' });
    deepStrictEqual(proposed('workflow-state.toon', [['phase: 1', 'phase: 3']], state), submit('1'));
  });

  it('is refused where it jumps, goes back or renames', () => {
    const refused = { intents: [], refused: [['phases-changed', 13]] };
    deepStrictEqual(inState(['sub_phase: 5b', 'sub_phase: 5a']), refused);
    deepStrictEqual(inState(['5c,REFACTOR,pending', '5c,REFACTOR,completed']), refused);
    deepStrictEqual(inState(['6,Code Review,pending', '6,Code Review,skipped']), refused);
    deepStrictEqual(inState(['5,TDD Implementation,in_progress', '5,TDD Implementation,completed']), refused);
    deepStrictEqual(inState(['6,Code Review', '6,Review']), refused);
    deepStrictEqual(inState(['phase: 5\n', 'phase: 7\n']), refused);
    deepStrictEqual(comparePhases({}, { workflow: { phase: 2 } }, () => null).intents, []);
  });
});
