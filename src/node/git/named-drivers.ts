/** Filters and hooks that a config gives a name of its own: they can be switched off only one by one. */

const LISTED = /^(filter|hook)\.([^]*)\.[^.]+$/;

/** What decoding leaves of bytes that are no text: git's command line could not be given the name back. */
const LOST_BYTES = '\ufffd';
/** Git reads its own settings in a time that grows with their square. */
const MAX_DRIVERS = 100;

/** Prints the keys that name them, each ended by NUL; ends with 1 where there is none. */
export const LIST_DRIVERS = ['config', '-z', '--name-only', '--get-regexp', String.raw`^(filter|hook)\.`];

/** What is switched off, of that kind. */
export type DriverKind = 'filter' | 'hook';

/**
 * Settings that switch off what {@link LIST_DRIVERS} printed. A filter that is there and empty leaves a file as it is, also
 * where it is `required`; attributes and line ends hold as ever.
 *
 * @returns undefined where one can't be switched off: a name with `=` in it ends there on git's command line, one in bytes
 * that are no text can't be said there; nor are more than a hundred
 */
export function driversOff(
  listed: string,
  kinds: readonly DriverKind[],
): Readonly<Record<string, string>> | undefined {
  const off: Record<string, string> = {};
  const names = new Set<string>();
  for (const key of listed.split('\0')) {
    const [, kind, name = ''] = LISTED.exec(key) ?? [];
    if (kind === undefined || !kinds.some((one) => one === kind)) continue;
    if (name.includes('=') || name.includes(LOST_BYTES)) return undefined;
    if (names.add(`${kind}.${name}`).size > MAX_DRIVERS) return undefined;
    if (kind === 'hook') off[`hook.${name}.enabled`] = 'false';
    else {
      for (const part of ['clean', 'smudge', 'process']) off[`filter.${name}.${part}`] = '';
      off[`filter.${name}.required`] = 'false';
    }
  }
  return off;
}
