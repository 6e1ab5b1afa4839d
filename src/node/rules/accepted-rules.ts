/**
 * `~/.ninefold/accepted-rules.json`: the loosening rules that a person accepted on this machine, by state root, each
 * with the hash of its value. Outside every repository, so that none can bring its own acceptance. A folder whose state
 * root lies elsewhere, by a link or a setting, has its own acceptance: what was accepted for the root's own folder
 * must not run in other files.
 */

import { dirname, join } from 'node:path';

import * as z from 'zod/mini';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { isSamePath } from '../../core/paths/paths.ts';
import { canonicalRule } from '../../core/rules/trusted-rules.ts';
import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { removeIfEmpty } from '../files/empty-folder.ts';
import { findRepository, isSamePlace } from '../git/find-repository.ts';
import { withLock } from '../lock/lock.ts';
import { realPathOf } from '../files/real-path.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { readText } from '../files/safe-read.ts';
import { userFolder } from '../state/user-folder.ts';
import { sha256 } from '../files/sha256.ts';

const SCHEMA = 'ninefold/accepted-rules/1';

const schema = z.object({
  schema: z.literal(SCHEMA),
  roots: z.array(
    z.object({
      /** The state root with links resolved. */
      root: z.string(),
      /** The workspace folder with links resolved, if the root isn't directly in it. */
      folder: z.optional(z.string()),
      rules: z.array(z.object({ key: z.string(), hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)) })),
    }),
  ),
});

type RootRecord = z.infer<typeof schema>['roots'][number];

/** What an acceptance applies to. */
type Place = Pick<RootRecord, 'root' | 'folder'>;

/** The state root and the workspace folder of a layout. */
type RootOf = Pick<StateLayout, 'root' | 'folder'>;

/** A rule for acceptance. */
type NamedRule = Pick<RestrictedRule, 'key' | 'says'>;

/**
 * Reads what was accepted for a folder and its state root, as a test for single rules.
 *
 * @throws NinefoldError file-damaged, state-newer, file-unreadable
 */
export async function readAccepted(home: string, layout: RootOf): Promise<(rule: NamedRule) => boolean> {
  const [roots, place] = await Promise.all([readRoots(home), placeOf(layout)]);
  const hashes = new Map(rulesOf(roots, place).map(({ key, hash }) => [key, hash]));
  return (rule) => hashes.get(rule.key) === hashOf(rule);
}

/**
 * Accepts these very values for a folder and its state root, in addition to earlier ones.
 *
 * @throws NinefoldError file-damaged, state-newer, file-unwritable, lock-busy; nothing was accepted then
 */
export async function acceptRules(home: string, layout: RootOf, rules: readonly NamedRule[]): Promise<void> {
  const accepted = rules.map((rule) => ({ key: rule.key, hash: hashOf(rule) }));
  await changePlace(home, await placeOf(layout), (before) => [...without(before, rules), ...accepted]);
}

/**
 * Revokes the acceptance of a rule, whatever its value. Writes nothing if there was none, or the record can't be read
 * and so accepts nothing.
 *
 * @throws NinefoldError file-unwritable, lock-busy
 */
export async function forgetRule(home: string, layout: RootOf, key: string): Promise<void> {
  const [roots, place] = await Promise.all([readRoots(home).catch(noneOfDamaged), placeOf(layout)]);
  if (!rulesOf(roots, place).some((rule) => rule.key === key)) return;
  await changePlace(home, place, (before) => without(before, [{ key }]));
}

/**
 * Revokes everything accepted for a folder, without a trace; the user's own root belongs to other projects too and
 * stays.
 *
 * @throws as `forgetRule`
 */
export async function forgetRules(home: string, layout: StateLayout): Promise<void> {
  if (layout.project !== null) return;
  const [roots, place] = await Promise.all([readRoots(home).catch(noneOfDamaged), placeOf(layout)]);
  if (rulesOf(roots, place).length === 0) return;
  await changePlace(home, place, () => []);
  await removeIfEmpty(userFolder(home));
}

async function changePlace(
  home: string,
  place: Place,
  change: (rules: RootRecord['rules']) => RootRecord['rules'],
): Promise<void> {
  await withLock(join(userFolder(home), 'accepted-rules.lock'), async () => {
    const roots = await readRoots(home);
    const rules = change(rulesOf(roots, place));
    const others = roots.filter((one) => !isFor(one, place));
    const after = rules.length === 0 ? others : [...others, { ...place, rules }];
    if (after.length === 0) {
      await removeFile(fileOf(home));
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
  throw new NinefoldError('file-damaged', { file, line: 1, reason: "this isn't a record of accepted rules" });
}

function noneOfDamaged(error: unknown): readonly RootRecord[] {
  if (NinefoldError.is(error)) return [];
  throw error;
}

function rulesOf(roots: readonly RootRecord[], place: Place): RootRecord['rules'] {
  return roots.find((one) => isFor(one, place))?.rules ?? [];
}

function isFor(record: RootRecord, { root, folder }: Place): boolean {
  return record.root === root && record.folder === folder;
}

/** Names the root alone for its own folder and that folder's linked worktrees, which share one acceptance. */
async function placeOf({ root, folder }: RootOf): Promise<Place> {
  const [real, workspace] = await Promise.all([realPathOf(root), realPathOf(folder)]);
  const own = dirname(real);
  if (isSamePath(own, workspace, process.platform)) return { root: real };
  const main = (await findRepository(workspace))?.mainTop;
  const isOfMain = main !== undefined && (await isSamePlace(own, main));
  return isOfMain ? { root: real } : { root: real, folder: workspace };
}

function without(rules: RootRecord['rules'], gone: readonly Pick<NamedRule, 'key'>[]): RootRecord['rules'] {
  return rules.filter(({ key }) => gone.every((one) => one.key !== key));
}

function hashOf(rule: NamedRule): string {
  return sha256(canonicalRule(rule));
}

function fileOf(home: string): string {
  return join(userFolder(home), 'accepted-rules.json');
}
