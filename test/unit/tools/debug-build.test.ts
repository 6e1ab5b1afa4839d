/** `npm run build -- --dev`: a breakpoint in a bundle is one in the source that a person edits. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import type { SourceMapPayload, SourceMapping } from 'node:module';
import { join, resolve } from 'node:path';

import { bundles, pages } from '../../../bundles.mjs';
import { projectFolder } from '../../harness/paths.mjs';
import { newFolder, removeFolders } from '../support/folders.ts';

/** A function of each that a person would stop in: bundle, source, its first line. */
const FUNCTIONS = [
  ['extension', 'src/host/extension.ts', 'export function activate('],
  ['extension', 'src/host/meter/status-bar.ts', '  #update(): void {'],
  ['command-line', 'src/cli/run.ts', 'export async function runCommandLine('],
  ['command-line', 'src/core/workflow/decide.ts', 'export function decideStart('],
  ['engine', 'src/core/workflow/apply.ts', 'export function applyStart('],
  ['mcp', 'src/mcp/server.ts', 'export async function serve('],
] as const;

describe('a build for debugging', function () {
  this.timeout(60_000);
  let dist = '';
  const built = (file: string): string => readFileSync(join(dist, file), 'utf8');
  const payload = (bundle: string): SourceMapPayload =>
    JSON.parse(built(`${bundle}.js.map`)) as SourceMapPayload;

  before('build', () => {
    dist = newFolder();
    const words = ['esbuild.config.mjs', '--dev', '--outdir', dist];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: projectFolder, encoding: 'utf8' });
    strictEqual(status, 0, stderr);
  });
  after(removeFolders);

  it('names in each bundle its source map, whose sources are the files of the project', () => {
    for (const bundle of Object.keys({ ...bundles, ...pages })) {
      ok(built(`${bundle}.js`).trimEnd().endsWith(`//# sourceMappingURL=${bundle}.js.map`), bundle);
      // What a package says of its own sources is its own affair.
      const sources = payload(bundle).sources.filter((source) => !source.includes('node_modules/'));
      ok(
        sources.some((source) => source.endsWith('.ts')),
        bundle,
      );
      const missing = sources.filter((source) => !existsSync(resolve(dist, source)));
      deepStrictEqual(missing, [], bundle);
    }
  });

  it('leads from a line of a bundle to the line of the .ts file that it was', () => {
    for (const [bundle, source, begins] of FUNCTIONS) {
      const map = new SourceMap(payload(bundle));
      const original = readFileSync(join(projectFolder, source), 'utf8').split('\n');
      const wanted = original.findIndex((line) => line.startsWith(begins));
      ok(wanted >= 0, `${source} has no ${begins}`);
      const places = built(`${bundle}.js`)
        .split('\n')
        .map((line, index): Partial<SourceMapping> => map.findEntry(index, line.search(/\S/)))
        .filter(({ originalSource }) => originalSource?.endsWith(`/${source}`))
        .map(({ originalLine }) => originalLine);
      ok(places.includes(wanted), `${source}:${wanted + 1} is nowhere in ${bundle}.js`);
    }
  });

  it('is the program that ships, only readable', () => {
    const words = [join(dist, 'cli.js'), '--version'];
    const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    match(stdout, /^\d+\.\d+\.\d+/);
    match(built('cli.js'), /^#!\/usr\/bin\/env node\n/);
    match(built('extension.js'), /\n {2}#update\(\) \{\n/);
  });
});
