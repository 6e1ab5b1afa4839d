import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { explainKey } from '../../../src/core/exports/explain-key.ts';
import { exportSchema } from '../../../src/core/exports/export-schemas.ts';
import { KEY_DESCRIPTIONS } from '../../../src/core/exports/key-descriptions.ts';
import { documentOf, referenceState } from '../support/documents.ts';

const OWN = 'state/workflows/checkout-20260105.toon';
const NAMES = ['workflow-state.toon', 'session-context.toon', 'decisions.toon', OWN];

/** What is said of a piece of a document: the key and the first sentence; of its `nth` character. */
function explained(
  name: string,
  text: string,
  piece: string,
  offset = 0,
): readonly [string, string] | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.includes(piece));
  ok(at >= 0, `'${piece}' is in ${name}`);
  const column = (lines[at] ?? '').indexOf(piece) + 1 + offset;
  const found = explainKey(name, (line) => lines[line - 1], { line: at + 1, column });
  return found === undefined ? undefined : [found.key, found.phrases[0]?.template ?? ''];
}

/** Every path there is in the exports, as the words name it. */
function paths(): readonly string[] {
  return NAMES.flatMap((name) =>
    Object.entries(exportSchema(name).fields).flatMap(([key, field]) => {
      const below = field.kind === 'object' ? field.fields : field.kind === 'table' ? field.columns : {};
      const own = name === 'decisions.toon' && key === 'workflow' ? `${name}:${key}` : key;
      return [own, ...Object.keys(below).map((one) => `${key}.${one}`)];
    }),
  );
}

describe('the meaning of a key', () => {
  it('is there for every key of every export, and for nothing else', () => {
    deepStrictEqual(Object.keys(KEY_DESCRIPTIONS).sort(), [...new Set(paths())].sort());
  });

  it('is told of keys, columns and cells, with the values that there are', () => {
    const name = 'workflow-state.toon';
    const text = documentOf(referenceState(), name);
    deepStrictEqual(
      [
        explained(name, text, 'schema'),
        explained(name, text, 'workflow:'),
        explained(name, text, 'deliverables', 3),
        explained(name, text, 'file}', 1),
        explained(name, text, 'docs/', 2),
        explained(name, text, '  id: ', 3),
      ].map((found) => found?.[0]),
      ['schema', 'workflow', 'deliverables', 'deliverables.file', 'deliverables.file', 'workflow.id'],
    );
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.startsWith('  status: '));
    const found = explainKey(name, (line) => lines[line - 1], { line: at + 1, column: 4 });
    deepStrictEqual(found, {
      key: 'workflow.status',
      phrases: [
        { template: KEY_DESCRIPTIONS['workflow.status'], parameters: {} },
        {
          template: 'One of {values}.',
          parameters: { values: 'in_progress, paused, completed, cancelled' },
        },
      ],
      column: 3,
      endColumn: 9,
    });
  });

  it('differs where one name is two things', () => {
    const text = documentOf(referenceState(), 'decisions.toon');
    deepStrictEqual(explained('decisions.toon', text, 'workflow:'), [
      'workflow',
      KEY_DESCRIPTIONS['decisions.toon:workflow'],
    ]);
    deepStrictEqual(explained(OWN, documentOf(referenceState(), OWN), 'workflow:'), [
      'workflow',
      KEY_DESCRIPTIONS.workflow,
    ]);
  });

  it('is there on every line of an export that says something', () => {
    for (const name of NAMES) {
      const lines = documentOf(referenceState(), name).split('\n');
      const silent = lines.filter((line, index) => {
        if (line === '' || line.startsWith('#')) return false;
        const column = line.length - line.trimStart().length + 1;
        return explainKey(name, (number) => lines[number - 1], { line: index + 1, column }) === undefined;
      });
      deepStrictEqual(silent, [], name);
    }
  });

  it('is none of comments, of keys that the export has not, and of names that every object has', () => {
    const text =
      '# schema: x\nother: 1\nconstructor: 2\n__proto__:\n  schema: 3\n\nphases[1]{num,name}:\n  1,2,3\n';
    const name = 'workflow-state.toon';
    for (const piece of ['# schema', 'other', 'constructor', '__proto__', 'schema: 3', '3'])
      strictEqual(explained(name, text, piece), undefined, piece);
    strictEqual(
      explainKey(name, () => undefined, { line: 9, column: 1 }),
      undefined,
    );
  });
});
