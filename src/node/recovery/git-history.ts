/** Reads what git kept of a project: commits of every branch, stashes, and state files in them. Read-only. */

import type { WorkItem } from '../../core/recovery/history.ts';
import { gitFacts } from '../git/git-facts.ts';
import { git } from '../git/run-git.ts';
import type { StateLayout } from '../state/state-layout.ts';

/** Maximum number of commits to read, the newest of all branches; a workflow rarely has more. */
const MAX_COMMITS = 400;
const MAX_STASHES = 20;
/** Maximum number of versions to read per file, newest first. */
const MAX_VERSIONS = 3;
// eslint-disable-next-line no-control-regex -- matches control characters
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;
/** Separates entries and fields; it doesn't occur in messages. */
const RECORD = '\u001e';

/** A version of a file in git. */
export interface KeptFile {
  /** Relative to the workspace folder. */
  readonly path: string;
  readonly text: string;
  /** Short hash of its commit, or `stash@{0}`. */
  readonly in: string;
  readonly subject: string;
  readonly at: string;
  /** Whether a later commit deleted it. */
  readonly isDeleted: boolean;
}

interface Entry {
  readonly hash: string;
  readonly at: string;
  readonly subject: string;
  /** Status letter and path. */
  readonly changes: readonly (readonly [string, string])[];
}

export interface Stash {
  readonly name: string;
  readonly hash: string;
  readonly subject: string;
  readonly at: string;
}

/** Lists commits and stashes as units of work, oldest first, then the uncommitted changes. */
export async function workItems({
  folder,
  ignored: ignore,
}: Pick<StateLayout, 'folder' | 'ignored'>): Promise<readonly WorkItem[]> {
  const own = (path: string): boolean => path !== ignore && !path.startsWith(`${ignore}/`);
  const [entries, stashes, facts] = await Promise.all([
    // Stashes are commits too, but are listed separately.
    log(folder, ['--exclude=refs/stash', '--all', '--date-order', `--max-count=${MAX_COMMITS}`], ['.']),
    listStashes(folder),
    gitFacts(folder, ignore),
  ]);
  const stashed = await Promise.all(
    stashes.map(async ({ name, hash, subject, at }) => {
      const files = await filesOfStash(folder, hash);
      return { kind: 'stash', name, subject, at, files: files.filter(own) } as const;
    }),
  );
  // Many commits have the same time: a stable sort keeps their order.
  const commits = entries.toReversed().map(({ hash, at, subject, changes }) => {
    const files = changes.filter(([status]) => status !== 'D').map(([, path]) => path);
    return { kind: 'commit', name: hash, subject, at, files: files.filter(own) } as const;
  });
  const dated = [...commits, ...stashed].sort((one, other) => one.at.localeCompare(other.at));
  if (facts.uncommitted.length === 0) return dated;
  const at = dated.at(-1)?.at ?? '';
  return [...dated, { kind: 'uncommitted', name: '', subject: '', at, files: facts.uncommitted }];
}

/**
 * Returns the newest versions of the files under `paths` in any branch or stash.
 *
 * @param paths relative to the folder
 * @param isWanted selects among the files below them
 */
export async function keptFiles(
  folder: string,
  paths: readonly string[],
  isWanted: (path: string) => boolean,
): Promise<readonly KeptFile[]> {
  const entries = await log(folder, ['--exclude=refs/stash', '--all', '--full-history'], paths);
  const versions = versionsOf(entries, isWanted);
  const stashes = await listStashes(folder);
  const stashed = await Promise.all(stashes.map((stash) => inStash(folder, stash, paths, isWanted)));
  const read = await Promise.all(
    versions.map(async ({ hash, path, ...about }) => {
      const text = await git(folder, ['cat-file', 'blob', `${hash}:./${path}`]);
      return text === undefined ? [] : [{ ...about, path, text, in: hash }];
    }),
  );
  return distinct([...read.flat(), ...stashed.flat()]);
}

/**
 * Lists the files below `paths` that this branch has, or that a merge which stopped adds to it.
 *
 * @param paths relative to the folder, as are the files
 */
export async function filesOfBranch(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const listed = (await git(folder, ['ls-files', '--stage', '-z', '--', ...paths])) ?? '';
  const entries = listed.split('\0').map((entry) => /^\d+ \w+ (\d)\t(.+)$/s.exec(entry));
  // A file that both sides deleted is listed as what it was before them.
  const files = entries.flatMap((entry) => (entry?.[1] === '1' ? [] : (entry?.[2] ?? [])));
  return new Set(files);
}

