/** The walks in docs/architecture.md, and files named in any document: what they name exists in the source. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';

const textOf = (path: string): string => readFileSync(join(projectFolder, path), 'utf8');

/** A file of `src`, then a name in it: `core/workflow/decide.ts` `decide`, or `….ts` `Class.method`. */
const NAMED = /`((?:core|node|host|cli|mcp|webview)\/[\w./-]+\.ts)`\s+`([\w#.]+)`/g;

const architecture = textOf('docs/architecture.md');
const walks = architecture.slice(architecture.indexOf('\n## One approve'));

/** Whether a file declares the name: a function, class, or constant, and of a class the method too. */
function declares(text: string, name: string): boolean {
  const [owner = '', member] = name.split('.');
  const isDeclared = new RegExp(`\\b(?:function|class|const|interface|type) ${owner}\\b`).test(text);
  if (member === undefined || !isDeclared) return isDeclared;
  return new RegExp(`^ {2}(?:async |static |get )*${member}(?:<[^>]*>)?\\(`, 'm').test(text);
}

describe('the house of docs/architecture.md', () => {
  it('has every folder of core, node, and host', () => {
    const folders = ['core', 'node', 'host'].flatMap((room) =>
      readdirSync(join(projectFolder, 'src', room), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => ({ room, name })),
    );
    ok(folders.length > 40);
    const rowsOf = (room: string): string =>
      architecture.split(`| \`${room}/\` | holds |`)[1]?.split('\n\n')[0] ?? '';
    deepStrictEqual(
      folders.filter(({ room, name }) => !rowsOf(room).includes(`\`${name}/\``)),
      [],
    );
  });
});

describe('a walk of docs/architecture.md', () => {
  it('names what the source declares there', () => {
    const named = [...walks.matchAll(NAMED)].map(([, file = '', name = '']) => ({ file, name }));
    ok(named.length > 30, String(named.length));
    const gone = named.filter(({ file, name }) => {
      const path = `src/${file}`;
      return !existsSync(join(projectFolder, path)) || !declares(textOf(path), name);
    });
    deepStrictEqual(gone, []);
  });

  it('names no file of the source without what is meant in it', () => {
    const files = [...walks.matchAll(/`(?:core|node|host|cli|mcp|webview)\/[\w./-]+\.ts`/g)];
    deepStrictEqual(files.length, [...walks.matchAll(NAMED)].length);
  });
});

describe('the documents', () => {
  it('name only files of the project that exist', () => {
    const documents = ['.', 'docs', 'docs/adr'].flatMap((folder) =>
      readdirSync(join(projectFolder, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => join(folder, name)),
    );
    const gone = documents.flatMap((document) =>
      [
        ...textOf(document).matchAll(
          /`((?:(?:src|test|scripts)\/|(?:core|node|host|cli|mcp)\/)[\w./-]+\.(?:ts|mjs|json))`/g,
        ),
      ]
        .map(([, path = '']) => path)
        .filter(
          (path) => !existsSync(join(projectFolder, path)) && !existsSync(join(projectFolder, 'src', path)),
        )
        .map((path) => `${document}: ${path}`),
    );
    deepStrictEqual(gone, []);
  });
});
