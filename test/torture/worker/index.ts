/** A process of the torture; see ../jobs.ts. */

import { runWorker } from '../jobs.ts';

runWorker(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
