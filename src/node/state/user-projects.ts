/**
 * The projects whose state is in the user's own root, `~/.claude/state/projects.json`: a slug for each folder. The
 * folder's absolute path is what matches, however a link may spell it, so two projects of one name don't meet.
 */

import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';
import { NinefoldError } from '../../core/errors.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { slugOf } from '../../core/workflow/names.ts';
import { replaceFile } from '../files/atomic-file.ts';
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

/** The layout of a folder that has state in the user's root; undefined where it has none. */
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

/** The layout that a folder has in the user's root, or would have; nothing is written yet. */
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
  // A lock of its own: whoever calls holds the root's already.
  const path = join(root, 'state', 'projects.lock');
  await withLock(path, async () => {
    const projects = await readProjects(root);
    const own = await projectOf(folder, projects);
    if (own?.slug === slug) return;
    // Whoever goes on would write under a name that isn't this project's.
    const isTaken = own !== undefined || projects.some((project) => project.slug === slug);
    if (isTaken) throw new NinefoldError('lock-busy', { path, holder: 'another project of this name' });
    await writeProjects(root, [...projects, { slug, folder }]);
  });
}

/** Takes a project off the list. */
export async function unregisterProject({ root, folder }: StateLayout): Promise<void> {
  await withLock(join(root, 'state', 'projects.lock'), async () => {
    const all = await readProjects(root);
    const own = await projectOf(folder, all);
    const projects = all.filter((project) => project !== own);
    if (projects.length === 0) await rm(join(root, FILE), { force: true });
    else await writeProjects(root, projects);
  });
}

async function writeProjects(root: string, projects: readonly Project[]): Promise<void> {
  await replaceFile(join(root, FILE), `${JSON.stringify({ schema: PROJECTS_SCHEMA, projects }, null, 2)}\n`);
}

/** A slug under whose prefix no other project's names fall: `shop-` would take those of `shop-web-` for its own. */
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

/** The projects that have state in the user's root. */
export async function readProjects(root: string): Promise<readonly Project[]> {
  const path = join(root, FILE);
  // A home folder that may not be read has no state of ours.
  const text = await readText({ path, kind: 'record' }).catch((error: unknown) => {
    if (NinefoldError.is(error, 'file-unreadable')) return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const value = parseValue(text);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data.projects;
  refuseNewer(value, PROJECTS_SCHEMA, path);
  throw new NinefoldError('file-damaged', { file: path, line: 1, reason: 'this is no list of projects' });
}
