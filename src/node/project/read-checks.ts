/** Reads a project's checks from the manifests in its root. Loaded when a check is judged: most calls need none. */

import { checkReader } from '../../core/checks/check-reader.ts';
import type { CheckReader } from '../../core/checks/check-run.ts';
import { projectChecks } from '../../core/context/project-checks.ts';
import { entryNames } from '../files/optional-file.ts';
import { ROOT_MANIFESTS, readManifests } from './manifest-files.ts';

export async function readChecks(folder: string): Promise<CheckReader> {
  const [manifests, names] = await Promise.all([readManifests(folder, ROOT_MANIFESTS), entryNames(folder)]);
  return checkReader(projectChecks(manifests, names), folder);
}
