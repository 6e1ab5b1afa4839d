/** The rules that hold in a folder, and those of its file that wait for a person: the one way in which any surface reads them. */

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

/** The file, and what holds because of it. */
export interface TrustedFile extends Omit<RulesFile, 'rules'>, TrustedRules {
  /** Why nothing counts as accepted though something may have been; null where that could be read. */
  readonly failure: NinefoldError | null;
  /** What the file says, whether it holds or not. */
  readonly said: Rules;
}

/**
 * The rules of a folder. What was accepted is looked up only where the file loosens something.
 *
 * @throws NinefoldError rules-invalid, file-unreadable
 */
export async function readTrustedRules(layout: StateLayout, home: string): Promise<TrustedFile> {
  const file = await readRulesFile(layout.root);
  if (restrictedRules(file.rules).length === 0 || (await isPersonsOwn(layout)))
    return { ...file, said: file.rules, waiting: [], failure: null };
  const { isAccepted, failure } = await acceptedOf(home, layout.root);
  return { ...file, said: file.rules, ...trustedRules(file.rules, isAccepted), failure };
}

/**
 * Sets a rule for a person, or takes it out, and accepts that very value where it loosens something; others that wait go on waiting.
 *
 * @param value checked by the caller; undefined takes the rule out
 * @returns whether the file differs now
 * @throws NinefoldError as `acceptRules` and `changeRule`
 */
export async function changeRuleOfPerson(
  layout: StateLayout,
  home: string,
  path: RulePath,
  value: unknown,
): Promise<boolean> {
  // Before the file is changed: a change that was saved isn't answered as one that failed.
  const loose = restrictedRule(path, value);
  if (loose === undefined) await forgetRule(home, layout.root, path.join('.'));
  else await acceptRules(home, layout.root, [loose]);
  return changeRule(layout, path, value);
}

/** The rule where this value loosens something. @param value valid, or undefined for none */
export function restrictedRule(path: RulePath, value: unknown): RestrictedRule | undefined {
  return value === undefined ? undefined : restrictedRules(rulesWith(path, value))[0];
}

/** In the home folder's own `.claude`, unless that is in a repository, only a person writes. */
async function isPersonsOwn({ root, project }: StateLayout): Promise<boolean> {
  return project !== null && (await findRepository(dirname(root))) === undefined;
}

interface Accepted {
  readonly isAccepted: (rule: RestrictedRule) => boolean;
  readonly failure: NinefoldError | null;
}

/** A record that can't be read accepts nothing. */
async function acceptedOf(home: string, root: string): Promise<Accepted> {
  try {
    return { isAccepted: await readAccepted(home, root), failure: null };
  } catch (failure) {
    if (!NinefoldError.is(failure)) throw failure;
    return { isAccepted: () => false, failure };
  }
}
