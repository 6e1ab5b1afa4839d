/** Texts of messages that may have parts. */

import { asFields, asList, asText } from '../json-fields.ts';

/** Lists the texts of a content: a text, a part, or a list of parts, some of them texts. */
export function textsIn(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  const parts = Array.isArray(content) ? asList(content) : [content];
  return parts.flatMap((part) => asText(typeof part === 'string' ? part : asFields(part)?.text) ?? []);
}

/**
 * Lists the texts of a content: a text, or a list of parts. A part without a text is an empty one.
 *
 * @example textParts([{ type: 'text', text: 'a' }, { type: 'image' }]) // ['a', '']
 */
export function textParts(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  return asList(content).map((part) => asText(asFields(part)?.text) ?? '');
}
