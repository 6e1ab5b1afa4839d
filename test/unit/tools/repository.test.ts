/** What a hosting service and an editor read of the project, beside package.json: it says the same. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { projectFolder } from '../../harness/paths.mjs';

const source = (file: string): string => readFileSync(join(projectFolder, file), 'utf8');
const manifest = JSON.parse(source('package.json')) as {
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
};

interface Job {
  readonly strategy: {
    readonly matrix: { readonly os: readonly string[]; readonly node: readonly number[] };
  };
  readonly steps: readonly { readonly run?: string; readonly if?: string }[];
}

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: { readonly label?: string; readonly value?: string };
  }[];
}

describe('the hosted check', () => {
  const text = source('.github/workflows/check.yml');
  const { jobs, permissions } = parse(text) as {
    readonly jobs: { readonly check: Job };
    readonly permissions: unknown;
  };
  const { strategy, steps } = jobs.check;

  it('runs on three systems with the Node that is asked for at least, and a newer one', () => {
    deepStrictEqual(strategy.matrix, {
      os: ['ubuntu-latest', 'windows-latest', 'macos-latest'],
      node: [20, 22],
    });
    strictEqual(manifest.engines.node, `>=${strategy.matrix.node[0]}`);
    strictEqual(source('.nvmrc').trim(), String(strategy.matrix.node[0]));
  });

  it('runs every step of the tests on one of them, the main job in the oldest workbench, and what npm knows', () => {
    const runs = steps.flatMap(({ run }) => run ?? []);
    deepStrictEqual(runs, [
      'npm ci',
      'npm test',
      'npm run test:ui -- --grep "^the main job (?!by keyboard)"',
      'npm test -- lint types unit host',
    ]);
    ok('test' in manifest.scripts);
    const known = source('test/harness/run-tests.mjs');
    for (const step of ['lint', 'types', 'unit', 'host']) match(known, new RegExp(`^ {2}${step}: \\[`, 'm'));
  });

  it('may read the sources and nothing more', () => {
    deepStrictEqual(permissions, { contents: 'read' });
  });
});

describe('an issue form', () => {
  const folder = '.github/ISSUE_TEMPLATE';
  const forms = readdirSync(join(projectFolder, folder)).filter((file) => file !== 'config.yml');
  for (const file of forms) {
    it(`has what a hosting service asks of it: ${file}`, () => {
      const { name, description, body } = parse(source(join(folder, file))) as Form;
      ok(name !== '' && description !== '');
      const ids = body.flatMap(({ id }) => id ?? []);
      strictEqual(new Set(ids).size, ids.length);
      for (const { type, id, attributes } of body) {
        ok(['markdown', 'textarea', 'input'].includes(type));
        if (type === 'markdown') ok(attributes.value);
        else ok(id !== undefined && attributes.label);
      }
    });
  }
});
