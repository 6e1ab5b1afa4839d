import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as z from 'zod/mini';

import { rulesSchema } from '../../../src/core/rules/rules.ts';

type Schema = Readonly<Record<string, unknown>>;

describe('the JSON schema of ninefold.json', () => {
  it('completes and checks exactly what the rules are read by, each with a sentence', () => {
    const contributed = JSON.parse(readFileSync('media/ninefold.schema.json', 'utf8')) as Schema;
    const undescribed: string[] = [];
    const stripped = bare(contributed, '', undescribed);
    deepStrictEqual(stripped, bare(z.toJSONSchema(rulesSchema, { io: 'input' }) as Schema, '', []));
    deepStrictEqual(undescribed, []);
  });
});

/** Without what is said to people; `undescribed` gets the properties that say nothing. */
function bare(schema: Schema, path: string, undescribed: string[]): Schema {
  const { description, properties, items, additionalProperties, ...rest } = schema;
  for (const word of ['$schema', 'title', 'propertyNames']) Reflect.deleteProperty(rest, word);
  if (description === undefined && path !== '' && path !== '.$schema') undescribed.push(path);
  const inner = Object.entries((properties ?? {}) as Record<string, Schema>).map(([name, property]) => [
    name,
    bare(property, `${path}.${name}`, undescribed),
  ]);
  const each = items === undefined ? {} : { items: bareItem(items as Schema, path, undescribed) };
  const free = typeof additionalProperties === 'object' ? { additionalProperties } : {};
  return { ...rest, ...free, ...each, properties: Object.fromEntries(inner) as unknown };
}

/** What an item is stands with the list it is in; its properties speak for themselves. */
function bareItem(item: Schema, path: string, undescribed: string[]): unknown {
  return bare({ description: 'of the list', ...item }, `${path}[]`, undescribed);
}
