/** The decisions in docs/adr: one page each, in one form, and all of them in the index. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';

const FOLDER = 'docs/adr';
const INDEX = 'README.md';
/** A printed page. */
const MAX_LINES = 60;
const FORM =
  /^# (\d{4})\. .+\n\nDate: \d{4}-\d\d-\d\d\n\n## Context\n[^]+\n## Decision.*\n[^]+\n## Consequences\n/;

const textOf = (name: string): string => readFileSync(join(projectFolder, FOLDER, name), 'utf8');
const titleOf = (name: string): string => /^# \d{4}\. (.+)$/m.exec(textOf(name))?.[1] ?? '';

const decisions = readdirSync(join(projectFolder, FOLDER))
  .filter((name) => name !== INDEX)
  .sort();

describe('the decisions', () => {
  it('have a number of their own, a date, and context, decision, and consequences on a page', () => {
    ok(decisions.length > 10);
    deepStrictEqual(
      decisions.filter((name) => {
        const text = textOf(name);
        return FORM.exec(text)?.[1] !== name.slice(0, 4) || text.split('\n').length > MAX_LINES;
      }),
      [],
    );
    const numbers = decisions.map((name) => name.slice(0, 4));
    deepStrictEqual([...new Set(numbers)], numbers);
  });

  it('are listed in the index by number and title, in order', () => {
    const rows = textOf(INDEX)
      .split('\n')
      .filter((line) => line.startsWith('| ['));
    deepStrictEqual(
      rows,
      decisions.map((name) => `| [${name.slice(0, 4)}](${name}) | ${titleOf(name)} |`),
    );
  });
});
