/**
 * Which rules of a `ninefold.json` hold. A repository brings that file, so what loosens a safeguard or names what is run holds only
 * once a person of this machine accepted that very value; until then the default does. Pure: `node/rules/` keeps what was accepted.
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

/** Whether a value loosens what its default guards. @param usual the default; undefined where a free name has none */
type Loosens = (value: unknown, usual: unknown, name: string) => boolean;

const never: Loosens = () => false;
const always: Loosens = () => true;
const differs: Loosens = (value, usual) => value !== usual;
// Written so that what is no number loosens.
const above: Loosens = (value, usual) => !(Number(value) <= Number(usual));
const below: Loosens = (value, usual) => !(Number(value) >= Number(usual));

/** Every rule has its line: one that is added to the schema doesn't compile without. */
const LOOSENS: Readonly<Record<Exclude<keyof Rules, '$schema'>, Loosens>> = {
  // A higher level warns and saves later; a lower one only earlier.
  levels: above,
  approvedBy: differs,
  // `off` reads less than the default.
  activity: never,
  // What is kept for a shorter time is lost sooner.
  retention: below,
  // A window that is too large silences every level; which one is right only a person knows.
  windows: always,
  estimateEncoding: never,
  // A smaller factor makes an estimate look harmless.
  estimateFactors: (value, _, name) =>
    below(value, estimateFactor(name === '*' ? DEFAULT_AGENT.id : name, {}), name),
  sessionPlan: never,
  // Who is run, where it writes and for how long, and which folder is read beside the workspace.
  tasks: differs,
  taskCommands: always,
  checks: always,
};

/** What holds, and what waits for a person. */
export interface TrustedRules {
  readonly rules: Rules;
  readonly waiting: readonly RestrictedRule[];
}

/** The rules that need to be accepted, in the order of the schema; none where the file loosens nothing. */
export function restrictedRules(rules: Rules): readonly RestrictedRule[] {
  return listRules(rules).flatMap((rule) => {
    const usual = usualOf(rule);
    const [group, name = ''] = rule.path;
    const isLoose = LOOSENS[group as keyof typeof LOOSENS](rule.value, usual, name);
    return isLoose ? [{ key: rule.key, path: rule.path, says: rule.value, holds: usual ?? null }] : [];
  });
}

/** The rules with every loose one that isn't accepted put back to its default. */
export function trustedRules(rules: Rules, isAccepted: (rule: RestrictedRule) => boolean): TrustedRules {
  const waiting = restrictedRules(rules).filter((rule) => !isAccepted(rule));
  return { rules: waiting.reduce(withoutRule, rules), waiting };
}

/** A rule's key and value as one text: two that mean the same are the same, whatever the file's order. */
export function canonicalRule({ key, says }: Pick<RestrictedRule, 'key' | 'says'>): string {
  return JSON.stringify([key, sorted(says)]);
}

/**
 * What is said by whom a waiting rule concerns.
 *
 * @param groups that matter there (`tasks`); all of them where it is left out
 * @returns rules-waiting; null where none waits
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

/** A value of a group beside its name; none where the group has no such name of its own. */
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
