/** What tests need to know of the platform they run on. */

/** Returns the variables of a process of its own, with that home: Windows has another one, and needs its folder. */
export function variablesFor(home: string): Record<string, string> {
  const { PATH = '', SystemRoot } = process.env;
  return { PATH, HOME: home, USERPROFILE: home, ...(SystemRoot === undefined ? {} : { SystemRoot }) };
}

/** Returns a path as the product shows it, with `/`. */
export function shown(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
