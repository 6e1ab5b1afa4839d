/** The checks of a project, from the manifests in its root. */

import type { ProjectChecks } from '../checks/check-run.ts';
import { projectCommands } from './commands.ts';
import { packagesOf } from './packages.ts';
import { asRecord, valueAt } from './parsed-values.ts';
import type { Manifest } from './project-scan.ts';

const WITH_SCRIPTS = ['package.json', 'composer.json'];

/**
 * Finds the checks.
 *
 * @param rootFiles names of the files in the root
 */
export function projectChecks(manifests: readonly Manifest[], rootFiles: readonly string[]): ProjectChecks {
  const { packageManager, commands } = projectCommands(packagesOf(manifests), manifests, rootFiles);
  const named = manifests.find(({ path }) => WITH_SCRIPTS.includes(path));
  const scripts = Object.entries(asRecord(valueAt(named?.value, 'scripts')));
  return {
    packageManager,
    commands,
    scripts: Object.fromEntries(scripts.map(([name, text]) => [name, lineOf(text)])),
  };
}

/** A script of Composer may be a list. */
function lineOf(text: unknown): string {
  const lines = Array.isArray(text) ? text : [text];
  return lines.filter((line) => typeof line === 'string').join(' && ');
}
