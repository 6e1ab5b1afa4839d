/** What a person typed, among the texts that agents send in a person's name. */

import { asFields, asList, asText } from '../json-fields.ts';

/** How such texts begin. */
const SENT = /^(?:<|\[Request interrupted|Caveat: )/;

/**
 * Returns what a person typed.
 *
 * @param content a text, or a list of parts with texts
 * @returns null if there is nothing
 */
export function typedText(content: unknown): string | null {
  const parts =
    typeof content === 'string' ? [content] : asList(content).map((one) => asText(asFields(one)?.text));
  const typed = parts.filter((part) => part !== null).map((part) => part.trim());
  return typed.find((text) => text !== '' && !SENT.test(text)) ?? null;
}
