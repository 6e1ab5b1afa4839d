/** The workspace folder on disk: facts about files, and new files, never overwriting one, never outside. */

import { createHash } from 'node:crypto';
import { mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { CheckReader } from '../../core/checks/check-run.ts';
import { isAtOrBelow } from '../../core/paths/paths.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { GitSince } from '../../core/handoff/drift.ts';
import type {
  FolderPlace,
  GitFacts,
  GitWork,
  HeldRules,
  ProjectFacts,
  WorkspacePort,
} from '../../core/service/ports.ts';
import { FILE_REFUSAL_WORDS } from '../../core/tasks/task-paths.ts';
import { isBare } from '../../core/templates/own-words.ts';
import type { Rules } from '../../core/rules/rules.ts';
import type { FileFact } from '../../core/workflow/facts.ts';
import { unwritable, writeSynced } from '../files/atomic-file.ts';
import { NO_GIT, gitFacts } from '../git/git-facts.ts';
import { NOTHING_SINCE, fileAt, gitSince, hasChangedSince, workSince } from '../git/git-since.ts';
import { workContent } from '../git/work-content.ts';
import { projectFacts } from '../project/project-facts.ts';
import { openToRead } from '../files/own-file.ts';
import { realPathOf } from '../files/real-path.ts';
import { readPlain } from '../files/plain-file.ts';
import { readTrustedRules } from '../rules/trusted-rules.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { NOT_PLAIN, errorCode, isAbsence, reasonOf } from '../files/system-error.ts';
import { sha256 } from '../files/sha256.ts';

/** Takes a second or two to hash; a larger file can be a deliverable too, but its changes aren't detected. */
const LARGEST_HASHED = 512 * 1024 * 1024;

/** Bytes to hash at once, between which others have the thread. */
const PIECE = 256 * 1024;

/** Templates and a few words are shorter. */
const LONGEST_BARE = 32 * 1024;
const DOCUMENT = /\.(?:md|markdown)$/i;

const ABSENT: FileFact = { exists: false, hash: null };

export interface WorkspaceFilesOptions {
  readonly layout: StateLayout;
  /** The person's home folder, which contains what was accepted on this machine. */
  readonly home: string;
  /** In an untrusted folder, no program runs, including git. */
  readonly isTrusted: () => boolean;
}

export class WorkspaceFiles implements WorkspacePort {
  readonly folder: string;
  readonly #options: WorkspaceFilesOptions;
  readonly #contents = new Map<string, { readonly key: string; readonly content: FileContent }>();

  constructor(options: WorkspaceFilesOptions) {
    this.#options = options;
    this.folder = options.layout.folder;
  }

  async place(): Promise<FolderPlace> {
    const folders = [...new Set([this.folder, await realPathOf(this.folder)])];
    return { folders, platform: process.platform };
  }

  async files(paths: readonly string[]): Promise<Readonly<Record<string, FileFact>>> {
    const resolve = resolver();
    const facts = await Promise.all(
      paths.map(async (path) => [path, await this.#fact(path, resolve)] as const),
    );
    return Object.fromEntries(facts);
  }

  git(): Promise<GitFacts> {
    if (!this.#options.isTrusted()) return Promise.resolve(NO_GIT);
    return gitFacts(this.folder, this.#options.layout.ignored);
  }

  gitSince(commit: string | null, checks: readonly string[]): Promise<GitSince> {
    if (!this.#options.isTrusted()) return Promise.resolve(NOTHING_SINCE);
    return gitSince({ folder: this.folder, ignore: this.#options.layout.ignored, commit, checks });
  }

  workSince(at: string, git: GitFacts): Promise<GitWork> {
    if (!this.#options.isTrusted()) return Promise.resolve({ changed: [], commits: 0, newest: [] });
    return workSince(this.folder, at, git);
  }

  async hasChangedSince(at: string): Promise<boolean> {
    return hasChangedSince(this.folder, at, await this.git());
  }

  async fileAt(commit: string, path: string): Promise<string | undefined> {
    return this.#options.isTrusted() ? fileAt(this.folder, commit, path) : undefined;
  }

  async content(): Promise<string | null> {
    return this.#options.isTrusted() ? workContent(this.folder, this.#options.layout.ignored) : null;
  }

  async checks(): Promise<CheckReader> {
    const { readChecks } = await import('../project/read-checks.ts');
    return readChecks(this.folder);
  }

  project(): Promise<ProjectFacts> {
    return projectFacts(this.#options.layout);
  }

  async rules(): Promise<Rules> {
    return (await this.trustedRules()).rules;
  }

  trustedRules(): Promise<HeldRules> {
    return readTrustedRules(this.#options.layout, this.#options.home);
  }

  async readTemplate(name: string): Promise<string | undefined> {
    const { root } = this.#options.layout;
    const file = `templates/${name}`;
    const { bytes, refusal } = await readPlain(root, file);
    if (refusal !== null) {
      const reason = FILE_REFUSAL_WORDS[refusal];
      throw new NinefoldError('file-unreadable', { path: join(root, file), reason });
    }
    return bytes === null ? undefined : Buffer.from(bytes).toString('utf8');
  }

  async createFile(path: string, text: string): Promise<string> {
    const absolute = await this.#requireInside(path);
    try {
      await mkdir(dirname(absolute), { recursive: true });
      await writeSynced(absolute, text);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') throw new NinefoldError('file-exists', { path }, { cause: error });
      throw unwritable(absolute, error);
    }
    return sha256(text);
  }

  async #fact(path: string, resolve: Resolve): Promise<FileFact> {
    // Hashes this very file, even if a link on the path is exchanged meanwhile.
    const absolute = await this.#requireInside(path, resolve);
    try {
      const status = await stat(absolute);
      if (!status.isFile()) return { exists: true, hash: null };
      const key = `${status.ino}:${status.size}:${status.mtimeMs}`;
      const known = this.#contents.get(path);
      if (known?.key === key) return { exists: true, ...known.content };
      const content = await contentOf(absolute, DOCUMENT.test(path));
      this.#contents.set(path, { key, content });
      return { exists: true, ...content };
    } catch (error) {
      if (isNowhere(error)) return ABSENT;
      const code = errorCode(error);
      if (code === 'EACCES' || code === 'EPERM' || code === NOT_PLAIN) return { exists: true, hash: null };
      throw error;
    }
  }

  /**
   * Resolves links of the nearest existing part.
   *
   * @returns the path with that part resolved
   * @throws path-outside if it leaves the folder
   */
  async #requireInside(path: string, resolve: Resolve = realpath): Promise<string> {
    const base = await resolve(this.folder);
    const absolute = join(this.folder, path);
    for (let candidate = absolute; ; candidate = dirname(candidate)) {
      try {
        const real = await resolve(candidate);
        if (isAtOrBelow(real, base, process.platform)) return join(real, absolute.slice(candidate.length));
      } catch (error) {
        if (isNowhere(error) && candidate !== dirname(candidate)) continue;
        throw new NinefoldError('path-unreadable', { path, reason: reasonOf(error) }, { cause: error });
      }
      throw new NinefoldError('path-outside', { path, folder: this.folder });
    }
  }
}

/** Nothing is there, or no file can have such a name. */
function isNowhere(error: unknown): boolean {
  return isAbsence(error) || errorCode(error) === 'ENAMETOOLONG';
}

type FileContent = Omit<FileFact, 'exists'>;

/** Reads what matters of a file's content; one that is too large has no hash. @param isDocument Markdown */
async function contentOf(path: string, isDocument: boolean): Promise<FileContent> {
  const handle = await openToRead(path);
  try {
    const { size } = await handle.stat();
    if (isDocument && size <= LONGEST_BARE) {
      const bytes = await handle.readFile();
      const hash = createHash('sha256').update(bytes).digest('hex');
      return isBare(bytes.toString('utf8')) ? { hash, isBare: true } : { hash };
    }
    if (size > LARGEST_HASHED) return { hash: null };
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(Math.min(size, PIECE));
    for (let at = 0; at < size;) {
      const { bytesRead } = await handle.read(piece, 0, Math.min(piece.length, size - at), at);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    return { hash: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

type Resolve = (path: string) => Promise<string>;

/** Resolves each path's links once: the files of one call are mostly in the same few folders. */
function resolver(): Resolve {
  const known = new Map<string, Promise<string>>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const real = realpath(path);
    known.set(path, real);
    return real;
  };
}
