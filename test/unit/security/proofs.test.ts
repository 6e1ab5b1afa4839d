import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

const [, promises = ''] = read('SECURITY.md').split('\n## What never happens\n');

/** Each promise with its proofs: file and name of a test. */
const sections = promises
  .split('\n### ')
  .slice(1)
  .map((text) => ({
    promise: text.split('\n')[0] ?? '',
    proofs: [...text.matchAll(/^- `(test\/[^`]+)`: (.+)$/gm)].map(([, file = '', name = '']) => ({
      file,
      name,
    })),
  }));

describe('SECURITY.md', () => {
  it('ties every promise to tests', () => {
    ok(sections.length >= 9);
    const lines = promises.split('\n').filter((line) => line.startsWith('- '));
    deepStrictEqual(
      sections.filter(({ proofs }) => proofs.length === 0).map(({ promise }) => promise),
      [],
    );
    deepStrictEqual(lines.length, sections.flatMap(({ proofs }) => proofs).length);
  });

  it('names only tests that exist, by their whole names', () => {
    const missing = sections
      .flatMap(({ proofs }) => proofs)
      .filter(({ file, name }) => {
        if (!existsSync(join(projectFolder, file))) return true;
        const text = read(file);
        return !["'", '"', '`'].some((mark) => text.includes(`it(${mark}${name}${mark}, `));
      });
    deepStrictEqual(missing, []);
  });
});
