/**
 * What is left over and no tool finds, because only VS Code or Ninefold itself knows the connection. knip (`npm run lint`)
 * finds the rest: files, dependencies, exports; `host/contributions.test.ts` texts and context keys.
 */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { FAILURES } from '../../src/core/failures/failures.ts';
import { COMMANDS, SETTINGS } from '../../src/host/contributions.ts';
import { projectFolder } from '../harness/paths.mjs';
import { shown } from './support/platform.ts';

const read = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');
const filesOf = (folder: string): string[] =>
  readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => shown(join(entry.parentPath, entry.name).slice(projectFolder.length + 1)));

const sources = filesOf('src').map((path) => ({ path, text: read(path) }));
const manifest = JSON.parse(read('package.json')) as {
  readonly contributes: { readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>> };
};

/** The source without the files that only list something. */
const sourceBeside = (...lists: readonly string[]): string =>
  sources.flatMap(({ path, text }) => (lists.some((list) => path.endsWith(list)) ? [] : [text])).join('\n');

/** Whether the text has the key as a literal, or a template such as `status-${status}` that can make it. */
function isNamed(key: string, text: string, templates: readonly RegExp[]): boolean {
  return (
    ["'", '"', '`'].some((mark) => text.includes(mark + key + mark)) || templates.some((one) => one.test(key))
  );
}

/** The templates of one word, such as `lacks-${need}`, as patterns; one of values alone would name everything. */
function templatesOf(text: string): readonly RegExp[] {
  const found = text.match(/`(?:[a-z]+-|\$\{\w+\}-[a-z])(?:[a-z-]|\$\{[^}`]*\})*`/g) ?? [];
  return [...new Set(found)]
    .filter((template) => template.includes('${'))
    .map((template) => new RegExp(`^${template.slice(1, -1).replace(/\$\{[^}]*\}/g, '.+')}$`));
}

describe('nothing is left over', () => {
  it('of the failures: each code is one that something throws', () => {
    const text = sourceBeside('-failures.ts');
    deepStrictEqual(
      Object.keys(FAILURES).filter((code) => !isNamed(code, text, [])),
      [],
    );
  });

  it('of the words: each is said somewhere', () => {
    const tables = sources.filter(({ path }) => path.endsWith('-words.ts'));
    ok(tables.length > 5);
    const unsaid = tables.flatMap(({ path, text }) => {
      const keys = [...text.matchAll(/^ {2}'?([a-z][\w-]*)'?:/gm)].map(([, key]) => key ?? '');
      const beside = text.replace(/^ {2}'?[a-z][\w-]*'?:/gm, '') + sourceBeside(path);
      const templates = templatesOf(beside);
      const isField = (key: string): boolean => new RegExp(`\\.${key}\\b`).test(beside);
      return keys
        .filter((key) => !isNamed(key, beside, templates) && !isField(key))
        .map((key) => `${path} ${key}`);
    });
    deepStrictEqual(unsaid, []);
  });

  it('of the settings: each is read', () => {
    const text = sourceBeside('/contributions.ts', '-failures.ts');
    deepStrictEqual(
      Object.keys(SETTINGS).filter((id) => !isNamed(id, text, [])),
      [],
    );
  });

  it('of the commands: each is in the palette, in a menu, or run by the window', () => {
    const menus = Object.entries(manifest.contributes.menus).filter(([menu]) => menu !== 'commandPalette');
    const offered = new Set(menus.flatMap(([, items]) => items.map(({ command }) => command)));
    const text = sourceBeside('/contributions.ts').replace(/^ {4}'ninefold\.\w+': \(/gm, '');
    const hidden = Object.entries(COMMANDS).filter(([, { palette }]) => palette === 'never');
    deepStrictEqual(
      hidden.map(([id]) => id).filter((id) => !offered.has(id) && !isNamed(id, text, [])),
      [],
    );
  });

  it('of the pictures and data that ship: each is named by what ships', () => {
    const text = [read('package.json'), sourceBeside()].join('\n');
    deepStrictEqual(
      filesOf('media').filter((path) => !text.includes(path.slice('media/'.length))),
      [],
    );
  });
});
