/** Templates: texts with `{name}` placeholders, and their parameters. */

export type MessageParameters = Readonly<Record<string, string | number>>;

/**
 * Fills a template's `{name}` placeholders; one without a parameter stays.
 *
 * @example formatMessage('no {what}', { what: 'tea' }) // 'no tea'
 */
export function formatMessage(template: string, parameters: MessageParameters): string {
  return template.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(parameters[name] ?? place));
}
