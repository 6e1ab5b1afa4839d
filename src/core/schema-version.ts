/** Versions in our files' schemas: `ninefold/session/1`. */

import { NinefoldError } from './errors.ts';

/**
 * Returns the version of a schema if it is newer than the known one of the same kind; otherwise undefined.
 *
 * @example newerVersion('ninefold/session/2', 'ninefold/session/1') // 2
 */
export function newerVersion(schema: unknown, known: string): number | undefined {
  if (typeof schema !== 'string') return undefined;
  const [kind, version] = partsOf(known);
  const [otherKind, other] = partsOf(schema);
  return otherKind === kind && other > version ? other : undefined;
}

/**
 * Refuses a newer Ninefold's file, which is neither damaged nor ours to overwrite.
 *
 * @throws NinefoldError state-newer
 */
export function refuseNewer(value: unknown, known: string, file: string): void {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  const version = newerVersion(schema, known);
  if (version !== undefined) throw new NinefoldError('state-newer', { file, version });
}

function partsOf(schema: string): readonly [kind: string, version: number] {
  const at = schema.lastIndexOf('/');
  const version = schema.slice(at + 1);
  return [schema.slice(0, at), /^\d+$/.test(version) ? Number(version) : Number.NaN];
}
