/** Runs bundled mocha files in this process: plain Node, or the extension host. Counts go to a file, words to the console. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { performance } from 'node:perf_hooks';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 */

/**
 * @typedef {Counts & {
 *   readonly groups: Readonly<Record<string, Counts>>,
 *   readonly files: Readonly<Record<string, number>>,
 * }} Results `groups` by the outermost `describe`, `files` the seconds of each, its loading and its hooks included
 */

/**
 * Runs every `*.test.js` below the folder, spec output on the console, and writes {@link Results} as JSON to
 * `NINEFOLD_TEST_RESULTS`. `NINEFOLD_TEST_GREP` narrows, and so does `NINEFOLD_TEST_PART`: `1/2` is every other file, from
 * the second on. A pending test fails: nothing is skipped in silence.
 *
 * @param {typeof import('mocha')} Mocha the caller's, so that a bundle and plain Node load it in their own way
 * @param {string} folder
 * @param {number} timeoutMs for each test
 * @returns {Promise<Counts>}
 */
export async function runMocha(Mocha, folder, timeoutMs) {
  const mocha = new Mocha({
    ui: 'bdd',
    color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    timeout: timeoutMs,
    forbidPending: true,
    forbidOnly: process.env.CI !== undefined,
    reporter: Mocha.reporters.Spec,
    ...(process.env.NINEFOLD_TEST_GREP ? { grep: process.env.NINEFOLD_TEST_GREP } : {}),
  });
  for (const file of testFiles(folder)) mocha.addFile(join(folder, file));
  const stopwatch = timeFiles(mocha, folder);
  const counts = await new Promise((resolve) => {
    /** @type {Record<string, Counts>} */
    const groups = {};
    const count = (test, outcome) => {
      const [title] = test.titlePath();
      groups[title] ??= { passed: 0, failed: 0 };
      groups[title][outcome]++;
    };
    const runner = mocha.run((failed) =>
      resolve({ passed: runner.stats?.passes ?? 0, failed, groups, files: stopwatch.seconds }),
    );
    stopwatch.watch(runner);
    runner.on('pass', (test) => count(test, 'passed')).on('fail', (test) => count(test, 'failed'));
  });
  if (process.env.NINEFOLD_TEST_RESULTS) {
    writeFileSync(process.env.NINEFOLD_TEST_RESULTS, JSON.stringify(counts));
  }
  return counts;
}

/**
 * @param {string} folder
 * @returns {string[]} those of this part
 */
function testFiles(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const [part, parts] = (process.env.NINEFOLD_TEST_PART ?? '0/1').split('/').map(Number);
  return files
    .filter((name) => name.endsWith('.test.js'))
    .sort()
    .filter((_, index) => index % parts === part);
}

/**
 * Measures how long each file takes: to be loaded, and then each of its outermost suites with their hooks.
 *
 * @param {import('mocha')} mocha
 * @param {string} folder
 */
function timeFiles(mocha, folder) {
  /** @type {Record<string, number>} */
  const seconds = {};
  let since = 0;
  const begin = () => (since = performance.now());
  const end = (file) => {
    const name = relative(folder, file);
    seconds[name] = (seconds[name] ?? 0) + (performance.now() - since) / 1000;
  };
  mocha.suite.on('pre-require', begin).on('post-require', (_, file) => end(file));
  const isOutermost = ({ parent }) => parent?.root === true;
  return {
    seconds,
    watch: (runner) =>
      runner
        .on('suite', (suite) => isOutermost(suite) && begin())
        .on('suite end', (suite) => isOutermost(suite) && end(suite.file)),
  };
}
