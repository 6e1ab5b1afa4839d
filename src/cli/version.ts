/** The version of the command line. */

declare const NINEFOLD_VERSION: string | undefined;

/** Returns the version, which the build defines. */
export function readVersion(): string {
  return typeof NINEFOLD_VERSION === 'string' ? NINEFOLD_VERSION : '0.0.0';
}
