/** The front matter of a definition: what an agent loads before it needs the rest. */

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n(?:[\s\S]*?\r?\n)?---[ \t]*(?:\r?\n|$)/;

/**
 * The front matter of an agent or skill definition with its marks. One without front matter is loaded whole or not
 * at all, so the whole text counts and nothing is said to be saved.
 */
export function frontMatterOf(text: string): string {
  return FRONT_MATTER.exec(text)?.[0] ?? text;
}
