/**
 * A sentence of a notification: a capital first and a full stop last, however the terminal writes it.
 *
 * @param template what the text was made of: a path or an id that stands first keeps its letters
 */
export function asSentence(text: string, template = text): string {
  const capital = /^[a-z]/.test(template) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?…]$/.test(capital) ? capital : `${capital}.`;
}
