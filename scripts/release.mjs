/**
 * `npm run release`: makes both packages of the version in package.json if the tree is clean and all tests pass.
 * Doesn't publish or tag: it prints the commands for that.
 *
 * Refuses, with every reason: uncommitted changes; an existing tag of that version; a CHANGELOG whose first section
 * isn't that version with a date; a package-lock.json of another version; failing tests; a build that changes the
 * tree.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { findNpm } from './find-npm.mjs';

const npm = findNpm();
const { version, repository } = JSON.parse(readFileSync('package.json', 'utf8'));

const reasons = [...treeReasons(), ...versionReasons()];
// The tests take minutes, so a forgotten commit is reported first.
if (reasons.length === 0 && !run('test')) reasons.push('tests fail; run `npm test` to see which');
if (reasons.length === 0 && !(run('package') && run('package:npm'))) reasons.push('packaging failed');
if (reasons.length === 0) reasons.push(...treeReasons().map((reason) => `after the tests, ${reason}`));
if (reasons.length > 0) {
  for (const reason of reasons) console.error(`not released: ${reason}`);
  process.exitCode = 1;
} else {
  announce();
}

function treeReasons() {
  const changes = git('status', '--porcelain');
  return changes === '' ? [] : [`the tree has uncommitted changes; commit or undo them:\n${changes}`];
}

function versionReasons() {
  const found = [];
  if (git('tag', '--list', `v${version}`) !== '')
    found.push(`v${version} is already tagged; raise the version`);
  const first = /^## \[(.+)$/m.exec(readFileSync('CHANGELOG.md', 'utf8'))?.[1] ?? '';
  if (!first.startsWith(`${version}] - `) || !/- \d{4}-\d\d-\d\d$/.test(first)) {
    found.push(`CHANGELOG.md begins with [${first}; the first section must be [${version}] - YYYY-MM-DD`);
  }
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).version;
  if (locked !== version)
    found.push(`package-lock.json has version ${locked}, package.json ${version}; run npm install`);
  return found;
}

/** @param {string} script */
function run(script) {
  const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  return spawnSync(program, [...first, 'run', script], { stdio: 'inherit' }).status === 0;
}

/** @param {string[]} words */
function git(...words) {
  return execFileSync('git', words, { encoding: 'utf8' }).trimEnd();
}

function announce() {
  const tarball = `ninefold-${version}.tgz`;
  const packages = readdirSync('.').filter((name) => name === 'ninefold.vsix' || name === tarball);
  for (const name of packages)
    console.log(`${createHash('sha256').update(readFileSync(name)).digest('hex')}  ${name}`);
  if (repository === undefined)
    console.log('\n"repository" in package.json isn\'t set: the packages have no home page or pictures.');
  console.log(`\nReady. To publish, run:
  git tag v${version} && git push origin v${version}
  npx vsce publish --packagePath ninefold.vsix
  npm publish ${tarball}`);
}
