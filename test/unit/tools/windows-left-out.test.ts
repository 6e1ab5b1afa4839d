/** What isn't tested on Windows is named by the titles of tests that exist: elsewhere, nobody would notice a renamed one. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { LEFT_OUT } from '../../harness/windows-left-out.mjs';

const TITLE = /\b(?:(describe|it|says|on[A-Z]\w+)\(|title:)\s*(['"`])((?:\\.|(?!\2)[^\\])*)\2/g;
/** Shorter ends of an entry are in too many titles. */
const LEAST = 6;

interface Title {
  readonly isGroup: boolean;
  /** Up to its first changing part. */
  readonly text: string;
}

function titlesOf(file: string): readonly Title[] {
  const text = readFileSync(join(projectFolder, 'test/unit', file), 'utf8');
  return [...text.matchAll(TITLE)].map(([, kind, , title = '']) => ({
    isGroup: kind === 'describe',
    text: title.split('${')[0] ?? '',
  }));
}

/** Tests whether the entry ends with a group, ends within a test's title, or contains a test's whole title. */
function names(begin: string, { isGroup, text }: Title): boolean {
  if (text === '') return false;
  if (isGroup) return begin.endsWith(text);
  const starts = Array.from({ length: Math.max(0, begin.length - LEAST + 1) }, (_, at) => begin.slice(at));
  return begin.includes(` ${text}`) || starts.some((end) => text.startsWith(end));
}

describe('the tests that are left out on Windows', () => {
  for (const { needs, reason, tests } of LEFT_OUT)
    it(`exist: those that need ${needs}`, () => {
      ok(reason !== '');
      for (const [file, begins] of Object.entries(tests)) {
        ok(existsSync(join(projectFolder, 'test/unit', file)), file);
        const titles = titlesOf(file);
        const wrong =
          begins === 'all' ? [] : begins.filter((begin) => !titles.some((title) => names(begin, title)));
        deepStrictEqual(wrong, [], file);
      }
    });

  it('are missed once they are renamed', () => {
    const title = { isGroup: false, text: 'shares the journals in git, and takes it back' };
    const found = ['sharing shares the journals in git', 'sharing shares journals in git, and takes'].map(
      (begin) => names(begin, title),
    );
    deepStrictEqual(found, [true, false]);
  });
});
