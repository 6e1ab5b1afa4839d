/**
 * The command line by which `cmd.exe /c` runs a batch file with exactly these arguments. `cmd.exe` reads it before the file does:
 * quotes are doubled, and a percent sign is taken apart so that no variable is put in its place (as Rust's standard library does).
 */

/** Ends the command line, whatever it is quoted by. */
const BREAKS = /[\r\n\0]/;

/**
 * Quotes a batch file and its arguments for `cmd.exe /e:ON /v:OFF /d /c`.
 *
 * @returns undefined where a text can't be given: one with a line break
 */
export function batchCommandLine(file: string, args: readonly string[]): string | undefined {
  if ([file, ...args].some((text) => BREAKS.test(text)) || /["%]/.test(file)) return undefined;
  return `"${[`"${file}"`, ...args.map(quoted)].join(' ')}"`;
}

function quoted(text: string): string {
  // A backslash before a quote would take its meaning.
  const slashes = text.replaceAll(/\\+(?="|$)/g, (run) => run + run);
  return `"${slashes.replaceAll('"', '""').replaceAll('%', '%%cd:~,%')}"`;
}
