/** Stores `sessions/current.json`, changed under the root's lock. */

import { NinefoldError } from '../../core/errors.ts';
import { refuseNewer } from '../../core/schema-version.ts';
import type { SessionPort } from '../../core/service/ports.ts';
import { currentSessionSchema } from '../../core/session/current-session.ts';
import { CURRENT_SESSION_SCHEMA, EMPTY_CURRENT_SESSION } from '../../core/session/empty-session.ts';
import type { CurrentSession } from '../../core/session/current-session.ts';
import { parseJson } from '../../core/text/well-formed.ts';
import { replaceFile } from '../files/atomic-file.ts';
import { withLock } from '../lock/lock.ts';
import type { LockOptions } from '../lock/lock.ts';
import { readSessionText, SESSION_FILE } from './session-record.ts';
import type { StateLayout } from './state-layout.ts';

export interface SessionStoreOptions {
  readonly layout: StateLayout;
  /** Options for waiting for the root's lock, instead of the defaults. */
  readonly lock?: Partial<LockOptions> | undefined;
  readonly prepare: () => Promise<void>;
  /** Finds the active workflow of a folder without a record: a clone, or a new worktree. */
  readonly firstActive: () => Promise<string | null>;
}

export class SessionStore implements SessionPort {
  readonly file: string;
  readonly #options: SessionStoreOptions;

  constructor(options: SessionStoreOptions) {
    this.file = options.layout.shown(SESSION_FILE);
    this.#options = options;
  }

  /** @throws file-damaged if Ninefold can't have written the file; what `safe-read.ts` refuses */
  async read(): Promise<CurrentSession> {
    return (await this.#stored()) ?? { ...EMPTY_CURRENT_SESSION, active: await this.#options.firstActive() };
  }

  async update(change: (session: CurrentSession) => CurrentSession): Promise<CurrentSession> {
    return withLock(
      this.#options.layout.lock,
      async (hold) => {
        const stored = await this.#stored();
        const after = change(stored ?? (await this.read()));
        if (JSON.stringify(after) === JSON.stringify(stored ?? EMPTY_CURRENT_SESSION)) return after;
        await this.#options.prepare();
        const path = this.#options.layout.absolute(SESSION_FILE);
        await replaceFile(path, `${JSON.stringify(after, null, 2)}\n`, () => hold.check());
        return after;
      },
      this.#options.lock,
    );
  }

  async #stored(): Promise<CurrentSession | undefined> {
    const { layout } = this.#options;
    const text = await readSessionText(layout);
    return text === undefined ? undefined : parse(text, layout.absolute(SESSION_FILE));
  }
}

function parse(text: string, file: string): CurrentSession {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw new NinefoldError(
      'file-damaged',
      { file, line: 1, reason: "the file isn't valid JSON" },
      { cause },
    );
  }
  const parsed = currentSessionSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  refuseNewer(value, CURRENT_SESSION_SCHEMA, file);
  const reason = `'${parsed.error.issues[0]?.path.join('.') ?? ''}' is invalid`;
  throw new NinefoldError('file-damaged', { file, line: 1, reason });
}
