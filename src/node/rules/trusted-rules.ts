/**
 * The effective rules of a folder, and those in its file that await acceptance: the only way in which surfaces read
 * rules.
 */

import { dirname } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { restrictedRules, trustedRules } from '../../core/rules/trusted-rules.ts';
import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import type { TrustedRules } from '../../core/rules/trusted-rules.ts';
import type { RulePath } from '../../core/rules/rule-keys.ts';
import type { Rules } from '../../core/rules/rules.ts';
import { rulesWith } from '../../core/rules/rule-keys.ts';
import { findRepository } from '../git/find-repository.ts';
import { changeRule, readRulesFile } from './rules-file.ts';
import type { RulesFile } from './rules-file.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { acceptRules, forgetRule, readAccepted } from './accepted-rules.ts';

/** The file, and the effective rules. */
export interface TrustedFile extends Omit<RulesFile, 'rules'>, TrustedRules {
  /** Why no acceptance counts although there may be some; null if they could be read. */
  readonly failure: NinefoldError | null;
  /** The content of the file, whether or not it applies. */
  readonly said: Rules;
}

/**
 * Reads the rules of a folder. Looks up acceptances only if the file loosens something.
 *
 * @throws NinefoldError rules-invalid, file-unreadable
 */
export async function readTrustedRules(layout: StateLayout, home: string): Promise<TrustedFile> {
  const file = await readRulesFile(layout.root);
  if (restrictedRules(file.rules).length === 0 || (await isPersonsOwn(layout)))
    return { ...file, said: file.rules, waiting: [], failure: null };
  const { isAccepted, failure } = await acceptedOf(home, layout);
  return { ...file, said: file.rules, ...trustedRules(file.rules, isAccepted), failure };
}

/**
 * Sets or removes a rule for a person, and accepts that very value if it loosens something; other waiting rules keep
 * waiting.
 *
 * @param value checked by the caller; undefined removes the rule
 * @returns whether the file changed
 * @throws NinefoldError as `acceptRules` and `changeRule`
 */
export async function changeRuleOfPerson(
  layout: StateLayout,
  home: string,
  path: RulePath,
  value: unknown,
): Promise<boolean> {
  // Before the file is changed, so that a saved change is never reported as a failure.
  const loose = restrictedRule(path, value);
  if (loose === undefined) await forgetRule(home, layout, path.join('.'));
  else await acceptRules(home, layout, [loose]);
  return changeRule(layout, path, value);
}

/**
 * Returns the rule if this value loosens something.
 *
 * @param value valid, or undefined for none
 */
export function restrictedRule(path: RulePath, value: unknown): RestrictedRule | undefined {
  return value === undefined ? undefined : restrictedRules(rulesWith(path, value))[0];
}

/** Only a person writes to the home folder's own `.claude`, unless that is in a repository. */
async function isPersonsOwn({ root, project }: StateLayout): Promise<boolean> {
  return project !== null && (await findRepository(dirname(root))) === undefined;
}

interface Accepted {
  readonly isAccepted: (rule: RestrictedRule) => boolean;
  readonly failure: NinefoldError | null;
}

/** An unreadable record accepts nothing. */
async function acceptedOf(home: string, layout: StateLayout): Promise<Accepted> {
  try {
    return { isAccepted: await readAccepted(home, layout), failure: null };
  } catch (failure) {
    if (!NinefoldError.is(failure)) throw failure;
    return { isAccepted: () => false, failure };
  }
}
