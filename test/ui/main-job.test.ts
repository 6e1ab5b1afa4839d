/** The main job on the extension as it is built here. From the package it is run in packaged.test.ts. */

import { MAIN_JOB, mainJob } from './main-job.ts';
import { useWorkbench } from './use-workbench.ts';

describe('the main job', function () {
  this.timeout(120_000);
  mainJob(useWorkbench(MAIN_JOB));
});
