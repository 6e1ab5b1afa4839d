import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { decode } from '@toon-format/toon';

import { exportSchema } from '../../../../src/core/exports/export-schemas.ts';
import { readToon } from '../../../../src/core/toon/read-toon.ts';
import type { ToonReading } from '../../../../src/core/toon/read-toon.ts';
import { applyToonEdits } from '../../../../src/core/toon/toon-finding.ts';
import { documentOf, referenceState } from '../../support/documents.ts';
import type { Draft, HandEdit } from './hand-edit.ts';
import { SHAPE_EDITS } from './shape-edits.ts';
import { ROW_EDITS, VALUE_EDITS } from './value-edits.ts';

const NAME = 'workflow-state.toon';
const EXPORTS = [NAME, 'session-context.toon', 'decisions.toon', 'state/workflows/checkout-20260105.toon'];
const schema = exportSchema(NAME);
const base = documentOf(referenceState(), NAME);

function edited({ edit }: HandEdit): string {
  if (typeof edit === 'function') return edit(base);
  return edit.reduce((text, [from, to]) => {
    ok(text.includes(from), `'${from}' is in the document`);
    return text.replace(from, () => to);
  }, base);
}

function lineOf(text: string, piece: string): number {
  const lines = text.split(/\r\n|\r|\n/);
  const exact = lines.indexOf(piece);
  return (exact < 0 ? lines.findIndex((line) => line.includes(piece)) : exact) + 1;
}

function codesOf({ findings }: ToonReading): readonly string[] {
  return findings.map(({ code }) => code);
}

function checkRead(text: string, { change, reported }: HandEdit): void {
  const reading = readToon(text, { schema });
  const expected = decode(base) as unknown as Draft;
  change?.(expected);
  deepStrictEqual(reading.value, expected, JSON.stringify(reading.findings));
  deepStrictEqual(codesOf(reading), reported);
}

/** What is offered as a fix makes a document that strict decoding reads alike, and that needs no repair. */
function checkRepairs(text: string): void {
  const { value, findings } = readToon(text, { schema });
  const repairs = findings.filter(({ severity }) => severity === 'repair');
  if (repairs.length === 0) return;
  const mended = applyToonEdits(
    text,
    repairs.flatMap(({ edits }) => edits),
  );
  const again = readToon(mended, { schema });
  deepStrictEqual(again.value, value);
  deepStrictEqual(
    again.findings.filter(({ severity }) => severity === 'repair'),
    [],
    mended,
  );
  deepStrictEqual(Object.keys(decode(mended) as object), Object.keys(value ?? {}));
}

function checkRefused(text: string, [code, piece]: readonly [string, string]): void {
  const { value, findings } = readToon(text, { schema });
  strictEqual(value, undefined);
  const [first] = findings.filter(({ severity }) => severity === 'problem');
  deepStrictEqual([first?.code, first?.line], [code, lineOf(text, piece)], JSON.stringify(findings));
}

describe('the tolerant reader', () => {
  const cases = [...ROW_EDITS, ...VALUE_EDITS, ...SHAPE_EDITS];

  it('has at least 150 hand edits to stand', () => {
    ok(cases.length >= 150, `${cases.length} hand edits`);
    strictEqual(new Set(cases.map(({ name }) => name)).size, cases.length);
  });

  for (const hand of cases) {
    const outcome =
      hand.refused === undefined ? (hand.reported.length === 0 ? 'reads' : 'reads and tells') : 'refuses';
    it(`${outcome}: ${hand.name}`, () => {
      const text = edited(hand);
      if (hand.refused !== undefined) checkRefused(text, hand.refused);
      else {
        checkRead(text, hand);
        checkRepairs(text);
      }
    });
  }

  for (const name of EXPORTS) {
    it(`reads ${name} as it was written, and refuses it cut at any byte`, () => {
      const text = documentOf(referenceState(), name);
      const options = { schema: exportSchema(name) };
      deepStrictEqual(readToon(text, options), { value: decode(text), findings: [] });
      const bytes = Buffer.from(text);
      for (let length = 0; length < bytes.length; length++) {
        const { value, findings } = readToon(bytes.subarray(0, length).toString('utf8'), options);
        strictEqual(value, undefined, `cut at ${length}`);
        ok(findings.some(({ severity }) => severity === 'problem'));
      }
    });
  }

  it('takes a last line without an end where it is known to be whole', () => {
    deepStrictEqual(readToon(base.trimEnd(), { schema, revision: 60 }).value, decode(base));
    strictEqual(readToon(base.trimEnd().slice(0, -1), { schema, revision: 60 }).value, undefined);
  });
});

describe('the tolerant reader, of other documents', () => {
  it('does not take a time in a list for a key', () => {
    const reading = readToon('times[2]:\n  - 2025-01-01T10:00:00Z\n  - b\n');
    deepStrictEqual(reading.value, { times: ['2025-01-01T10:00:00Z', 'b'] });
    deepStrictEqual(
      reading.findings.map(({ code, line, column, endColumn }) => [code, line, column, endColumn]),
      [['cell-quoted', 2, 5, 25]],
    );
  });

  it('reads what the decoder reads: objects in lists, keyed tables, groups of columns, other delimiters', () => {
    const documents = [
      'a[2]:\n  - id: 1\n    tags[2]: x,y\n  - id: 2\n    rows[1]{p,q}:\n      1,2\n',
      'a[1]:\n  - rows[2]{p,q}:\n      1,2\n      3,4\n    name: x\n',
      'a[2]:\n  - [2]: 1,2\n  - [0]:\n',
      'm[2:]{name,age}:\n  ada: Ada,36\n  bob: Bob,40\n',
      'a[1]{id,at{x,y}}:\n  7,1,2\n',
      'a[2|]{id|name}:\n  1|x,y\n  2|z\n',
      'a:\n  b:\n    c[2]: 1,2\n  d: null\n',
      '[2]: 1,2\n',
      'hello\n',
      '',
    ];
    for (const text of documents) {
      const { value, findings } = readToon(text);
      const decoded = decode(text);
      const isObject = typeof decoded === 'object' && decoded !== null && !Array.isArray(decoded);
      deepStrictEqual([value, findings], [isObject ? decoded : { root: decoded }, []], text);
    }
  });

  it('reads a table of many rows, and refuses what is too long for one of ours', () => {
    const rows = (count: number, row: string): string =>
      `rows[${count}]{x,y}:\n${`  ${row}\n`.repeat(count)}`;
    const many = rows(150_000, '1,2');
    strictEqual((readToon(many).value?.rows as readonly unknown[]).length, 150_000);
    const long = rows(2, `1,${'2'.repeat(2_000_000)}`);
    const refused = readToon(long, { schema });
    deepStrictEqual([refused.value, codesOf(refused)], [undefined, ['too-long']]);
  });

  it('refuses what is nested too deeply for a stack, as keys or as items, for its length', () => {
    const keys = (levels: number): string =>
      Array.from({ length: levels }, (_, level) => `${'  '.repeat(level)}a:`).join('\n');
    const items = (levels: number): string =>
      `[1]:\n${Array.from({ length: levels }, (_, level) => `${'  '.repeat(level + 1)}- [1]:`).join('\n')}`;
    for (const text of [keys(3000), items(3000)]) {
      const refused = readToon(text);
      deepStrictEqual([refused.value, codesOf(refused)], [undefined, ['too-long']]);
    }
    const { value, findings } = readToon(keys(40));
    deepStrictEqual([value === undefined, findings], [false, []]);
  });
});
