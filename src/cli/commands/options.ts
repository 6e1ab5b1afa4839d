/** Reading values that commander hands over. */

type OptionValue = string | boolean | readonly string[] | undefined;

/** The text of an option; undefined where it wasn't given. */
export function optionText(value: OptionValue): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts of an option that may be given several times. */
export function optionTexts(value: OptionValue): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** To be given to commander with an option that may stand several times. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
