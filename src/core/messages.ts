/** Templates: a text with `{name}` places, and what fills them. */

export type MessageParameters = Readonly<Record<string, string | number>>;

/**
 * Fills a template's `{name}` places; a place without a parameter stays as it is.
 *
 * @example formatMessage('no {what}', { what: 'tea' }) // 'no tea'
 */
export function formatMessage(template: string, parameters: MessageParameters): string {
  return template.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(parameters[name] ?? place));
}
