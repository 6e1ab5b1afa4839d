import { deepStrictEqual, ok } from 'node:assert/strict';

import { FAILURES, exitCodeOf, failureTemplate, failureText } from '../../../src/core/failures/failures.ts';
import type { ErrorCode, Surface } from '../../../src/core/failures/failures.ts';
import { asSentence } from '../../../src/host/sentence.ts';

const CODES = Object.keys(FAILURES) as ErrorCode[];

/** The codes whose text on a surface has what it mustn't. */
const codesWith = (surface: Surface, unwanted: RegExp): readonly ErrorCode[] =>
  CODES.filter((code) => unwanted.test(failureTemplate(code, surface)));

describe('the table of failures', () => {
  it('never sends a person in the window to a command line', () => {
    deepStrictEqual(codesWith('window', /`|--\w/), []);
  });

  it('never names a command line to a model where a tool does the same', () => {
    deepStrictEqual(
      codesWith('mcp', /`ninefold (list|init|switch|handoff|next|deliverable|export|set|resume)/),
      [],
    );
  });

  it('says what is wrong as a beginning that what to do can follow', () => {
    deepStrictEqual(
      CODES.filter((code) => /[.;]$/.test(FAILURES[code].what)),
      [],
    );
  });

  it('makes sentences of them for a notification', () => {
    deepStrictEqual(
      [
        asSentence('no folder is open'),
        asSentence("'a' exists"),
        asSentence('Done.'),
        asSentence('state/a.jsonl:2: torn', '{file}:{line}: {reason}'),
      ],
      ['No folder is open.', "'a' exists.", 'Done.', 'state/a.jsonl:2: torn.'],
    );
  });

  it('quotes of what was given no more than a path or a command has', () => {
    const text = failureText({ code: 'workflow-id-invalid', parameters: { id: 'x'.repeat(900_000) } }, 'mcp');
    ok(text.includes('xxx…') && text.length < 5_000);
  });

  it('ends with 3 for what tells that state cannot be read, and with 1 for every other failure', () => {
    const unreadable = CODES.filter((code) => exitCodeOf({ code }) === 3);
    deepStrictEqual(unreadable.sort(), [
      'active-missing',
      'event-newer',
      'file-damaged',
      'file-not-plain',
      'file-too-large',
      'file-unreadable',
      'rules-invalid',
      'state-damaged',
      'state-newer',
      'task-damaged',
    ]);
  });
});
