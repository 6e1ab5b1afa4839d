/** Runs the suite inside VS Code. */
import { join } from 'node:path';
import { runMain } from './harness-error.mjs';
import { projectFolder } from './paths.mjs';
import { runInHost } from './run-in-host.mjs';

await runMain(() => runInHost(join(projectFolder, 'out', 'host', 'index.js')));
