import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { MAX_FINDINGS, documentFindings } from '../../../../src/core/proposals/document-findings.ts';
import { documentOf, referenceState } from '../../support/documents.ts';

const NAME = 'workflow-state.toon';
const base = documentOf(referenceState(), NAME);
const told = (
  question: Parameters<typeof documentFindings>[0],
): readonly (readonly [string, string, number])[] =>
  documentFindings(question).map(({ severity, code, line }) => [severity, code, line]);

describe('the findings of a document', () => {
  it('are those of the strict reader if it isn’t one of ours', () => {
    const text = 'a: 1\nrows[3]{x,y}:\n  1,2\n  3,4\nb: 2 # note\n';
    deepStrictEqual(told({ text, export: undefined }), [
      ['repair', 'count-recounted', 2],
      ['doubt', 'note-in-value', 5],
    ]);
    deepStrictEqual(told({ text: 'a: 1\nmore: x\n', export: undefined }), []);
  });

  it('are those of its schema where it is an export, with what an edit of it would not change', () => {
    deepStrictEqual(told({ text: base, export: { name: NAME, base } }), []);
    const text = base
      .replace('schema:', 'scheme: x\nschema:')
      .replace(/\n {2}status: \w+/, '\n  status: lost');
    deepStrictEqual(
      told({ text, export: { name: NAME, base } }).map(([severity, code]) => [severity, code]),
      [
        ['problem', 'key-unknown'],
        ['problem', 'value-unknown'],
      ],
    );
  });

  it('need no state: where it cannot be read the schema holds all the same', () => {
    deepStrictEqual(
      told({ text: base.replace('schema: ninefold/1\n', ''), export: { name: NAME, base: undefined } }).map(
        ([, code]) => code,
      ),
      ['schema-missing'],
    );
  });

  it('are the gravest where there are more than anybody reads', () => {
    const rows = Array.from({ length: MAX_FINDINGS * 2 }, (_, index) => `k${index}: v # note`);
    const text = [...rows, 'this is prose', ''].join('\n');
    const found = told({ text, export: undefined });
    strictEqual(found.length, MAX_FINDINGS);
    deepStrictEqual(found.at(-1), ['problem', 'prose', rows.length + 1]);
  });
});
