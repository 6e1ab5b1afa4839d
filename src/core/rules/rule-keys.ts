/**
 * Addresses single rules by key: `levels.warning`, `approvedBy`, `windows.gpt-5.1` (everything after the first dot is
 * one name).
 */

import type * as z from 'zod/mini';

import { NinefoldError } from '../errors.ts';
import { clip } from '../text/foreign-text.ts';
import { DEFAULT_RULES, rulesSchema } from './rules.ts';
import type { Rules } from './rules.ts';

/** Limit for an invalid value in its message. */
const LONGEST_GIVEN = 100;

/** Groups with free names: a model, an agent. */
const FREE_GROUPS: ReadonlySet<string> = new Set(['windows', 'estimateFactors', 'taskCommands', 'checks']);

export type RulePath = readonly [string] | readonly [group: string, name: string];

/** A rule and its effective value. */
export interface RuleValue {
  readonly key: string;
  readonly path: RulePath;
  readonly value: unknown;
}

/**
 * Parses a rule's key.
 *
 * @throws NinefoldError rule-unknown
 */
export function rulePath(key: string): RulePath {
  const dot = key.indexOf('.');
  const path: RulePath = dot < 0 ? [key] : [key.slice(0, dot), key.slice(dot + 1)];
  if (!isKnown(path)) throw new NinefoldError('rule-unknown', { key });
  return path;
}

/** Lists the rules in schema order; a group with free names is listed only if it has any. */
export function listRules(rules: Readonly<Record<string, unknown>>): readonly RuleValue[] {
  return Object.keys(DEFAULT_RULES).flatMap((group): RuleValue | RuleValue[] => {
    const value = rules[group];
    if (!isGroup(value)) return [{ key: group, path: [group], value }];
    return Object.entries(value).map(([name, single]) => ({
      key: `${group}.${name}`,
      path: [group, name],
      value: single,
    }));
  });
}

/** Finds unknown keys in a file's value, because a typo would otherwise go unnoticed. */
export function unknownRules(value: unknown): readonly RulePath[] {
  if (!isGroup(value)) return [];
  return Object.entries(value).flatMap(([group, inner]): RulePath[] => {
    if (group === '$schema') return [];
    if (!Object.hasOwn(DEFAULT_RULES, group)) return [[group]];
    if (!isGroup(inner)) return [];
    const names = Object.keys(inner).filter((name) => !isKnown([group, name]));
    return names.map((name) => [group, name] as const);
  });
}

/**
 * Returns the defaults with one rule set.
 *
 * @param value valid
 */
export function rulesWith(path: RulePath, value: unknown): Rules {
  return rulesSchema.parse(fileWith(path, value));
}

/** Describes what is wrong with a single value; null if it is valid. */
export function ruleFault(path: RulePath, value: unknown): string | null {
  const parsed = rulesSchema.safeParse(fileWith(path, value));
  const [issue] = parsed.error?.issues ?? [];
  return issue === undefined ? null : ruleProblem(issue, value);
}

/**
 * Describes an issue of the rules' schema.
 *
 * @example 'levels.warning is 120; it must be at most 100'
 */
export function ruleProblem(issue: z.core.$ZodIssue, value: unknown): string {
  const key = issue.path.join('.');
  const given = value === undefined ? 'missing' : clip(JSON.stringify(value), LONGEST_GIVEN);
  return key === ''
    ? `the file contains ${given}; it must be ${wantedBy(issue)}`
    : `${key} is ${given}; it must be ${wantedBy(issue)}`;
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  array: 'an array',
  record: 'an object',
  object: 'an object',
};

function fileWith([group, name]: RulePath, value: unknown): unknown {
  return { [group]: name === undefined ? value : { [name]: value } };
}

function wantedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[issue.expected] ?? `of type ${issue.expected}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`;
    case 'too_small':
      return `${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}`;
    case 'invalid_value':
      return issue.values.map((one) => JSON.stringify(one)).join(' or ');
    default:
      return 'one of the allowed values';
  }
}

function isKnown([group, name]: RulePath): boolean {
  const known: unknown = Object.hasOwn(DEFAULT_RULES, group) ? Reflect.get(DEFAULT_RULES, group) : undefined;
  if (!isGroup(known)) return known !== undefined && name === undefined;
  if (name === undefined || name === '') return false;
  return FREE_GROUPS.has(group) || Object.hasOwn(known, name);
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
