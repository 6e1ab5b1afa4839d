/**
 * `npm run schema`: writes `media/ninefold.schema.json` from the schema that reads `ninefold.json`. `--stdout` prints
 * it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { importSources } from './import-sources.mjs';

const project = join(import.meta.dirname, '..');
const target = join(project, 'media', 'ninefold.schema.json');

const { schema } = await importSources(`
  import * as z from 'zod/mini';
  import { rulesSchema } from './src/core/rules/rules.ts';
  export const schema = z.toJSONSchema(rulesSchema, { io: 'input', target: 'draft-7' });
`);
const { $schema, ...rest } = closed(schema);
const whole = JSON.stringify({ $schema, title: 'Ninefold rules for this folder', ...rest });
const written = await format(whole, { ...(await resolveConfig(target)), filepath: target });
if (process.argv.includes('--stdout')) process.stdout.write(written);
else writeFileSync(target, written);

/** An object with known names allows no others, so that an editor marks typos. */
function closed(value) {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'propertyNames');
  const inner = Object.fromEntries(entries.map(([key, one]) => [key, closed(one)]));
  return value.type === 'object' && 'properties' in value ? { ...inner, additionalProperties: false } : inner;
}
