/** What tells one event of a session from the next, whichever settings file it comes from. */

import { asText, type Fields, parseValue } from '../json-fields.ts';
import { jsonText } from '../text/json-text.ts';
import type { HookInput } from './hook-vocabulary.ts';

/** Returns a text that is the same for one event that reaches several hooks, under the names of either format. */
export function occasionOf(fields: Fields, { event, session, prompt, trigger }: HookInput): string {
  const { source, reason, tool_use_id: id, tool_calls: calls, tool_input: input, toolArgs } = fields;
  const text = asText(toolArgs);
  const tool = input ?? (text === null ? toolArgs : (parseValue(text) ?? text));
  return jsonText(
    [event, session, prompt, trigger, source, reason, id, calls, tool].map((one) => one ?? null),
  );
}
