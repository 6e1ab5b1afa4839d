/** Helpers for option values from commander. */

type OptionValue = string | boolean | readonly string[] | undefined;

/** Returns an option's text; undefined if it wasn't given. */
export function optionText(value: OptionValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Returns the texts of a repeatable option. */
export function optionTexts(value: OptionValue): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** Collects the values of a repeatable option; pass it to commander. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
