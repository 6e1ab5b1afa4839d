/** `node run-node-suite.mjs unit|ui|bench`: one bundled suite under plain Node. */
import { join } from 'node:path';
import Mocha from 'mocha';
import { HarnessError, runMain } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { runMocha } from './run-mocha.mjs';

/** For what hangs: a machine that is busy with something else is no failure. */
const timeoutsMs = { unit: 60_000, ui: 120_000, bench: 600_000 };
const lingerMs = 10_000;

await runMain(async () => {
  const suite = process.argv[2] ?? '';
  if (!(suite in timeoutsMs)) throw new HarnessError(`No suite "${suite}".`, 'unit, ui or bench');
  const counts = await runMocha(Mocha, join(projectFolder, 'out', suite), timeoutsMs[suite]);
  exitWhenSomethingLingers();
  return counts.failed === 0 ? 0 : 1;
});

/** A suite ends by itself, because nothing it started is left. If it doesn't, that is a leak and a failure. */
function exitWhenSomethingLingers() {
  setTimeout(() => {
    console.error(`The suite is over and this still runs: ${process.getActiveResourcesInfo().join(', ')}`);
    process.exit(1);
  }, lingerMs).unref();
}
