/** Output of `npm run watch`: lines for people, which `.vscode/tasks.json` also matches. */

export const BUILD_STARTED = 'build started';
export const BUILD_FINISHED = 'build finished';

/**
 * An esbuild plugin for several parallel builds: reports their starts and ends as one build.
 *
 * @param {(line: string) => void} print
 * @returns {import('esbuild').Plugin}
 */
export function watchReport(print) {
  let running = 0;
  return {
    name: 'watch-report',
    setup(build) {
      build.onStart(() => {
        if (running === 0) print(BUILD_STARTED);
        running += 1;
      });
      build.onEnd(({ errors, warnings }) => {
        for (const line of problemLines('error', errors)) print(line);
        for (const line of problemLines('warning', warnings)) print(line);
        running -= 1;
        if (running === 0) print(BUILD_FINISHED);
      });
    },
  };
}

/**
 * @param {'error' | 'warning'} severity
 * @param {readonly import('esbuild').Message[]} messages
 * @returns {string[]} `file:line:column: severity: text`, 1-based
 */
function problemLines(severity, messages) {
  return messages.map(({ location, text }) => {
    const { file, line, column } = location ?? { file: 'esbuild.config.mjs', line: 1, column: 0 };
    return `${file}:${line}:${column + 1}: ${severity}: ${text}`;
  });
}
