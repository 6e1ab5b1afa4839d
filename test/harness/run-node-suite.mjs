/** `node run-node-suite.mjs unit|ui|bench`: runs one bundled suite in plain Node. */
import { join } from 'node:path';
import Mocha from 'mocha';
import { HarnessError, runMain } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { runMocha } from './run-mocha.mjs';

/** Only for tests that hang: a busy machine must not fail a test. */
const timeoutsMs = { unit: 60_000, ui: 120_000, bench: 600_000 };
const lingerMs = 10_000;

await runMain(async () => {
  const suite = process.argv[2] ?? '';
  if (!(suite in timeoutsMs)) throw new HarnessError(`Suite "${suite}" not found.`, 'use unit, ui or bench');
  const counts = await runMocha(Mocha, join(projectFolder, 'out', suite), timeoutsMs[suite]);
  exitWhenSomethingLingers();
  return counts.failed === 0 ? 0 : 1;
});

/** A suite exits when nothing it started is left. Otherwise, that is a leak and a failure. */
function exitWhenSomethingLingers() {
  setTimeout(() => {
    console.error(
      `The suite is finished, but these are still active: ${process.getActiveResourcesInfo().join(', ')}`,
    );
    process.exit(1);
  }, lingerMs).unref();
}
