/** docs/settings.md's list of settings and rules is whole. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { SETTINGS } from '../../../src/host/contributions.ts';
import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { projectFolder } from '../../harness/paths.mjs';

const textOf = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

describe('the documents of the settings', () => {
  const page = textOf('docs/settings.md');

  it('name every setting of VS Code', () => {
    const ids = Object.keys(SETTINGS);
    ok(ids.length > 3);
    deepStrictEqual(
      ids.filter((id) => !page.includes(`| \`${id}\` |`)),
      [],
    );
  });

  it('name every rule', () => {
    const keys = Object.keys(DEFAULT_RULES);
    ok(keys.length > 5);
    deepStrictEqual(
      keys.filter((key) => !page.includes(`  "${key}": `)),
      [],
    );
  });

  it('say of every rule whether a person must accept it first', () => {
    const section = /^## Rules that you accept first$.*?(?=^- )/ms.exec(page)?.[0] ?? '';
    deepStrictEqual(
      Object.keys(DEFAULT_RULES).filter((key) => !section.includes(`\`${key}\``)),
      [],
    );
  });
});

describe('a table of the documents', () => {
  it('is not cut in two by an empty line', () => {
    const documents = [
      'README.md',
      ...readdirSync(join(projectFolder, 'docs')).map((name) => `docs/${name}`),
    ];
    const cut = documents
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) => {
        const rows = [...textOf(path).matchAll(/^\|.*\|\n\n(\|.*\|)\n(?!\|[-:| ]+\|\n)/gm)];
        return rows.map(([, row]) => `${path}: ${row ?? ''}`);
      });
    deepStrictEqual(cut, []);
  });
});
