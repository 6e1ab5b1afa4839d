/** Filters and hooks with names from a config, which can only be disabled one by one. */

const LISTED = /^(filter|hook)\.([^]*)\.[^.]+$/;

/** Result of decoding invalid bytes, which can't be passed back on git's command line. */
const LOST_BYTES = '\ufffd';
/** Git's time for reading its settings grows with their square. */
const MAX_DRIVERS = 100;

/** Prints the keys that name them, NUL-terminated; exits with 1 if there are none. */
export const LIST_DRIVERS = ['config', '-z', '--name-only', '--get-regexp', String.raw`^(filter|hook)\.`];

/** The kind to disable. */
export type DriverKind = 'filter' | 'hook';

/**
 * Returns settings that disable what {@link LIST_DRIVERS} printed. An existing but empty filter leaves a file
 * unchanged, even if it is `required`; attributes and line ends still apply.
 *
 * @returns undefined if one can't be disabled: a name with `=` is cut off there on git's command line, and one with
 *   invalid bytes can't be passed; or if there are more than a hundred
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
