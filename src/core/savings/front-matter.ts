/** The front matter of a definition, which an agent loads before it needs the rest. */

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n(?:[\s\S]*?\r?\n)?---[ \t]*(?:\r?\n|$)/;

/**
 * Returns the front matter of an agent or skill definition with its delimiters. A definition without it is loaded
 * whole or not at all, so the whole text counts and nothing is saved.
 */
export function frontMatterOf(text: string): string {
  return FRONT_MATTER.exec(text)?.[0] ?? text;
}
