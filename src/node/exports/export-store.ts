/** The derived files of a state root: replaced atomically, under the lock, and only if their content differs. */

import { link, lstat, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PROJECT_CONTEXTS } from '../../core/context/context-files.ts';
import { NinefoldError } from '../../core/errors.ts';
import { PROPOSAL_FILES } from '../../core/exports/export-names.ts';
import { mayHaveComments, withoutTime } from '../../core/exports/toon.ts';
import type { Clock, ExportFile, ExportPort, HandoffFile, HandoffLabel } from '../../core/service/ports.ts';
import { checkWorkflowId } from '../../core/workflow/names.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { keepCopy } from './edit-store.ts';
import { readText, tryReadText } from '../files/safe-read.ts';
import { notOurs } from '../files/own-document.ts';
import { readExport } from '../files/read-export.ts';
import { withLock } from '../lock/lock.ts';
import type { LockOptions } from '../lock/lock.ts';
import { isLink } from '../files/optional-file.ts';
import { requireNoLink } from '../files/own-folders.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { errorCode, isAbsence, reasonOf } from '../files/system-error.ts';
import { WrittenExports, provenanceOf, withPlainEnds } from './written-exports.ts';
import type { Provenance, WrittenFiles } from './written-exports.ts';

const HANDOFFS = 'state/handoffs';
const CURRENT = /^handoff-(.+)\.md$/;

export interface ExportStoreOptions {
  readonly layout: StateLayout;
  /** Options for waiting for the root's lock, instead of the defaults. */
  readonly lock?: Partial<LockOptions> | undefined;
  readonly clock: Clock;
  readonly prepare: () => Promise<void>;
  /** Called with what was fixed on the way. */
  readonly report?: ((notice: NinefoldError) => void) | undefined;
}

interface Change {
  readonly path: string;
  readonly text: string;
  /** It already has that content, which only needs to be recorded. */
  readonly pathExists: boolean;
}

export class ExportStore implements ExportPort {
  readonly root: string;
  readonly #options: ExportStoreOptions;
  readonly #written: WrittenExports;

  constructor(options: ExportStoreOptions) {
    this.root = options.layout.root;
    this.#options = options;
    this.#written = new WrittenExports(options.layout);
  }

  pathForReaders(path: string): string {
    return this.#options.layout.shown(path);
  }

