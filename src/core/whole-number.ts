/** A whole number as written, or NaN, which is in no range: whoever asked refuses that with its own words. */
export function wholeNumber(text: string): number {
  return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
