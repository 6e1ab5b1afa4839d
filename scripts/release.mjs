/**
 * `npm run release`: makes the packages of the version in package.json (extension, npm package, plugin) in `out/release/`
 * if the tree is clean and all tests pass, with an SBOM of what they were built from, notes from CHANGELOG.md, and
 * checksums. Doesn't publish or tag: it prints the commands for that.
 *
 * Refuses, with every reason: uncommitted changes; an existing tag of that version; a CHANGELOG whose first section
 * isn't that version with a date; a package-lock.json of another version; failing tests; a package that is missing or too
 * large; a build that changes the tree.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNpm } from './find-npm.mjs';
import { LARGEST_TARBALL, LARGEST_VSIX } from './largest-packages.mjs';

const npm = findNpm();
const { name, version, repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const folder = join('out', 'release');
const plugin = `ninefold-plugin-${version}.tgz`;
const tarball = `ninefold-${version}.tgz`;
/** Where each package is made, and how many bytes it may have. */
const packages = [
  { name: 'ninefold.vsix', made: 'ninefold.vsix', most: LARGEST_VSIX },
  { name: tarball, made: tarball, most: LARGEST_TARBALL },
  { name: plugin, made: join('out', plugin), most: LARGEST_TARBALL },
];

const reasons = [...treeReasons(), ...versionReasons()];
// The tests take minutes, so a forgotten commit is reported first.
if (reasons.length === 0 && !run('test')) reasons.push('tests fail; run `npm test` to see which');
if (reasons.length === 0) {
  const isMade = ['package', 'package:npm', 'package:plugin'].every(run) && packPlugin();
  reasons.push(...(isMade ? packageReasons() : ['packaging failed']));
}
if (reasons.length === 0) reasons.push(...treeReasons().map((reason) => `after the tests, ${reason}`));
if (reasons.length > 0) {
  for (const reason of reasons) console.error(`not released: ${reason}`);
  process.exitCode = 1;
} else {
  collect();
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

function packageReasons() {
  return packages.flatMap(({ made, most }) => {
    if (!existsSync(made)) return [`${made} wasn't made`];
    const { size } = statSync(made);
    return size > most ? [`${made} has ${inMegabytes(size)} MB, more than ${inMegabytes(most)}`] : [];
  });
}

/** @param {number} bytes */
function inMegabytes(bytes) {
  return (bytes / 1024 / 1024).toFixed(2);
}

/** @param {string} script */
function run(script) {
  return callNpm(['run', script], 'inherit').status === 0;
}

/** Packs the folder of `npm run package:plugin`. */
function packPlugin() {
  const words = ['-czf', join('out', plugin), '-C', join('out', 'plugin'), '.'];
  return spawnSync('tar', words, { stdio: 'inherit' }).status === 0;
}

/**
 * @param {string[]} words
 * @param {'inherit' | 'pipe'} stdio
 */
function callNpm(words, stdio) {
  const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  return spawnSync(program, [...first, ...words], { stdio, encoding: 'utf8', maxBuffer: 1e8 });
}

/** @param {string[]} words */
function git(...words) {
  return execFileSync('git', words, { encoding: 'utf8' }).trimEnd();
}

/** Brings everything together in one folder, with its checksums. */
function collect() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, made } of packages) renameSync(made, join(folder, name));
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(), undefined, 2)}\n`);
  writeFileSync(join(folder, 'notes.md'), notesIn(readFileSync('CHANGELOG.md', 'utf8')));
  const sums = [...packages.map(({ name }) => name), 'sbom.cdx.json'].map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex')}  ${name}\n`,
  );
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
}

/** Lists what the packages are built from. npm names that after the folder, and doesn't look up the description's words. */
function billOfMaterials() {
  const words = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'];
  const { status, stdout, stderr } = callNpm(words, 'pipe');
  if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`);
  const bill = JSON.parse(stdout);
  const component = { ...bill.metadata.component, name, description: undefined };
  return { ...bill, metadata: { ...bill.metadata, component } };
}

/** Returns the text of the first section, without its title. */
function notesIn(changelog) {
  const [, text = ''] = /^## \[.*\n([^]*?)(?=^## \[|$(?![^]))/m.exec(changelog) ?? [];
  return `${text.trim()}\n`;
}

function announce() {
  console.log(readFileSync(join(folder, 'SHA256SUMS'), 'utf8'));
  if (repository === undefined)
    console.log('"repository" in package.json isn\'t set: the packages have no home page or pictures.\n');
  console.log(`Everything is in ${folder}. To publish, run:
  git tag v${version} && git push origin v${version}
  npx vsce publish --packagePath ${join(folder, 'ninefold.vsix')}
  npm publish ${join(folder, tarball)}`);
}