  async write(make: () => Promise<readonly ExportFile[]>): Promise<readonly string[]> {
    return withLock(
      this.#options.layout.lock,
      async (hold) => {
        const check = (): Promise<void> => hold.check();
        const known = await this.#written.read();
        const changes: Change[] = [];
        let refused: NinefoldError | undefined;
        for (const file of await make()) {
          const change = await this.#changeOf(file, known);
          if (NinefoldError.is(change)) refused ??= change;
          else if (change !== undefined) changes.push(change);
        }
        if (changes.length === 0 && refused === undefined) return [];
        await this.#options.prepare();
        const texts = Object.fromEntries(changes.map(({ path, text }) => [path, text]));
        await this.#written.note(known, texts, check);
        const written = changes.filter(({ pathExists }) => !pathExists);
        for (const { path, text } of written) {
          if (path.startsWith(PROJECT_CONTEXTS)) await this.#requireContexts(path);
          // Git ignores what is in `state/`, so `git add -A` never meets a temporary file.
          const through = path.includes('/') ? undefined : dirname(this.#options.layout.lock);
          await replaceFile(this.#absolute(path), text, check, undefined, through);
        }
        // The others don't wait for it.
        if (refused !== undefined) throw refused;
        return written.map(({ path }) => path);
      },
      this.#options.lock,
    );
  }

  /**
   * The new content of an export; undefined if it is up to date, or an edit awaits handling. An error if someone
   * else's unreadable file is there.
   */
  async #changeOf(
    { path, text: textAt }: ExportFile,
    known: WrittenFiles,
  ): Promise<Change | NinefoldError | undefined> {
    const made = textAt(this.#options.clock.now());
    const before = await readExport(this.#absolute(path));
    if (before === undefined) return { path, text: made, pathExists: false };
    const text = path.endsWith('.toon') ? await withComments(path, before, made) : made;
    const provenance = provenanceOf(known, path, before);
    if (withoutTime(withPlainEnds(before)) === withoutTime(withPlainEnds(text))) {
      return provenance === 'unknown' ? { path, text: before, pathExists: true } : undefined;
    }
    const obstacle = await this.#obstacle(path, before, provenance);
    if (obstacle !== undefined) return obstacle;
    if (provenance === 'edited' && PROPOSAL_FILES.includes(path)) return undefined;
    // An edit of another export isn't a proposal, but still someone's work.
    const isForeign = provenance === 'edited' || provenance === 'unknown';
    if (isForeign) {
      const kept = await keepCopy(this.#options, path, before);
      const [shown, shownKept] = [path, kept].map((one) => this.pathForReaders(one));
      this.#options.report?.(
        new NinefoldError('edit-set-aside', { path: shown ?? path, kept: shownKept ?? kept }),
      );
    }
    return { path, text, pathExists: false };
  }

  /**
   * Returns why an export can't be written over the existing file; undefined if it can.
   *
   * @throws NinefoldError file-unreadable
   */
  async obstacleAt(path: string): Promise<NinefoldError | undefined> {
    const before = await readExport(this.#absolute(path));
    if (before === undefined) return undefined;
    return this.#obstacle(path, before, provenanceOf(await this.#written.read(), path, before));
  }

  async #obstacle(path: string, before: string, provenance: Provenance): Promise<NinefoldError | undefined> {
    if (provenance === 'written') return undefined;
    const { isForeignExport, newerExport } = await import('../../core/exports/foreign-export.ts');
    const file = this.#absolute(path);
    const version = newerExport(before);
    if (version !== undefined) return new NinefoldError('state-newer', { file, version });
    return provenance === 'unknown' && isForeignExport(path, before) ? notOurs(file) : undefined;
  }

  async writeHandoff(
    id: string,
    text: string,
    previous: HandoffLabel | null,
    isCurrent = (): Promise<boolean> => Promise.resolve(true),
  ): Promise<boolean> {
    const path = this.#absolute(this.handoffPath(id));
    return withLock(
      this.#options.layout.lock,
      async (hold) => {
        if (!(await isCurrent())) return false;
        await this.#options.prepare();
        if ((await tryReadText({ path, kind: 'derived' })) === text) return true;
        await this.#archive(id, path, previous);
        await replaceFile(path, text, () => hold.check());
        return true;
      },
      this.#options.lock,
    );
  }

  handoffPath(id: string): string {
    return `${HANDOFFS}/handoff-${checkWorkflowId(id)}.md`;
  }

  async readHandoff(id: string): Promise<string | undefined> {
    return readExport(this.#absolute(this.handoffPath(id)));
  }

  async changeHandoff(id: string, change: (text: string) => string): Promise<void> {
    const path = this.#absolute(this.handoffPath(id));
    await withLock(
      this.#options.layout.lock,
      async () => {
        const before = await readExport(path);
        const after = before === undefined ? undefined : change(before);
        if (after !== undefined && after !== before) await replaceFile(path, after);
      },
      this.#options.lock,
    );
  }

  async listHandoffs(id?: string): Promise<readonly HandoffFile[]> {
    const { prefix } = this.#options.layout;
    const own = (names: readonly string[]): readonly string[] =>
      names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
    const names = await entryNames(join(this.root, HANDOFFS));
    const ids = own(names.flatMap((name) => CURRENT.exec(name)?.[1] ?? []));
    const archived = own(await entryNames(join(this.root, HANDOFFS, 'archive')));
    const wanted = id === undefined ? [...new Set([...ids, ...archived])] : [id];
    const files = await Promise.all(wanted.map((one) => this.#handoffsOf(one, ids.includes(one))));
    return files.flat().sort((left, right) => right.at.localeCompare(left.at));
  }

  #absolute(path: string): string {
    return this.#options.layout.absolute(path);
  }

  async #handoffsOf(id: string, hasCurrent: boolean): Promise<readonly HandoffFile[]> {
    const folder = `${HANDOFFS}/archive/${id}`;
    const archived = (await entryNames(this.#absolute(folder))).map((name) => `${folder}/${name}`);
    const paths = hasCurrent ? [`${HANDOFFS}/handoff-${id}.md`, ...archived] : archived;
    return Promise.all(
      paths.map(async (path) => ({
        id,
        path,
        isCurrent: !path.startsWith(`${folder}/`),
        at: (await lstat(this.#absolute(path))).mtime.toISOString(),
      })),
    );
  }

  /** Folders of the project context; only these are refused if they are links. */
  async #requireContexts(path: string): Promise<void> {
    await requireNoLink(join(this.root, PROJECT_CONTEXTS));
    await requireNoLink(dirname(this.#absolute(path)));
  }

  /** Links the newest handoff to the archive: it is never missing, and never replaces another. */
  async #archive(id: string, current: string, label: HandoffLabel | null): Promise<void> {
    let at: string;
    try {
      if (await isLink(current)) return;
      at = label?.at ?? (await lstat(current)).mtime.toISOString();
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return;
      throw unwritable(current, error);
    }
    const folder = this.#absolute(`${HANDOFFS}/archive/${id}`);
    const name = `${at.replaceAll(/[:.]/g, '-')}-${(label?.session ?? 'session').replaceAll(/[^\w-]/g, '_')}`;
    try {
      await requireNoLink(folder);
      await mkdir(folder, { recursive: true });
      for (let copy = 1; ; copy++) {
        if (await linkNew(current, join(folder, `${name}${copy === 1 ? '' : `-${copy}`}.md`))) return;
      }
    } catch (error) {
      throw unwritable(folder, error);
    }
  }
}

/** Few exports have comments of a person, and what keeps them is large: it reads the whole document. */
async function withComments(path: string, before: string, made: string): Promise<string> {
  if (!mayHaveComments(before, made)) return made;
  const { preserveComments } = await import('../../core/exports/preserve-comments.ts');
  return preserveComments(path, before, made);
}

/** @returns false if `to` exists */
async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST') return false;
    if (code === 'ENOENT') return true;
    const text = await readExport(from);
    if (text === undefined) return true;
    if ((await readText({ path: to, kind: 'derived' })) !== undefined) return false;
    await replaceFile(to, text);
    return true;
  }
}

async function entryNames(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.endsWith('.tmp'));
  } catch (error) {
    if (isAbsence(error)) return [];
    throw new NinefoldError('file-unreadable', { path: folder, reason: reasonOf(error) }, { cause: error });
  }
}
