/** The session record without its schema: what passes for one also passes the schema, and is the same. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { currentSessionSchema } from '../../../src/core/session/current-session.ts';
import { EMPTY_CURRENT_SESSION } from '../../../src/core/session/empty-session.ts';
import { plainRecord } from '../../../src/core/session/plain-record.ts';

const RECORD = {
  ...EMPTY_CURRENT_SESSION,
  active: 'wf-001',
  agentSession: {
    agent: 'claude-code',
    sessionId: 's',
    transcript: '/t.jsonl',
    hasModel: true,
    isCompacting: false,
  },
  ended: [{ sessionId: 'e', at: '2026-11-30T09:00:00.000Z' }],
  shown: {
    s: { levels: ['warning'], at: '2026-11-30T10:00:00.000Z', saved: ['suggest'], snoozedUntil: null },
    'model:s': { levels: [], at: '' },
  },
};

/** Every value of the record, and every array's element, in turn replaced by each of these; and each key left out. */
const STRANGE: readonly unknown[] = [
  undefined,
  null,
  true,
  7,
  '',
  'a b',
  '..',
  [],
  {},
  ['warning', 7],
  { levels: [] },
];

function* variants(value: unknown): Generator {
  yield* STRANGE;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, own] of Object.entries(value))
    for (const variant of variants(own))
      yield Array.isArray(value)
        ? value.map((one, index) => (String(index) === key ? variant : (one as unknown)))
        : { ...value, [key]: variant };
}

describe('a plain session record', () => {
  it('is one that Ninefold writes, with or without an active workflow, and no reported number', () => {
    deepStrictEqual(plainRecord(JSON.stringify(RECORD)), RECORD);
    deepStrictEqual(plainRecord(JSON.stringify({ ...RECORD, agentSession: null })), {
      ...RECORD,
      agentSession: null,
    });
    deepStrictEqual(plainRecord(JSON.stringify(EMPTY_CURRENT_SESSION)), EMPTY_CURRENT_SESSION);
    const rejection = { workflow: 'wf-001', step: '1' };
    strictEqual(plainRecord(JSON.stringify({ ...RECORD, rejection })), null);
    strictEqual(plainRecord(JSON.stringify({ ...RECORD, later: true })), null);
    const reported = { tokens: 5000, window: null, at: '2026-11-30T10:00:00.000Z' };
    strictEqual(plainRecord(JSON.stringify({ ...RECORD, reported })), null);
  });

  it('is nothing that the schema would refuse, and means what the schema would read', () => {
    let plain = 0;
    for (const variant of variants(RECORD)) {
      if (variant === undefined) continue;
      const text = JSON.stringify(variant);
      const record = plainRecord(text);
      if (record === null) continue;
      plain++;
      const parsed = currentSessionSchema.safeParse(JSON.parse(text));
      ok(parsed.success, text);
      deepStrictEqual(parsed.data, record, text);
    }
    ok(plain > 20, `only ${plain} variants were plain`);
  });

  it('is no text that the schema’s reader can’t parse', () => {
    const text = JSON.stringify(RECORD);
    for (const spoilt of [`\uFEFF${text}`, ` ${text}`, text.slice(1), text.slice(0, -1), `[${text}]`, ''])
      strictEqual(plainRecord(spoilt), null);
  });
});
