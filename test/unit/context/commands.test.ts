/** Which command a project's manifests give for its tests. */

import { strictEqual } from 'node:assert/strict';

import { makeSampleProject } from '../../harness/sample-project.mjs';
import { readChecks } from '../../../src/node/project/read-checks.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const scripts = (given: Readonly<Record<string, string>>): string => JSON.stringify({ scripts: given });

const CASES: readonly (readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  command: string | null,
])[] = [
  ['a script', { 'package.json': scripts({ test: 'mocha' }) }, 'npm test'],
  ['a script of pnpm', { 'package.json': scripts({ test: 'mocha' }), 'pnpm-lock.yaml': '' }, 'pnpm test'],
  ['a script with another name', { 'package.json': scripts({ 'test:unit': 'mocha' }) }, 'npm run test:unit'],
  ['the script `test` before others', { 'package.json': scripts({ unit: 'a', test: 'b' }) }, 'npm test'],
  [
    'no script but the one of npm init',
    { 'package.json': scripts({ test: 'echo "Error: no test specified" && exit 1' }) },
    null,
  ],
  [
    'a target where the script is the one of npm init',
    {
      'package.json': scripts({ test: 'echo "Error: no test specified" && exit 1' }),
      Makefile: 'test:\n\ttrue\n',
    },
    'make test',
  ],
  ['no script', { 'package.json': '{"name":"shop"}' }, null],
  ['a target', { Makefile: 'check: build\n\ttrue\n' }, 'make check'],
  ['pytest', { 'pyproject.toml': '[project]\nname = "a"\n[tool.pytest.ini_options]\n' }, 'pytest'],
  ['a Go module', { 'go.mod': 'module example.com/a\n' }, 'go test ./...'],
  ['a crate', { 'Cargo.toml': '[package]\nname = "a"\n' }, 'cargo test'],
  ['RSpec', { Gemfile: "source 'https://rubygems.org'\ngem 'rspec-rails'\n" }, 'bundle exec rspec'],
  ['nothing', {}, null],
];

describe('the test command of a project', () => {
  afterEach(removeFolders);

  for (const [what, files, command] of CASES)
    it(`is found from ${what}`, async () => {
      const folder = newFolder();
      writeFiles(folder, files);
      strictEqual((await readChecks(folder)).testCommand, command);
    });

  it('is found in the sample project of npm start', async () => {
    const { workspace, remove } = await makeSampleProject();
    try {
      strictEqual((await readChecks(workspace)).testCommand, 'npm test');
    } finally {
      remove();
    }
  });
});
