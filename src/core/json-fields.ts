/** Looking into JSON that somebody else wrote: whatever has another shape than expected is as good as absent. */

export type Fields = Readonly<Record<string, unknown>>;

/** The object that a text is; null where it is no object, or no JSON (yet: it may be half written). */
export function parseObject(text: string): Fields | null {
  return asFields(parseValue(text));
}

/** Any JSON value; undefined where the text is none. */
export function parseValue(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function asFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/** The value if it is an array, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A text that isn't empty. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A whole number above 0; 0 for everything else. */
export function asTokens(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0;
}
