/** Runs bundled mocha files in this process: plain Node, or the extension host. Counts go to a file, words to the console. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 */

/** @typedef {Counts & { readonly groups: Readonly<Record<string, Counts>> }} Results by the outermost `describe` */

/**
 * Runs every `*.test.js` below the folder, spec output on the console, and writes {@link Results} as JSON to
 * `NINEFOLD_TEST_RESULTS`. `NINEFOLD_TEST_GREP` narrows. A pending test fails: nothing is skipped in silence.
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
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.test.js')).sort())
    mocha.addFile(join(folder, file));
  const counts = await new Promise((resolve) => {
    /** @type {Record<string, Counts>} */
    const groups = {};
    const count = (test, outcome) => {
      const [title] = test.titlePath();
      groups[title] ??= { passed: 0, failed: 0 };
      groups[title][outcome]++;
    };
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed, groups }));
    runner.on('pass', (test) => count(test, 'passed')).on('fail', (test) => count(test, 'failed'));
  });
  if (process.env.NINEFOLD_TEST_RESULTS) {
    writeFileSync(process.env.NINEFOLD_TEST_RESULTS, JSON.stringify(counts));
  }
  return counts;
}
