/**
 * What the status line bridge stored about a session: `sessions/{sessionId}.json`, in the state root that the bridge
 * found, otherwise in the user's own folder. The newest file counts.
 */

import { existsSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { isReservedName } from '../../core/paths/paths.ts';
import type { StatusLine } from '../../core/meter/status-line.ts';
import { userFolder } from '../state/user-folder.ts';
import { tryReadText } from '../files/safe-read.ts';
import { MAX_BYTES } from '../files/file-kinds.ts';
import { ifReadable } from '../files/optional-file.ts';
import { realPathNow } from '../files/real-path.ts';
import type { MeterEnvironment } from '../machine/environment.ts';
import type { MeteredAgent } from '../agents/agent.ts';

/** Names of state roots, in the order in which the bridge checks them. */
const BRIDGE_ROOTS = ['.claude', '.aura-frog', '.ninefold'] as const;
/** Identifies Ninefold's state root; the bridge writes next to it. */
const BRIDGE_MARK = 'state/sessions/current.json';

const SAFE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/**
 * Lists where the bridge may have stored the input of a session that started in a folder: like the bridge, checks the
 * nearest state root upwards, excluding the home folder.
 *
 * @returns none for an id that isn't a valid file name
 */
export function statusLinePaths(home: string, folder: string, sessionId: string): readonly string[] {
  if (!SAFE_ID.test(sessionId) || isReservedName(sessionId)) return [];
  const root = nearestRoot(realPathNow(home), resolve(folder));
  const own = join(userFolder(home), 'sessions', `${sessionId}.json`);
  return root === null ? [own] : [join(root, 'state', 'sessions', `${sessionId}.json`), own];
}

function nearestRoot(realHome: string, start: string): string | null {
  for (let folder = start; realPathNow(folder) !== realHome; folder = dirname(folder)) {
    const name = BRIDGE_ROOTS.find((one) => existsSync(join(folder, one, BRIDGE_MARK)));
    if (name !== undefined) return join(folder, name);
    if (dirname(folder) === folder) return null;
  }
  return null;
}

interface Stored {
  readonly modifiedAt: number;
  readonly size: number;
  readonly statusLine: StatusLine | null;
}

/** The stored status line of one session. Doesn't keep the file open. */
export class StatusLineFile {
  readonly paths: readonly string[];
  readonly #parse: NonNullable<MeteredAgent['parseStatusLine']>;
  readonly #stored = new Map<string, Stored>();

  private constructor(paths: readonly string[], parse: NonNullable<MeteredAgent['parseStatusLine']>) {
    this.paths = paths;
    this.#parse = parse;
  }

  /** @returns null for an agent without a status line */
  static of(
    { parseStatusLine }: MeteredAgent,
    { home }: MeterEnvironment,
    { folder, sessionId }: { readonly folder: string; readonly sessionId: string },
  ): StatusLineFile | null {
    if (parseStatusLine === undefined) return null;
    return new StatusLineFile(statusLinePaths(home, folder, sessionId), parseStatusLine);
  }

  /** As of the last {@link advance}; null if nothing readable is stored. */
  get value(): StatusLine | null {
    const newest = [...this.#stored.values()]
      .filter(({ statusLine }) => statusLine !== null)
      .sort((one, other) => other.modifiedAt - one.modifiedAt)[0];
    return newest?.statusLine ?? null;
  }

  /** Checks again; an unchanged file isn't read. */
  async advance(): Promise<this> {
    for (const path of this.paths) await this.#look(path);
    return this;
  }

  async #look(path: string): Promise<void> {
    const found = await ifReadable(lstat(path));
    if (found?.isFile() !== true || found.size > MAX_BYTES.registration) {
      this.#stored.delete(path);
      return;
    }
    const { mtimeMs: modifiedAt, size } = found;
    const before = this.#stored.get(path);
    if (before?.modifiedAt === modifiedAt && before.size === size) return;
    const text = (await tryReadText({ path, kind: 'registration' })) ?? '';
    const statusLine = this.#parse(text, new Date(modifiedAt).toISOString());
    this.#stored.set(path, { modifiedAt, size, statusLine });
  }
}
