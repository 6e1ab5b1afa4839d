/**
 * Parses a whole number; otherwise NaN, which is outside any range, so that callers reject it with their own words.
 */
export function wholeNumber(text: string): number {
  return /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
}
