/** A rule that needs to be accepted by a person. */

import type { RulePath } from './rule-keys.ts';

/** A rule of the file that loosens something, beside what holds in its place until it is accepted. */
export interface RestrictedRule {
  /** `approvedBy`, `taskCommands.aider`. */
  readonly key: string;
  readonly path: RulePath;
  /** What the file says. */
  readonly says: unknown;
  /** The default; null where there is none. */
  readonly holds: unknown;
}

/** The rules by names that the schema gives, each once: nothing in them is the file's. */
export function ruleNames(rules: readonly RestrictedRule[]): string {
  const names = rules.map(({ key, path: [group], holds }) => (holds === null ? group : key));
  return [...new Set(names)].join(', ');
}
