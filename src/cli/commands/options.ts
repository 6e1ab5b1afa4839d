/** Reading values that commander hands over. */

/** The text of an option; undefined where it wasn't given. */
export function optionText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
