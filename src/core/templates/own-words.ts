/** Tells a written document from one that is hardly more than its template. */

/** Fewer words than these are no document. */
const FEWEST_WORDS = 3;

/** Comments, in which templates say what belongs under a heading. */
const COMMENTS = /<!--[\s\S]*?(?:-->|$)/g;
/** Headings, quotes, and the line that names the workflow. */
const FRAME = /^[ \t]*(?:#{1,6}(?:[ \t].*)?|>.*|Workflow: \S+ · started \S+)$/gm;
/** A word, or a character of a script that is written without spaces. */
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}]+/gu;

/**
 * Tests whether a Markdown text has fewer than three words besides headings, quotes, comments, and the workflow's line:
 * what a template consists of, whichever version of Ninefold made it.
 */
export function isBare(text: string): boolean {
  const own = text.replaceAll('\r\n', '\n').replace(COMMENTS, '').replace(FRAME, '');
  return (own.match(WORDS)?.length ?? 0) < FEWEST_WORDS;
}
