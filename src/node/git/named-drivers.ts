/** Filters and hooks that a config gives a name of its own: they can be switched off only one by one. */

const LISTED = /^(filter|hook)\.([^]*)\.[^.]+$/;

/** Prints the keys that name them, each ended by NUL; ends with 1 where there is none. */
export const LIST_DRIVERS = ['config', '-z', '--name-only', '--get-regexp', String.raw`^(filter|hook)\.`];

/** What is switched off, of that kind. */
export type DriverKind = 'filter' | 'hook';

/**
 * Settings that switch off what {@link LIST_DRIVERS} printed. A filter that is there and empty leaves a file as it is, also
 * where it is `required`; attributes and line ends hold as ever.
 *
 * @returns undefined where one can't be switched off: a name with `=` in it ends there on git's command line
 */
export function driversOff(
  listed: string,
  kinds: readonly DriverKind[],
): Readonly<Record<string, string>> | undefined {
  const off: Record<string, string> = {};
  for (const key of listed.split('\0')) {
    const [, kind, name = ''] = LISTED.exec(key) ?? [];
    if (kind === undefined || !kinds.some((one) => one === kind)) continue;
    if (name.includes('=')) return undefined;
    if (kind === 'hook') off[`hook.${name}.enabled`] = 'false';
    else {
      for (const part of ['clean', 'smudge', 'process']) off[`filter.${name}.${part}`] = '';
      off[`filter.${name}.required`] = 'false';
    }
  }
  return off;
}
