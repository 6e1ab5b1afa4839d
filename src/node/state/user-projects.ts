/**
 * The projects with state in the user's own root, `~/.claude/state/projects.json`: a slug for each folder. Projects
 * are matched by the folder's absolute path, however a link spells it, so that two with the same name stay apart.
 */

import { basename, join } from 'node:path';

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import { NinefoldError } from '../../core/errors.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { slugOf } from '../../core/workflow/names.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { readText } from '../files/safe-read.ts';
import { withLock } from '../lock/lock.ts';
import { realPathOf } from '../files/real-path.ts';
import { StateLayout } from './state-layout.ts';

const FILE = 'state/projects.json';
export const PROJECTS_SCHEMA = 'ninefold/projects/1';

const schema = z.object({
  schema: z.literal(PROJECTS_SCHEMA),
  projects: z.array(z.object({ slug: z.string().check(z.regex(/^[a-z0-9_-]+$/)), folder: z.string() })),
});

type Project = z.infer<typeof schema>['projects'][number];

/** The user's own state root. */
function userRoot(home: string): string {
  return join(home, '.claude');
}

/** Returns the layout of a folder with state in the user's root; undefined if it has none. */
export async function findUserLayout(home: string, folder: string): Promise<StateLayout | undefined> {
  const root = userRoot(home);
  const project = await projectOf(folder, await readProjects(root));
  return project === undefined ? undefined : new StateLayout(root, folder, project.slug);
}

async function projectOf(folder: string, projects: readonly Project[]): Promise<Project | undefined> {
  const exact = projects.find((project) => project.folder === folder);
  if (exact !== undefined) return exact;
  const real = await realPathOf(folder);
  for (const project of projects) if ((await realPathOf(project.folder)) === real) return project;
  return undefined;
}

/** Returns the layout that a folder has, or would have, in the user's root; writes nothing. */
export async function userLayout(home: string, folder: string): Promise<StateLayout> {
  const known = await findUserLayout(home, folder);
  if (known !== undefined) return known;
  const root = userRoot(home);
  return new StateLayout(root, folder, freeSlug(folder, await readProjects(root)));
}

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
    if (projects.length === 0) await removeFile(join(root, FILE));
    else await writeProjects(root, projects);
  });
}

async function writeProjects(root: string, projects: readonly Project[]): Promise<void> {
  await replaceFile(join(root, FILE), `${JSON.stringify({ schema: PROJECTS_SCHEMA, projects }, null, 2)}\n`);
}

/** A slug that isn't a prefix of another project's: `shop-` would claim the files of `shop-web-`. */
function freeSlug(folder: string, projects: readonly Project[]): string {
  const dashed = slugOf(basename(folder)) || 'project';
  const joined = dashed.replaceAll('-', '_');
  const isFree = (slug: string): boolean =>
    projects.every(
      (other) => !`${slug}-`.startsWith(`${other.slug}-`) && !`${other.slug}-`.startsWith(`${slug}-`),
    );
  let slug = isFree(dashed) ? dashed : joined;
  for (let number = 2; !isFree(slug); number++) slug = `${joined}_${number}`;
  return slug;
}

/** Lists the projects with state in the user's root. */
export async function readProjects(root: string): Promise<readonly Project[]> {
  const path = join(root, FILE);
  // An inaccessible home folder has no state of ours.
  const text = await readText({ path, kind: 'record' }).catch((error: unknown) => {
    if (NinefoldError.is(error, 'file-unreadable')) return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const value = parseValue(text);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data.projects;
  refuseNewer(value, PROJECTS_SCHEMA, path);
  throw new NinefoldError('file-damaged', { file: path, line: 1, reason: "this isn't a list of projects" });
}
