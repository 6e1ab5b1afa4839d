/** Every statement of the source documents has its test, or says what isn't true. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { statements } from './statement.ts';

const FOLDER = join(projectFolder, 'test/unit/seeds');

/** The numbers of the statements that are tested. */
function tested(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^\s*says\('([AP][\d.]+)'/gm)])
    .map(([, id = '']) => id);
}

describe('the statements of the source documents', () => {
  const all = statements();

  it('are numbered within their sections, without a gap', () => {
    ok(all.length > 150, String(all.length));
    const expected: string[] = [];
    let [section, number] = ['', 0];
    for (const { id } of all) {
      const [own = ''] = id.split('.');
      number = own === section ? number + 1 : 1;
      section = own;
      expected.push(`${section}.${number}`);
    }
    deepStrictEqual(
      all.map(({ id }) => id),
      expected,
    );
  });

  it('have exactly one test each, unless they say that they do not hold', () => {
    const wanted = all.filter(({ holds }) => !holds.startsWith('no')).map(({ id }) => id);
    deepStrictEqual(tested().toSorted(), wanted.toSorted());
  });

  it('say what is missing where they do not hold', () => {
    const bare = all.filter(({ holds }) => holds !== 'yes' && !/^(?:partly|no): \S/.test(holds));
    deepStrictEqual(bare, []);
  });

  it('are counted as the page says', () => {
    const text = readFileSync(join(projectFolder, 'docs/seeds.md'), 'utf8');
    const said = /(\d+) statements, of which (\d+) are true, (\d+) partly, and (\d+) not/
      .exec(text)
      ?.slice(1, 5);
    const count = (word: string): number => all.filter(({ holds }) => holds.startsWith(word)).length;
    deepStrictEqual(said?.map(Number), [all.length, count('yes'), count('partly'), count('no')]);
  });

  it('stand in sections of their own, each with a test suite of that name', () => {
    const text = readFileSync(join(projectFolder, 'docs/seeds.md'), 'utf8');
    const headings = [...text.matchAll(/^### ([AP]\d+) (.+)$/gm)].map(
      ([, id = '', name = '']) => `${id} ${name}`,
    );
    const suites = readdirSync(FOLDER).flatMap((name) => [
      ...readFileSync(join(FOLDER, name), 'utf8').matchAll(/^describe\((['"`])([AP]\d+ .+)\1, /gm),
    ]);
    deepStrictEqual(suites.map(([, , name = '']) => name).toSorted(), headings.toSorted());
  });
});
