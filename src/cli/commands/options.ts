/** Reading values that commander hands over. */

/** The text of an option; undefined where it wasn't given. */
export function optionText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A whole number as written, or NaN: whoever asked refuses that with its own words. */
export function wholeNumber(text: string): number {
  return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
