/**
 * Makes the command line with which `cmd.exe /c` runs a batch file with exactly these arguments. `cmd.exe` parses it
 * before the file does: quotes are doubled, and a percent sign is split so that no variable is expanded (as in Rust's
 * standard library).
 */

/** Ends the command line, however it is quoted. */
const BREAKS = /[\r\n\0]/;

/**
 * Quotes a batch file and its arguments for `cmd.exe /e:ON /v:OFF /d /c`.
 *
 * @returns undefined if a text can't be passed because it has a line break
 */
export function batchCommandLine(file: string, args: readonly string[]): string | undefined {
  if ([file, ...args].some((text) => BREAKS.test(text)) || /["%]/.test(file)) return undefined;
  return `"${[`"${file}"`, ...args.map(quoted)].join(' ')}"`;
}

function quoted(text: string): string {
  // A backslash before a quote would escape it.
  const slashes = text.replaceAll(/\\+(?="|$)/g, (run) => run + run);
  return `"${slashes.replaceAll('"', '""').replaceAll('%', '%%cd:~,%')}"`;
}
