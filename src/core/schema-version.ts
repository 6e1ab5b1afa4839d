/** The versions that our files' schemas carry: `ninefold/session/1`. */

import { NinefoldError } from './errors.ts';

/**
 * The version of a schema where it is a newer one of the same kind; undefined else.
 *
 * @example newerVersion('ninefold/session/2', 'ninefold/session/1') // 2
 */
export function newerVersion(schema: unknown, known: string): number | undefined {
  if (typeof schema !== 'string') return undefined;
  const [kind, version] = partsOf(known);
  const [otherKind, other] = partsOf(schema);
  return otherKind === kind && other > version ? other : undefined;
}

/** What a newer Ninefold wrote is neither damaged nor ours to write over. @throws NinefoldError state-newer */
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
