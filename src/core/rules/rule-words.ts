/**
 * Describes what a rule that awaits acceptance would change. It comes from a repository, so anything invisible in it
 * is escaped.
 */

import { formatMessage } from '../messages.ts';
import type { MessageParameters } from '../messages.ts';
import type { Phrase } from '../meter/meter-words.ts';
import { knownCommand } from '../tasks/agent-commands.ts';
import type { RestrictedRule } from './restricted-rule.ts';
import { shownValue, visible } from './shown-value.ts';

/** English texts; `{name}` is a parameter. The host translates them. */
export const RULE_WORDS = {
  changed: '{key}: {holds} → {says}',
  added: '{key}: not set → {says}',
  runs: '{key} runs {says}',
  replaces: '{key} runs {says} instead of {holds}, the built-in command of this agent',
} as const;

/** Describes a rule in one line: the current value and the file's; for a command, program and arguments. */
export function rulePhrase({ key, path: [group, name = ''], says, holds }: RestrictedRule): Phrase {
  const known = group === 'taskCommands' ? knownCommand(name) : undefined;
  const words = { key: visible(key), says: shownValue(says) };
  if (known !== undefined) return phrase('replaces', { ...words, holds: shownValue(known) });
  if (group === 'taskCommands' || group === 'checks') return phrase('runs', words);
  return holds === null ? phrase('added', words) : phrase('changed', { ...words, holds: shownValue(holds) });
}

/** {@link rulePhrase} in English. */
export function ruleLine(rule: RestrictedRule): string {
  const { template, parameters } = rulePhrase(rule);
  return formatMessage(template, parameters);
}

function phrase(word: keyof typeof RULE_WORDS, parameters: MessageParameters): Phrase {
  return { template: RULE_WORDS[word], parameters };
}
