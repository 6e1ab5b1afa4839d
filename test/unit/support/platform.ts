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

/** Returns a path as it is spelled between the quotes of JSON. */
export function inJson(path: string): string {
  return JSON.stringify(path).slice(1, -1);
}

/** For `rmSync`: Windows keeps what is open, or watched, a moment longer. */
export const REMOVED = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 } as const;
