/** CONTRIBUTING.md's "How to add": what it names is there. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';

const recipes = /^## How to add$.*?(?=^## )/ms.exec(
  readFileSync(join(projectFolder, 'CONTRIBUTING.md'), 'utf8'),
)?.[0];
const text = recipes ?? '';

const files = ['src', 'test', 'docs', 'scripts', '.'].flatMap((folder) =>
  readdirSync(join(projectFolder, folder), { recursive: folder !== '.', encoding: 'utf8' }).map((name) =>
    join(folder, name).replaceAll('\\', '/'),
  ),
);

/** A name as a pattern for the end of a path: `decide*.ts`, `src/core/agents/{agent}/agent.ts`, `src/mcp/tools/`. */
function endOf(name: string): RegExp {
  const parts = name.replace(/\/$/, '').split(/\*|\{[a-z]+\}/);
  const source = parts.map((part) => part.replaceAll(/[.+-]/g, String.raw`\$&`)).join('[^/]*');
  return new RegExp(`(?:^|/)${source}$`);
}

const isThere = (name: string): boolean => files.some((file) => endOf(name).test(file));

describe('the recipes of CONTRIBUTING.md', () => {
  it('name files and folders that exist', () => {
    const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
    const own = spans.filter((span) => span !== 'ninefold.json');
    const names = own.filter((span) => /^[\w{}*./-]+(?:\.(?:ts|mjs|md|json)|\/)$/.test(span));
    ok(names.length > 40, names.join(' '));
    deepStrictEqual(
      names.filter((name) => !isThere(name)),
      [],
    );
  });

  it('name unit tests that exist, in every row of the table', () => {
    const rows = [...text.matchAll(/^\| (?!change|---)(.+?) \| .+ \| (.+) \|$/gm)];
    ok(rows.length >= 9);
    const lacking = rows.flatMap(([, change = '', tests = '']) => {
      const named = [...tests.matchAll(/`([\w/-]+)`/g)].map(([, name = '']) =>
        join(projectFolder, 'test/unit', name),
      );
      const gone = named.filter((name) => !existsSync(name) && !existsSync(`${name}.test.ts`));
      return named.length === 0 ? [change] : gone;
    });
    deepStrictEqual(lacking, []);
  });

  it('name what a file declares', () => {
    const declared = [
      ...text.matchAll(/`(\w+)`(?: and `(\w+)`)? (?:of|in|to `\w+` in)\s`(src\/[\w/.-]+\.ts)`/g),
    ];
    ok(declared.length >= 3);
    const gone = declared.flatMap(([, one, other, file = '']) => {
      const source = readFileSync(join(projectFolder, file), 'utf8');
      return [one, other].flatMap((name) =>
        name === undefined || new RegExp(String.raw`\b${name}\b`).test(source) ? [] : [`${file}: ${name}`],
      );
    });
    deepStrictEqual(gone, []);
  });
});
