/** A process of the tests; see test/torture/jobs.ts. */

import { runWorker } from '../../../torture/jobs.ts';

runWorker(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
