/**
 * Runs bundled mocha files in this process: plain Node, or the extension host. Writes counts to a file, and output to
 * the console.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
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
 *   readonly isPartial?: boolean,
 * }} Results `groups` by the outermost `describe`, `files` the seconds of each, its loading and its hooks included;
 *   partial while the process has files left
 */

/** @type {Results} */
export const NOTHING_RAN = { passed: 0, failed: 0, groups: {}, files: {} };

/**
 * Runs every `*.test.js` below the folder, with spec output on the console, and writes {@link Results} as JSON to
 * `NINEFOLD_TEST_RESULTS`. `NINEFOLD_TEST_GREP` filters tests. `NINEFOLD_TEST_CLAIMS` is a folder shared by several
 * processes: each file is run by the one that first claims it there, so that they all finish at the same time. A
 * pending test fails, so that none is skipped silently.
 *
 * @param {typeof import('mocha')} Mocha the caller's, because a bundle and plain Node load it differently
 * @param {string} folder
 * @param {number} timeoutMs for each test
 * @param {(loaded: import('mocha').Suite, file: string) => void} [afterLoading] may remove tests of a file, whose path is
 *   relative to `folder`, with `/`
 * @returns {Promise<Counts>}
 */
export async function runMocha(Mocha, folder, timeoutMs, afterLoading) {
  const claims = process.env.NINEFOLD_TEST_CLAIMS;
  const run = claims === undefined ? runFiles : runClaimed;
  const counts = await run({ Mocha, folder, timeoutMs, afterLoading }, testFiles(folder), claims);
  keep(counts);
  return counts;
}

/** @param {Results} results */
function keep(results) {
  const file = process.env.NINEFOLD_TEST_RESULTS;
  if (file) writeFileSync(file, JSON.stringify(results));
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function testFiles(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.filter((name) => name.endsWith('.test.js')).sort();
}

/**
 * @typedef {object} Suite
 * @property {typeof import('mocha')} Mocha
 * @property {string} folder
 * @property {number} timeoutMs
 * @property {Parameters<typeof runMocha>[3]} [afterLoading]
 */

/**
 * Runs the unclaimed files one after another, and lists all failures at the end.
 *
 * @param {Suite} suite
 * @param {readonly string[]} files
 * @param {string} claims
 * @returns {Promise<Results>}
 */
async function runClaimed(suite, files, claims) {
  const { Spec, Base } = suite.Mocha.reporters;
  class SpecWithoutEnd extends Spec {
    epilogue() {
      // Printed once, for all files.
    }
  }
  /** @type {import('mocha').Test[]} */
  const failures = [];
  let results = NOTHING_RAN;
  for (const file of files) {
    if (!claim(claimOf(claims, file))) continue;
    const onFail = (test) => failures.push(test);
    results = joined(results, await runFiles({ ...suite, reporter: SpecWithoutEnd, onFail }, [file]));
    keep({ ...results, isPartial: true });
  }
  console.log(`\n  ${results.passed} passing`);
  if (failures.length > 0) {
    console.log(`  ${failures.length} failing\n`);
    Base.list(failures);
  }
  return results;
}

/**
 * Returns the file that claims a test file. It names the results in which that ends.
 *
 * @param {string} claims
 * @param {string} file
 */
export function claimOf(claims, file) {
  return join(claims, file.replaceAll(/[\\/]/g, '+'));
}

/**
 * @param {string} path
 * @returns {boolean} whether the claim succeeded
 */
function claim(path) {
  try {
    writeFileSync(path, basename((process.env.NINEFOLD_TEST_RESULTS ?? '').replaceAll('\\', '/')), {
      flag: 'wx',
    });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {Suite & { reporter?: import('mocha').ReporterConstructor, onFail?: (test: import('mocha').Test) => void }} suite
 * @param {readonly string[]} files
 * @returns {Promise<Results>}
 */
async function runFiles({ Mocha, folder, timeoutMs, afterLoading, reporter, onFail }, files) {
  const mocha = new Mocha({
    ui: 'bdd',
    color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    timeout: timeoutMs,
    forbidPending: true,
    forbidOnly: process.env.CI !== undefined,
    reporter: reporter ?? Mocha.reporters.Spec,
    ...(process.env.NINEFOLD_TEST_GREP ? { grep: process.env.NINEFOLD_TEST_GREP } : {}),
  });
  for (const file of files) mocha.addFile(join(folder, file));
  const stopwatch = timeFiles(mocha, folder);
  mocha.suite.on('post-require', (_, file) =>
    afterLoading?.(mocha.suite, relative(folder, file).replaceAll('\\', '/')),
  );
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
    if (onFail !== undefined) runner.on('fail', onFail);
  });
  mocha.dispose();
  return counts;
}

/**
 * @param {Results} one
 * @param {Results} other
 * @returns {Results}
 */
export function joined(one, other) {
  const groups = { ...one.groups };
  for (const [title, { passed, failed }] of Object.entries(other.groups)) {
    const before = groups[title] ?? { passed: 0, failed: 0 };
    groups[title] = { passed: before.passed + passed, failed: before.failed + failed };
  }
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    groups,
    files: { ...one.files, ...other.files },
  };
}

/**
 * Measures how long each file takes: loading it, then its outermost suites with their hooks.
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
