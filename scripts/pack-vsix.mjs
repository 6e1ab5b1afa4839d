/**
 * `npm run package [-- FILE] [--no-build]`: builds and packs `ninefold.vsix`, or the given file. Pictures and links
 * of README and CHANGELOG point to the `repository` of package.json; without it, they are omitted, which is reported.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findNpm } from './find-npm.mjs';
import { stageVsix } from './stage-vsix.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'no-build': { type: 'boolean' } },
});
const [out = 'ninefold.vsix'] = positionals;
const staged = resolve('out', 'vsix');
const vsce = join(dirname(createRequire(import.meta.url).resolve('@vscode/vsce/package.json')), 'vsce');

/** vsce's name for the build. */
const BUILD = 'vscode:prepublish';
const { scripts = {} } = JSON.parse(readFileSync('package.json', 'utf8'));
if (BUILD in scripts && !values['no-build']) run(process.cwd(), npmScript(), 'run', '--silent', BUILD);
if (process.exitCode === undefined) await pack();

async function pack() {
  const { hasAddress } = await stageVsix(process.cwd(), staged);
  mkdirSync(dirname(resolve(out)), { recursive: true });
  // Links are already absolute, and vsce wouldn't change the sources of a <picture>.
  const words = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  run(staged, vsce, 'package', ...words, '--out', resolve(out));
  if (process.exitCode === undefined && !hasAddress) {
    console.log('"repository" in package.json isn\'t set: the package has no pictures or links.');
  }
}

/**
 * @param {string} cwd
 * @param {string[]} words a Node script and its arguments
 */
function run(cwd, ...words) {
  const { status } = spawnSync(process.execPath, words, { cwd, stdio: 'inherit' });
  if (status !== 0) process.exitCode = status ?? 1;
}

function npmScript() {
  const npm = findNpm();
  if (npm === undefined) throw new Error('npm not found next to Node; run `npm run package`');
  return npm;
}