/** A byte-for-byte copy adds nothing. */
function distinct(files: readonly KeptFile[]): readonly KeptFile[] {
  return [
    ...new Map(files.toReversed().map((file) => [`${file.path}\0${file.text}`, file])).values(),
  ].reverse();
}

type Version = Omit<KeptFile, 'text' | 'in'> & { readonly hash: string };

/** @param entries newest first */
function versionsOf(entries: readonly Entry[], isWanted: (path: string) => boolean): readonly Version[] {
  const deleted = new Set<string>();
  const found = new Map<string, Version[]>();
  for (const { hash, at, subject, changes } of entries) {
    for (const [status, path] of changes) {
      const versions = found.get(path) ?? [];
      if (!isWanted(path) || versions.length >= MAX_VERSIONS) continue;
      if (status === 'D') {
        if (versions.length === 0) deleted.add(path);
      } else found.set(path, [...versions, { hash, path, at, subject, isDeleted: deleted.has(path) }]);
    }
  }
  return [...found.values()].flat();
}

async function inStash(
  folder: string,
  stash: Stash,
  paths: readonly string[],
  isWanted: (path: string) => boolean,
): Promise<readonly KeptFile[]> {
  const { name, hash, subject, at } = stash;
  // The third parent has the untracked files.
  const trees = await Promise.all(
    [hash, `${hash}^3`].map(async (tree) => {
      const names = await git(folder, ['ls-tree', '-r', '-z', '--name-only', tree, '--', ...paths]);
      const wanted = (names ?? '').split('\0').filter((path) => path !== '' && isWanted(path));
      return Promise.all(
        wanted.map(async (path) => {
          const text = await git(folder, ['cat-file', 'blob', `${tree}:./${path}`]);
          return text === undefined ? [] : [{ path, text, in: name, subject, at, isDeleted: false }];
        }),
      );
    }),
  );
  return trees.flat(2);
}

export async function listStashes(folder: string): Promise<readonly Stash[]> {
  const args = ['log', '-g', `--max-count=${MAX_STASHES}`, `--format=%gd${RECORD}%H${RECORD}%cI${RECORD}%gs`];
  const lines = (await git(folder, [...args, 'refs/stash', '--']))?.split('\n') ?? [];
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', hash = '', time = '', subject = ''] = line.split(RECORD);
      return { name: name.replace(/^refs\//, ''), hash, at: iso(time), subject: clean(subject) };
    });
}

async function filesOfStash(folder: string, hash: string): Promise<readonly string[]> {
  const [changed, untracked] = await Promise.all([
    git(folder, ['diff-tree', '-r', '--name-only', '-z', '--relative', `${hash}^1`, hash, '--', '.']),
    git(folder, ['ls-tree', '-r', '-z', '--name-only', `${hash}^3`, '--', '.']),
  ]);
  return [...(changed ?? '').split('\0'), ...(untracked ?? '').split('\0')].filter((path) => path !== '');
}

/** Entries of `git log`, newest first. */
async function log(
  folder: string,
  args: readonly string[],
  paths: readonly string[],
): Promise<readonly Entry[]> {
  const format = `--format=${RECORD}%h${RECORD}%cI${RECORD}%s${RECORD}`;
  const fixed = ['--abbrev=8', '--no-renames', '--name-status', '--relative', format];
  const text = await git(folder, ['log', ...fixed, '-z', ...args, '--', ...paths]);
  const parts = (text ?? '').split(RECORD).slice(1);
  const entries: Entry[] = [];
  for (let at = 0; at + 3 < parts.length; at += 4) {
    const [hash = '', time = '', subject = '', changes = ''] = parts.slice(at, at + 4);
    entries.push({ hash, at: iso(time), subject: clean(subject), changes: changesIn(changes) });
  }
  return entries;
}

/** With `-z`: a status and a path, each NUL-terminated. */
function changesIn(text: string): readonly (readonly [string, string])[] {
  const fields = text.split('\0').map((field) => field.replace(/^\n+/, ''));
  const named = fields.filter((field) => field !== '');
  const changes: (readonly [string, string])[] = [];
  for (let at = 0; at + 1 < named.length; at += 2) changes.push([named[at] ?? '', named[at + 1] ?? '']);
  return changes;
}

function iso(time: string): string {
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? '' : new Date(parsed).toISOString();
}

function clean(subject: string): string {
  return subject.replaceAll(CONTROL, ' ').slice(0, 200);
}
