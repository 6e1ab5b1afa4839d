/** The commands that the documents name exist, with the options that are named beside them. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { newFolder } from '../support/folders.ts';
import { runInProcess } from '../support/in-process.ts';

const textOf = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

const documents = ['.', 'docs'].flatMap((folder) =>
  readdirSync(join(projectFolder, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);

/** Code of a document that begins with a program's name, without that name and without a comment behind it. */
function callsOf(
  program: string,
): readonly { readonly document: string; readonly words: readonly string[] }[] {
  const call = new RegExp(`(?:\`|^)${program} ([^\`\\n#|]+)`, 'gm');
  return documents.flatMap((document) =>
    [...textOf(document).matchAll(call)].map(([, text = '']) => ({
      document,
      words: text.trim().split(/\s+/),
    })),
  );
}

/** What the first cells of the command line's own page name. */
function callsOfTables(document: string): ReturnType<typeof callsOf> {
  return textOf(document)
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replaceAll('\\|', '/').split(' | ')[0] ?? '')
    .flatMap((cell) => [...cell.matchAll(/`([a-z]+ [^`]*|mcp|usage|savings)`/g)])
    .map(([, text = '']) => ({ document, words: text.split(/\s+/) }));
}

const WORD = /^[a-z][a-z-]*$/;
const GLOBAL = new Set(['--help', '--version', '--json', '--cwd', '--state-dir']);

describe('the documents', () => {
  it('name only scripts of package.json', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const calls = callsOf('npm run');
    ok(calls.length > 10);
    deepStrictEqual(
      calls.filter(({ words: [name = ''] }) => !Object.hasOwn(scripts, name)),
      [],
    );
  });

  it('name only commands and options of the command line', async () => {
    const folder = newFolder();
    const helps = new Map<string, string>();
    const helpOf = async (...path: readonly string[]): Promise<string> => {
      const key = path.join(' ');
      const known = helps.get(key);
      if (known !== undefined) return known;
      const { code, out } = await runInProcess(folder, folder, [...path, '--help']);
      helps.set(key, code === 0 ? out : '');
      return code === 0 ? out : '';
    };
    const calls = [...callsOf('ninefold'), ...callsOfTables('docs/command-line.md')].filter(
      ({ words: [first = ''] }) => WORD.test(first),
    );
    ok(calls.length > 100, String(calls.length));
    const top = await helpOf();
    const wrong: string[] = [];
    for (const { document, words } of calls) {
      const [first = '', second = ''] = words;
      const names = first.split('\\');
      const isKnown = new RegExp(`^  ${names[0] ?? ''}\\b`, 'm').test(top);
      const help = isKnown ? await helpOf(first) : '';
      const isNested = WORD.test(second) && new RegExp(`^  ${second}\\b`, 'm').test(help);
      const own = isNested ? `${help}${await helpOf(first, second)}` : help;
      const options = words
        .filter((word) => /^\[?--[a-z-]+/.test(word))
        .map((word) => word.replace(/^\[|[\].,…]+$/g, ''));
      const unknown = options.filter((option) => !GLOBAL.has(option) && !own.includes(option));
      if (!isKnown || unknown.length > 0) wrong.push(`${document}: ninefold ${words.join(' ')}`);
    }
    deepStrictEqual(wrong, []);
  });
});
