/**
 * Finds texts that may contain a workflow: in the state root, the older places, git, and the history of the project.
 */

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { shownPath } from '../../core/paths/paths.ts';
import { isSessionHandoffId, sessionHandoffIn } from '../../core/handoff/session-handoff-id.ts';
import { SESSION_CONTEXT_FILE } from '../../core/exports/export-names.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { RecoverySource } from '../../core/recovery/candidates.ts';
import { joinSegments } from '../../core/recovery/join-segments.ts';
import { recoveryPhrase } from '../../core/recovery/recovery-words.ts';
import { tryReadText } from '../files/safe-read.ts';
import { ifReadable } from '../files/optional-file.ts';
import { errorCode } from '../files/system-error.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { findUserLayout, readProjects } from '../state/user-projects.ts';
import { filesOfBranch, keptFiles } from './git-history.ts';
import type { KeptFile } from './git-history.ts';

interface Place {
  readonly folder: string;
  /** Identifies the format, and in its first group the workflow's id. */
  readonly names: RegExp;
  readonly format: RecoverySource['format'];
  /** Number of subfolder levels to search. */
  readonly depth?: number;
}

/** Contents of a state root, by folder. */
const ROOT_PLACES: readonly Place[] = [
  { folder: 'state/workflows', names: /^(.+)\.journal\.jsonl$/, format: 'journal' },
  { folder: 'state/workflows', names: /^(?!.+\.journal\.jsonl$).+\.jsonl$/, format: 'segments', depth: 1 },
  { folder: 'state/workflows', names: /^(.+)\.journal\.snapshot$/, format: 'snapshot' },
  { folder: 'state/workflows', names: /^(.+)\.json$/, format: 'json' },
  { folder: 'state/workflows', names: /^(.+)\.toon$/, format: 'toon' },
  { folder: '', names: /^workflow-state\.toon$/, format: 'toon' },
  { folder: 'state/edits', names: /\.toon$/, format: 'toon', depth: 1 },
  { folder: 'state/handoffs', names: /^handoff-.+\.md$/, format: 'handoff' },
  { folder: 'state/handoffs/archive', names: /\.md$/, format: 'handoff', depth: 1 },
  { folder: 'state/temp', names: /^handoff-.+\.md$/, format: 'handoff' },
  { folder: 'logs/workflows', names: /^workflow-state\.json$/, format: 'json', depth: 1 },
  { folder: 'logs/runs', names: /^workflow-state\.json$/, format: 'json', depth: 1 },
];

/** Files of a state root that a repository may have shared. */
const SHARED =
  /(^|\/)(workflow-state\.toon|state\/workflows\/[^/]+\.(json|toon|journal\.jsonl|journal\.snapshot|journal\/[^/]+\.jsonl)|state\/handoffs\/(handoff-[^/]+|archive\/[^/]+\/[^/]+)\.md|logs\/(workflows|runs)\/[^/]+\/workflow-state\.json)$/;

/** Maximum number of files to read in one place, whatever somebody put there. */
const MOST_FILES = 2000;

const SEGMENT_FOLDER = /^(.+)\.journal$/;

const OUR_SCHEMA = /^schema: ninefold\/|"schema": ?"ninefold\//m;

const ROOT_NAMES = ['.claude', '.aura-frog', '.ninefold'] as const;

/** Reads the texts in a root, whatever they contain. */
export async function sourcesInRoot(layout: StateLayout): Promise<readonly RecoverySource[]> {
  const own = await sourcesIn(layout.root, layout.folder, layout.prefix);
  return layout.project === null ? own : own.filter(({ place }) => basename(place).includes(layout.prefix));
}

/**
 * Reads the older places in the user's own folder, for a project with its own root.
 *
 * @param id reads only files that are named for this workflow
 */
export async function sourcesOfUser(
  layout: StateLayout,
  home: string,
  id = '',
): Promise<readonly RecoverySource[]> {
  const root = join(home, '.claude');
  if (layout.root === root && layout.project === null) return [];
  const sources = await sourcesIn(root, layout.folder, '', id);
  // Ninefold's own files there belong to other projects: their names carry the project, and their journals are
  // authoritative.
  const projects = await readProjects(root);
  const isOurs = ({ format, text, place }: RecoverySource): boolean =>
    format === 'journal' ||
    format === 'segments' ||
    format === 'snapshot' ||
    OUR_SCHEMA.test(text) ||
    projects.some(({ slug }) => basename(place).startsWith(`handoff-${slug}-`)) ||
    (layout.project !== null && basename(place).startsWith(layout.prefix));
  const others = sources
    .filter((source) => !isOurs(source))
    .map((source) => ({ ...source, isElsewhere: true }));
  // An emergency save may have stored this folder's own state there.
  const own = layout.root === root ? undefined : await findUserLayout(home, layout.folder);
  return own === undefined ? others : [...(await sourcesInRoot(own)), ...others];
}

/** Reads the folder's other roots, which have different names. */
export async function sourcesBeside(layout: StateLayout): Promise<readonly RecoverySource[]> {
  const roots = ROOT_NAMES.map((name) => join(layout.folder, name)).filter((root) => root !== layout.root);
  return (await Promise.all(roots.map((root) => sourcesIn(root, layout.folder, '')))).flat();
}

