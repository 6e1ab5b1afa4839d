/**
 * `~/.ninefold/accepted-rules.json`: the loosening rules that a person accepted on this machine, by state root, each
 * with the hash of its value. Outside every repository, so that none can bring its own acceptance.
 */

import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod/mini';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { canonicalRule } from '../../core/rules/trusted-rules.ts';
import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { removeIfEmpty } from '../files/empty-folder.ts';
import { withLock } from '../lock/lock.ts';
import { realPathOf } from '../files/real-path.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { readText } from '../files/safe-read.ts';
import { userFolder } from '../state/user-folder.ts';

const SCHEMA = 'ninefold/accepted-rules/1';

const schema = z.object({
  schema: z.literal(SCHEMA),
  roots: z.array(
    z.object({
      /** The state root with links resolved. */
      root: z.string(),
      rules: z.array(z.object({ key: z.string(), hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })),
    }),
  ),
});

type RootRecord = z.infer<typeof schema>['roots'][number];

/** A rule for acceptance. */
type NamedRule = Pick<RestrictedRule, 'key' | 'says'>;

/**
 * Reads what was accepted for a state root, as a test for single rules.
 *
 * @throws NinefoldError file-damaged, state-newer, file-unreadable
 */
export async function readAccepted(home: string, root: string): Promise<(rule: NamedRule) => boolean> {
  const [roots, real] = await Promise.all([readRoots(home), realPathOf(root)]);
  const hashes = new Map(rulesOf(roots, real).map(({ key, hash }) => [key, hash]));
  return (rule) => hashes.get(rule.key) === hashOf(rule);
}

/**
 * Accepts these very values for a state root, in addition to earlier ones.
 *
 * @throws NinefoldError file-damaged, state-newer, file-unwritable, lock-busy; nothing was accepted then
 */
export function acceptRules(home: string, root: string, rules: readonly NamedRule[]): Promise<void> {
  const accepted = rules.map((rule) => ({ key: rule.key, hash: hashOf(rule) }));
  return changeRoot(home, root, (before) => [...without(before, rules), ...accepted]);
}

/**
 * Revokes the acceptance of a rule, whatever its value. Writes nothing if there was none, or the record can't be read
 * and so accepts nothing.
 *
 * @throws NinefoldError file-unwritable, lock-busy
 */
export async function forgetRule(home: string, root: string, key: string): Promise<void> {
  const [roots, real] = await Promise.all([readRoots(home).catch(noneOfDamaged), realPathOf(root)]);
  if (!rulesOf(roots, real).some((rule) => rule.key === key)) return;
  await changeRoot(home, root, (before) => without(before, [{ key }]));
}

/**
 * Revokes everything accepted for a folder, without a trace; the user's own root belongs to other projects too and
 * stays.
 *
 * @throws as `forgetRule`
 */
export async function forgetRules(home: string, { root, project }: StateLayout): Promise<void> {
  if (project !== null) return;
  const [roots, real] = await Promise.all([readRoots(home).catch(noneOfDamaged), realPathOf(root)]);
  if (rulesOf(roots, real).length === 0) return;
  await changeRoot(home, root, () => []);
  await removeIfEmpty(userFolder(home));
}

async function changeRoot(
  home: string,
  root: string,
  change: (rules: RootRecord['rules']) => RootRecord['rules'],
): Promise<void> {
  const real = await realPathOf(root);
  await withLock(join(userFolder(home), 'accepted-rules.lock'), async () => {
    const roots = await readRoots(home);
    const rules = change(rulesOf(roots, real));
    const others = roots.filter((one) => one.root !== real);
    const after = rules.length === 0 ? others : [...others, { root: real, rules }];
    if (after.length === 0) {
      await rm(fileOf(home), { force: true });
      return;
    }
    const text = `${JSON.stringify({ schema: SCHEMA, roots: after }, null, 2)}\n`;
    await replaceFile(fileOf(home), text, undefined, 0o600);
  });
}

async function readRoots(home: string): Promise<readonly RootRecord[]> {
  const file = fileOf(home);
  const text = await readText({ path: file, kind: 'record', follows: true });
  if (text === undefined) return [];
  const value = parseValue(text);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data.roots;
  refuseNewer(value, SCHEMA, file);
  throw new NinefoldError('file-damaged', { file, line: 1, reason: 'this is no record of accepted rules' });
}

function noneOfDamaged(error: unknown): readonly RootRecord[] {
  if (NinefoldError.is(error)) return [];
  throw error;
}

function rulesOf(roots: readonly RootRecord[], real: string): RootRecord['rules'] {
  return roots.find(({ root }) => root === real)?.rules ?? [];
}

function without(rules: RootRecord['rules'], gone: readonly Pick<NamedRule, 'key'>[]): RootRecord['rules'] {
  return rules.filter(({ key }) => gone.every((one) => one.key !== key));
}

function hashOf(rule: NamedRule): string {
  return createHash('sha256').update(canonicalRule(rule), 'utf8').digest('hex');
}

function fileOf(home: string): string {
  return join(userFolder(home), 'accepted-rules.json');
}
