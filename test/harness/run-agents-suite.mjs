/** Downloads the real agents if they aren't there, and runs the suite that drives them. */
import { join } from 'node:path';
import Mocha from 'mocha';
import { fetchAgents } from './fetch-agents.mjs';
import { runMain } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { runMocha } from './run-mocha.mjs';

const timeoutMs = 120_000;

await runMain(async () => {
  await fetchAgents();
  const counts = await runMocha(Mocha, join(projectFolder, 'out', 'agents'), timeoutMs);
  return counts.failed === 0 ? 0 : 1;
});
