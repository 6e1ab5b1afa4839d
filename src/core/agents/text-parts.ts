/** Texts in the parts of a message or a result. */

import { asFields, asList, asText } from '../json-fields.ts';

/**
 * Lists the texts of a content: a text, or a list of parts. A part without a text is an empty one.
 *
 * @example textParts([{ type: 'text', text: 'a' }, { type: 'image' }]) // ['a', '']
 */
export function textParts(content: unknown): readonly string[] {
  if (typeof content === 'string') return [content];
  return asList(content).map((part) => asText(asFields(part)?.text) ?? '');
}