/** Reads git's versions of the files in any root of the folder. */
export async function sourcesInGit(layout: StateLayout): Promise<readonly RecoverySource[]> {
  const { rootInFolder: inside } = layout;
  const roots = [...new Set([...ROOT_NAMES, ...(inside === null ? [] : [inside])])];
  const kept = await keptFiles(layout.folder, roots, (path) => SHARED.test(path));
  const own = ownSegments(kept, await filesOfBranch(layout.folder, roots));
  return joinSegments(own.flatMap(sourceOfKept), segmentsInGit);
}

/** Leaves out segments that were reverted, or are on another branch only, unless this branch has none of a journal. */
function ownSegments(kept: readonly KeptFile[], ofBranch: ReadonlySet<string>): readonly KeptFile[] {
  const journals = new Set([...ofBranch].map((path) => dirname(path)));
  return kept.filter(({ path }) => {
    const isSegment = SEGMENT_FOLDER.test(basename(dirname(path)));
    return !isSegment || ofBranch.has(path) || !journals.has(dirname(path));
  });
}

function sourceOfKept(file: KeptFile): readonly RecoverySource[] {
  const { path, text, subject, at, isDeleted } = file;
  const root = roots(path);
  const place = ROOT_PLACES.find(
    (one) =>
      (one.folder === '' ? !root.includes('/') : root.startsWith(`${one.folder}/`)) &&
      one.names.test(basename(path)),
  );
  if (place === undefined || isOfSession(path)) return [];
  const word = file.in.startsWith('stash') ? 'stashed' : isDeleted ? 'committed-deleted' : 'committed';
  const about = [recoveryPhrase(word, { commit: file.in, stash: file.in, subject: `'${subject}'` })];
  const id = idIn(place, path, '');
  return [{ format: place.format, place: `${file.in}:${path}`, text, at, id, about }];
}

/** Tests for a session's handoff, or a copy in its archive: there is no workflow in it. */
function isOfSession(path: string): boolean {
  return sessionHandoffIn(basename(path)) !== null || isSessionHandoffId(basename(dirname(path)));
}

/** Whatever commits they were found in: each adds some, and none changes one. */
function segmentsInGit({ place }: RecoverySource): string {
  return dirname(place.slice(place.indexOf(':') + 1));
}

/** A path without its root's name. */
function roots(path: string): string {
  const match = /^(?:.*\/)?(?=(?:state|logs)\/|workflow-state\.toon$)/.exec(path);
  return match === null ? path : path.slice(match[0].length);
}

/** @param part that a path below the root must contain */
async function sourcesIn(
  root: string,
  folder: string,
  prefix: string,
  part = '',
): Promise<readonly RecoverySource[]> {
  const found = ROOT_PLACES.map(async (place) => {
    const names = await filesBelow(join(root, place.folder), place.depth ?? 0);
    const wanted = names
      .filter((path) => place.names.test(basename(path)) && path.slice(root.length).includes(part))
      .filter((path) => !isOfSession(path))
      .slice(0, MOST_FILES);
    return Promise.all(wanted.map((path) => readableSource(path, place, root, folder, prefix)));
  });
  return joinSegments((await Promise.all(found)).flat(2));
}

/** An unreadable source doesn't hide others. */
async function readableSource(...source: Parameters<typeof sourceAt>): Promise<readonly RecoverySource[]> {
  try {
    return await sourceAt(...source);
  } catch (error) {
    if (NinefoldError.is(error, 'file-unreadable') || errorCode(error) !== undefined) return [];
    throw error;
  }
}

async function sourceAt(
  path: string,
  place: Place,
  root: string,
  folder: string,
  prefix: string,
): Promise<readonly RecoverySource[]> {
  const text = await tryReadText({ path, kind: 'recovery', below: root });
  if (text === undefined) return [];
  const status = await stat(path);
  const shown = shownPath(path, folder, process.platform);
  const at = status.mtime.toISOString();
  const id = idIn(place, path, prefix);
  const beside = { path: join(dirname(path), SESSION_CONTEXT_FILE), kind: 'recovery', below: root } as const;
  const context = place.folder === '' ? await tryReadText(beside) : undefined;
  return [{ format: place.format, place: shown, text, at, id, about: [], context }];
}

/** Only files of a workflow are named by its id. */
function idIn({ folder, names, format }: Place, path: string, prefix: string): string | null {
  const isSegment = format === 'segments';
  const named = isSegment ? SEGMENT_FOLDER.exec(basename(dirname(path))) : names.exec(basename(path));
  const id = folder === 'state/workflows' ? named?.[1] : undefined;
  if (id === undefined) return null;
  // From other names, the pattern of the state's JSON would make `{id}.journal`.
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}

async function filesBelow(folder: string, depth: number): Promise<readonly string[]> {
  const entries = (await ifReadable(readdir(folder, { withFileTypes: true }))) ?? [];
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => join(folder, name));
  if (depth === 0) return files;
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
  return [...files, ...(await Promise.all(folders.map((one) => filesBelow(one, depth - 1)))).flat()];
}
