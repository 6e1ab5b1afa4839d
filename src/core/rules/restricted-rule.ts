/** A rule that a person must accept. */

import type { RulePath } from './rule-keys.ts';

/** A rule in the file that loosens something, and the value that applies until it is accepted. */
export interface RestrictedRule {
  /** `approvedBy`, `taskCommands.aider`. */
  readonly key: string;
  readonly path: RulePath;
  /** Value in the file. */
  readonly says: unknown;
  /** The default; null if there is none. */
  readonly holds: unknown;
}

/** Names the rules by the schema's names, each once, without any text from the file. */
export function ruleNames(rules: readonly RestrictedRule[]): string {
  const names = rules.map(({ key, path: [group], holds }) => (holds === null ? group : key));
  return [...new Set(names)].join(', ');
}
