/** `npm run release` in a small project of its own: what it refuses, and what it makes. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const TOUCH = `node -e "require('node:fs').writeFileSync(process.argv[1], 'x')"`;

interface Project {
  readonly test?: string;
  readonly changelog?: string;
  readonly locked?: string;
  /** What packs the npm package. */
  readonly npm?: string;
}

/** A clean tree of version 1.2.0 with scripts of the real names. */
function project({
  test = `${TOUCH} tested.log`,
  changelog = '## [1.2.0] - 2026-01-02',
  locked = '1.2.0',
  npm = `${TOUCH} ninefold-1.2.0.tgz`,
}: Project): string {
  const folder = newFolder();
  const scripts = {
    test,
    package: `${TOUCH} ninefold.vsix`,
    'package:npm': npm,
    'package:plugin': `node -e "require('node:fs').mkdirSync('out/plugin', { recursive: true })"`,
  };
  writeFiles(folder, {
    'package.json': JSON.stringify({ name: 'ninefold', version: '1.2.0', scripts }),
    'package-lock.json': JSON.stringify({
      ...{ name: 'ninefold', version: locked, lockfileVersion: 3 },
      packages: { '': { name: 'ninefold', version: locked } },
    }),
    'CHANGELOG.md': `# Changelog\n\n${changelog}\n\nFaster.\n\n## [1.1.0] - 2025-01-02\n\nSlower.\n`,
    '.gitignore': '*.vsix\n*.tgz\n*.log\nout/\n',
  });
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'one');
  return folder;
}

function release(folder: string): {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
} {
  const script = join(projectFolder, 'scripts/release.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  return { code: status, out: stdout, error: stderr };
}

/** Whether the tests were run, and what was packed. */
const madeIn = (folder: string): readonly string[] =>
  ['tested.log', 'ninefold.vsix', 'ninefold-1.2.0.tgz', 'out/release'].filter((name) =>
    existsSync(join(folder, name)),
  );

describe('a release', function () {
  this.timeout(30_000);
  afterEach(removeFolders);

  it('is refused out of a tree with changes, before the tests are run', () => {
    const folder = project({});
    writeFiles(folder, { 'forgotten.ts': 'x' });
    const { code, error } = release(folder);
    strictEqual(code, 1);
    match(error, /^not released: .*:\n\?\? forgotten\.ts\n$/);
    deepStrictEqual(madeIn(folder), []);
  });

  it('is refused where a test fails, and nothing is packed', () => {
    const folder = project({ test: 'node -e "process.exit(1)"' });
    const { code, error } = release(folder);
    strictEqual(code, 1);
    match(error, /^not released: .*`npm test`/m);
    deepStrictEqual(madeIn(folder), []);
  });

  it('is refused where the tests leave the tree changed', () => {
    const folder = project({ test: `${TOUCH} package-lock.json` });
    const { code, error } = release(folder);
    strictEqual(code, 1);
    match(error, /^not released: after the tests, /m);
  });

  it('is refused with every reason: no date, another version locked, a tag that is there', () => {
    const folder = project({ changelog: '## [1.2.0] - Unreleased', locked: '1.1.0' });
    git(folder, 'tag', 'v1.2.0');
    const { code, error } = release(folder);
    strictEqual(code, 1);
    deepStrictEqual(error.trimEnd().split('\n'), [
      'not released: v1.2.0 is already tagged; raise the version',
      'not released: CHANGELOG.md begins with [1.2.0] - Unreleased; the first section must be [1.2.0] - YYYY-MM-DD',
      'not released: package-lock.json has version 1.1.0, package.json 1.2.0; run npm install',
    ]);
    deepStrictEqual(madeIn(folder), []);
  });

  it('is refused where a package is too large, or isn’t made', () => {
    const large = `node -e "require('node:fs').writeFileSync('ninefold-1.2.0.tgz', Buffer.alloc(3e6))"`;
    match(release(project({ npm: large })).error, /^not released: ninefold-1\.2\.0\.tgz has 2\.86 MB/m);
    match(release(project({ npm: 'node -e 0' })).error, /^not released: ninefold-1\.2\.0\.tgz /m);
  });

  it('makes every package out of a clean and green tree, with notes, SBOM, and checksums', () => {
    const folder = project({});
    const { code, out, error } = release(folder);
    strictEqual(code, 0, error);
    deepStrictEqual(madeIn(folder), ['tested.log', 'out/release']);
    const made = join(folder, 'out', 'release');
    const read = (name: string): string => readFileSync(join(made, name), 'utf8');
    const packages = ['ninefold-1.2.0.tgz', 'ninefold-plugin-1.2.0.tgz', 'ninefold.vsix'];
    deepStrictEqual(readdirSync(made).toSorted(), ['SHA256SUMS', ...packages, 'notes.md', 'sbom.cdx.json']);
    strictEqual(read('notes.md'), 'Faster.\n');
    const { bomFormat, metadata } = JSON.parse(read('sbom.cdx.json')) as {
      readonly bomFormat: string;
      readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
    };
    const { name, version } = metadata.component;
    deepStrictEqual([bomFormat, name, version], ['CycloneDX', 'ninefold', '1.2.0']);
    const sums = read('SHA256SUMS').trimEnd().split('\n');
    deepStrictEqual(
      new Map(sums.map((line) => [line.slice(66), line.slice(0, 64)])),
      new Map(
        ['ninefold.vsix', 'ninefold-1.2.0.tgz', 'ninefold-plugin-1.2.0.tgz', 'sbom.cdx.json'].map((name) => [
          name,
          createHash('sha256')
            .update(readFileSync(join(made, name)))
            .digest('hex'),
        ]),
      ),
    );
    match(out, /"repository" in package\.json isn't set/);
    match(out, /git tag v1\.2\.0 && git push origin v1\.2\.0/);
  });
});
