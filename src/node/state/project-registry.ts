/** Adds projects to the user's own root, and removes them; `user-projects.ts` reads the list. */

import { join } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { withLock } from '../lock/lock.ts';
import type { StateLayout } from './state-layout.ts';
import { projectOf, PROJECTS_FILE, PROJECTS_SCHEMA, readProjects } from './user-projects.ts';
import type { Project } from './user-projects.ts';

/** Records a project before its first file is written. */
export async function registerProject(layout: StateLayout): Promise<void> {
  const { root, folder, project: slug } = layout;
  if (slug === null) return;
  // A separate lock, because the caller already holds the root's.
  const path = join(root, 'state', 'projects.lock');
  await withLock(path, async () => {
    const projects = await readProjects(root);
    const own = await projectOf(folder, projects);
    if (own?.slug === slug) return;
    // Continuing would write under another project's name.
    const isTaken = own !== undefined || projects.some((project) => project.slug === slug);
    if (isTaken) throw new NinefoldError('lock-busy', { path, holder: 'another project of this name' });
    await writeProjects(root, [...projects, { slug, folder }]);
  });
}

/** Removes a project from the list. */
export async function unregisterProject({ root, folder }: StateLayout): Promise<void> {
  await withLock(join(root, 'state', 'projects.lock'), async () => {
    const all = await readProjects(root);
    const own = await projectOf(folder, all);
    const projects = all.filter((project) => project !== own);
    if (projects.length === 0) await removeFile(join(root, PROJECTS_FILE));
    else await writeProjects(root, projects);
  });
}

async function writeProjects(root: string, projects: readonly Project[]): Promise<void> {
  await replaceFile(
    join(root, PROJECTS_FILE),
    `${JSON.stringify({ schema: PROJECTS_SCHEMA, projects }, null, 2)}\n`,
  );
}
