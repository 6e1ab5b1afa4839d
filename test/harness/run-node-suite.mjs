/**
 * `node run-node-suite.mjs unit|windows|ui|bench`: runs one bundled suite in plain Node. `windows` is the unit suite
 * without what needs programs that Wine doesn't have.
 */
import { join } from 'node:path';
import Mocha from 'mocha';
import { HarnessError, runMain } from './harness-error.mjs';
import { leavingOut } from './leaving-out.mjs';
import { projectFolder } from './paths.mjs';
import { runMocha } from './run-mocha.mjs';

/** Only for tests that hang: a busy machine must not fail a test. */
const timeoutsMs = { unit: 60_000, windows: 900_000, ui: 120_000, bench: 600_000 };
const lingerMs = 10_000;

await runMain(async () => {
  const suite = process.argv[2] ?? '';
  if (!(suite in timeoutsMs))
    throw new HarnessError(`Suite "${suite}" not found.`, 'use unit, windows, ui or bench');
  const isUnit = suite === 'windows' || (suite === 'unit' && process.platform === 'win32');
  const counts = isUnit ? await runOnWindows(suite) : await run(suite, suite);
  exitWhenSomethingLingers();
  return counts.failed === 0 ? 0 : 1;
});

/**
 * @param {string} suite
 * @param {string} bundle
 * @param {Parameters<typeof runMocha>[3]} [afterLoading]
 */
function run(suite, bundle, afterLoading) {
  return runMocha(Mocha, join(projectFolder, 'out', bundle), timeoutsMs[suite], afterLoading);
}

/**
 * Runs the unit suite without what Windows, or Wine in its place, doesn't have. A listed test that doesn't exist is a failure.
 *
 * @param {string} suite
 */
async function runOnWindows(suite) {
  const leftOut = leavingOut(suite === 'windows');
  const counts = await run(suite, 'unit', (loaded, file) => leftOut.remove(loaded, file));
  return leftOut.report() ? counts : { ...counts, failed: counts.failed + 1 };
}

/** A suite exits when nothing it started is left. Otherwise, that is a leak and a failure. */
function exitWhenSomethingLingers() {
  setTimeout(() => {
    console.error(
      `The suite is finished, but these are still active: ${process.getActiveResourcesInfo().join(', ')}`,
    );
    process.exit(1);
  }, lingerMs).unref();
}
