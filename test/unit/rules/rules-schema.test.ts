import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const file = readFileSync(join(projectFolder, 'media/ninefold.schema.json'), 'utf8');

describe('the JSON schema of ninefold.json', () => {
  it('is what the schema gives that the rules are read by (npm run schema writes it)', () => {
    const words = ['scripts/rules-schema.mjs', '--stdout'];
    const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: projectFolder, encoding: 'utf8' });
    strictEqual(stderr, '');
    strictEqual(file, stdout);
  });

  it('says of each rule what it is for', () => {
    const silent: string[] = [];
    const look = (schema: Schema, path: string): void => {
      for (const [name, property] of Object.entries({ ...schema.properties, ...schema.items?.properties })) {
        if (property.description === undefined) silent.push(`${path}${name}`);
        look(property, `${path}${name}.`);
      }
    };
    look(JSON.parse(file) as Schema, '');
    deepStrictEqual(silent, ['$schema']);
  });
});
