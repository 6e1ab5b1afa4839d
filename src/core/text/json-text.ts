/** JSON for a terminal or an agent: valid, well-formed, and without raw characters that control or hide something. */

import { wellFormedValue } from './well-formed.ts';

const TO_ESCAPE =
  // eslint-disable-next-line no-misleading-character-class -- each of these is searched for separately
  /[\u007f-\u009f\u00ad\u034f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff]|[\udb40-\udb43][\udc00-\udfff]/g;

/** Serializes a value like `JSON.stringify`; it decodes to the same value with well-formed texts. */
export function jsonText(value: unknown, indent?: number): string {
  // A value without JSON text is written as null.
  const text = (JSON.stringify(wellFormedValue(value), null, indent) as string | undefined) ?? 'null';
  return text.replaceAll(TO_ESCAPE, (signs) =>
    Array.from({ length: signs.length }, (_, index) => escape(signs.charCodeAt(index))).join(''),
  );
}

function escape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
