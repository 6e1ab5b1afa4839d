/** The project's own command line, as a person calls it in the workspace of a window. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { projectFolder } from '../harness/paths.mjs';
import type { Places } from './open-workbench.ts';

/** Runs `ninefold …` and returns what it printed. Throws where it refuses. */
export function ninefold({ workspace, home }: Places, ...args: readonly string[]): string {
  const cli = join(projectFolder, 'dist', 'cli.js');
  // Nothing of this process's surroundings: an agent's variables would make it an agent's call.
  const env = { PATH: process.env.PATH, HOME: home };
  return execFileSync(process.execPath, [cli, ...args], { cwd: workspace, env, encoding: 'utf8' });
}
