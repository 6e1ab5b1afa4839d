/**
 * Decides which rules of a `ninefold.json` apply. The file comes with a repository, so a rule that loosens a
 * safeguard or names a program to run applies only once a person on this machine accepts that very value; until then,
 * the default applies. Pure: `node/rules/` stores what was accepted.
 */

import { DEFAULT_AGENT } from '../agents/agents.ts';
import { NinefoldError } from '../errors.ts';
import { asFields } from '../json-fields.ts';
import { estimateFactor } from '../meter/estimate.ts';
import { listRules } from './rule-keys.ts';
import type { RuleValue } from './rule-keys.ts';
import { ruleNames } from './restricted-rule.ts';
import type { RestrictedRule } from './restricted-rule.ts';
import { DEFAULT_RULES } from './rules.ts';
import type { Rules } from './rules.ts';

/**
 * Tests whether a value loosens what its default protects.
 *
 * @param usual the default; undefined if a free name has none
 */
type Loosens = (value: unknown, usual: unknown, name: string) => boolean;

const never: Loosens = () => false;
const always: Loosens = () => true;
const differs: Loosens = (value, usual) => value !== usual;
// Written so that anything that isn't a number loosens.
const above: Loosens = (value, usual) => !(Number(value) <= Number(usual));
const below: Loosens = (value, usual) => !(Number(value) >= Number(usual));

/** Has every rule: one that is added to the schema doesn't compile without an entry. */
const LOOSENS: Readonly<Record<Exclude<keyof Rules, '$schema'>, Loosens>> = {
  // A higher level warns and saves later; a lower one only earlier.
  levels: above,
  approvedBy: differs,
  // `off` reads less than the default.
  activity: never,
  // What an agent writes would be recorded without a person.
  deliverables: differs,
  // A shorter retention loses data sooner.
  retention: below,
  // An oversized window silences every level; only a person knows the right one.
  windows: always,
  estimateEncoding: never,
  // A smaller factor makes an estimate look harmless.
  estimateFactors: (value, _, name) =>
    below(value, estimateFactor(name === '*' ? DEFAULT_AGENT.id : name, {}), name),
  sessionPlan: never,
  // Which program runs, where it writes, for how long, and which folder is read in addition to the workspace.
  tasks: differs,
  taskCommands: always,
  checks: always,
};

/** The effective rules, and those that await acceptance. */
export interface TrustedRules {
  readonly rules: Rules;
  readonly waiting: readonly RestrictedRule[];
}

/** Lists the rules that must be accepted, in schema order; none if the file loosens nothing. */
export function restrictedRules(rules: Rules): readonly RestrictedRule[] {
  return listRules(rules).flatMap((rule) => {
    const usual = usualOf(rule);
    const [group, name = ''] = rule.path;
    const isLoose = LOOSENS[group as keyof typeof LOOSENS](rule.value, usual, name);
    return isLoose ? [{ key: rule.key, path: rule.path, says: rule.value, holds: usual ?? null }] : [];
  });
}

/** Resets every loosening rule that isn't accepted to its default. */
export function trustedRules(rules: Rules, isAccepted: (rule: RestrictedRule) => boolean): TrustedRules {
  const waiting = restrictedRules(rules).filter((rule) => !isAccepted(rule));
  return { rules: waiting.reduce(withoutRule, rules), waiting };
}

/** Returns a rule's key and value as one text, independent of the order in the file. */
export function canonicalRule({ key, says }: Pick<RestrictedRule, 'key' | 'says'>): string {
  return JSON.stringify([key, sorted(says)]);
}

/**
 * Makes the notice about waiting rules.
 *
 * @param groups relevant rule groups (`tasks`); all by default
 * @returns rules-waiting; null if none waits
 */
export function waitingNotice(
  waiting: readonly RestrictedRule[],
  groups?: readonly string[],
): NinefoldError | null {
  const concerned = waiting.filter(({ path: [group] }) => groups?.includes(group) !== false);
  return concerned.length === 0 ? null : new NinefoldError('rules-waiting', { names: ruleNames(concerned) });
}

function usualOf({ path: [group, name] }: Pick<RuleValue, 'path'>): unknown {
  const usual: unknown = Reflect.get(DEFAULT_RULES, group);
  return name === undefined ? usual : Object.fromEntries(ownOf(usual, name))[name];
}

function withoutRule(rules: Rules, { path: [group, name] }: RestrictedRule): Rules {
  const usual: unknown = Reflect.get(DEFAULT_RULES, group);
  if (name === undefined) return { ...rules, [group]: usual };
  const values = Object.entries(asFields(Reflect.get(rules, group)) ?? {});
  const held = values.flatMap((entry) => (entry[0] === name ? ownOf(usual, name) : [entry]));
  return { ...rules, [group]: Object.fromEntries(held) };
}

/** Returns a group's own value for a name; none if it has no such name of its own. */
function ownOf(group: unknown, name: string): readonly (readonly [string, unknown])[] {
  return Object.entries(asFields(group) ?? {}).filter(([other]) => other === name);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const fields = asFields(value);
  if (fields === null) return value;
  const keys = Object.keys(fields).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(fields[key])]));
}
