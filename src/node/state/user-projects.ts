/**
 * The projects with state in the user's own root, `~/.claude/state/projects.json`: a slug for each folder. Projects
 * are matched by the folder's absolute path, however a link spells it, so that two with the same name stay apart.
 */

import { basename, join } from 'node:path';

import { asFields, asList, parseValue } from '../../core/json-fields.ts';
import { NinefoldError } from '../../core/errors.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import { slugOf } from '../../core/workflow/names.ts';
import { readText } from '../files/safe-read.ts';
import { realPathOf } from '../files/real-path.ts';
import { StateLayout } from './state-layout.ts';

/** Relative to the user's own root. */
export const PROJECTS_FILE = 'state/projects.json';
export const PROJECTS_SCHEMA = 'ninefold/projects/1';

const SLUG = /^[a-z0-9_-]+$/;

export interface Project {
  readonly slug: string;
  readonly folder: string;
}

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

/** Finds a folder's project, however a link spells either. */
export async function projectOf(folder: string, projects: readonly Project[]): Promise<Project | undefined> {
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
  const path = join(root, PROJECTS_FILE);
  // An inaccessible home folder has no state of ours.
  const text = await readText({ path, kind: 'record' }).catch((error: unknown) => {
    if (NinefoldError.is(error, 'file-unreadable')) return undefined;
    throw error;
  });
  if (text === undefined) return [];
  const value = parseValue(text);
  const projects = projectsIn(value);
  if (projects !== null) return projects;
  refuseNewer(value, PROJECTS_SCHEMA, path);
  throw new NinefoldError('file-damaged', { file: path, line: 1, reason: "this isn't a list of projects" });
}

/** Without zod: every hook looks here, and needs it for nothing else. */
function projectsIn(value: unknown): readonly Project[] | null {
  const fields = asFields(value);
  if (fields?.schema !== PROJECTS_SCHEMA || !Array.isArray(fields.projects)) return null;
  const projects = asList(fields.projects).map((project) => {
    const { slug, folder } = asFields(project) ?? {};
    return typeof slug === 'string' && SLUG.test(slug) && typeof folder === 'string'
      ? { slug, folder }
      : null;
  });
  return projects.every((project) => project !== null) ? projects : null;
}
