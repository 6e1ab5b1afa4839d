/**
 * Turns a message into a sentence for a notification: capitalized, with a final period.
 *
 * @param template the template of the text: a leading path or id keeps its case
 */
export function asSentence(text: string, template = text): string {
  const capital = /^[a-z]/.test(template) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
