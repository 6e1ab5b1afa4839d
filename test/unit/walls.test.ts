import { deepStrictEqual, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Metafile {
  readonly inputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>;
}

/** What each part of the house may import of the others. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  node: ['core', 'node'],
  cli: ['core', 'node', 'cli'],
  mcp: ['core', 'node', 'mcp'],
  host: ['core', 'node', 'host'],
  webview: ['core', 'webview'],
};

/** Packages that core may use; the others may use what package.json has. */
const CORE_PACKAGES = ['zod', '@toon-format/toon'];

/** esbuild's own account of the build that ships. */
const metafile = JSON.parse(readFileSync('dist/meta.json', 'utf8')) as Metafile;

function partOf(path: string): string | undefined {
  return /^src\/(\w+)\//.exec(path)?.[1];
}

function packageOf(path: string): string | undefined {
  return /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
}

describe('walls of the house', () => {
  it('hold in what is built: no part imports one above it', () => {
    const crossings = Object.entries(metafile.inputs).flatMap(([file, { imports }]) => {
      const part = partOf(file);
      if (part === undefined) return [];
      return imports.flatMap(({ path }) => {
        const other = partOf(path);
        const isAllowed = other === undefined || (MAY_IMPORT[part] ?? []).includes(other);
        return isAllowed ? [] : [`${file} → ${path}`];
      });
    });
    deepStrictEqual(crossings, []);
  });

  it('keep core from the machine, the editor and every package but two', () => {
    const files = Object.entries(metafile.inputs).filter(([file]) => partOf(file) === 'core');
    ok(files.length > 10);
    const foreign = files.flatMap(([file, { imports }]) =>
      imports.flatMap(({ path, external }) => {
        const name = packageOf(path);
        const isPackage = name !== undefined && !CORE_PACKAGES.includes(name);
        return external === true || isPackage ? [`${file} → ${path}`] : [];
      }),
    );
    deepStrictEqual(foreign, []);
  });

  it('let only host import vscode', () => {
    const importers = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
      imports.some(({ path }) => path === 'vscode') ? [partOf(file)] : [],
    );
    deepStrictEqual([...new Set(importers)], ['host']);
  });

  it('keep the secrets’ patterns and the tokenizer’s ranks out of the extension’s start-up', () => {
    const inputs = Object.keys(metafile.outputs['dist/extension.js']?.inputs ?? {});
    const heavy = inputs.filter((path) => /node_modules\/(@secretlint|js-tiktoken|commander)\//.test(path));
    deepStrictEqual(heavy, []);
  });

  it('keep what looks at code, and the reader of YAML, in a bundle of their own', () => {
    const holders = Object.entries(metafile.outputs).flatMap(([file, { inputs }]) =>
      Object.keys(inputs).some((path) => /node_modules\/yaml\/|scan-project\.ts$/.test(path)) ? [file] : [],
    );
    deepStrictEqual(holders, ['dist/context.js']);
  });

  it('keep what reads the ranks in the tokenizer alone, which only a worker or a count loads', () => {
    const holders = Object.entries(metafile.outputs).flatMap(([output, { inputs }]) =>
      Object.keys(inputs).some((path) => /js-tiktoken|load-encoding\.ts$/.test(path)) ? [output] : [],
    );
    deepStrictEqual(holders, ['dist/tokenizer.js']);
  });
});
