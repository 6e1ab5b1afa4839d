/** Texts of messages that may have parts. */

import { asFields, asList, asText } from '../json-fields.ts';

/** Lists the texts of a content: a text, a part, or a list of parts, some of them texts. */
export function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  const parts = Array.isArray(content) ? asList(content) : [content];
  return parts.flatMap((part) => asText(typeof part === 'string' ? part : asFields(part)?.text) ?? []);
}
