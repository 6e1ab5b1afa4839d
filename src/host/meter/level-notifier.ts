import { homedir } from 'node:os';

import { workspace } from 'vscode';

import { NinefoldError, asFailure } from '../../core/errors.ts';
import { dueNotices, personNotice, recordNotices } from '../../core/hooks/level-record.ts';
import { canNotify, shownKey } from '../../core/meter/notices.ts';
import type { Notice } from '../../core/meter/notices.ts';
import { EMPTY_CURRENT_SESSION } from '../../core/session/empty-session.ts';
import type { CurrentSession, ShownLevels } from '../../core/session/current-session.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { loadEngine } from '../engine.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import type { CurrentReading } from './current-reading.ts';
import type { LevelMessages } from './level-messages.ts';
import { tryWriteForLevel } from './write-for-level.ts';

type PersonNotice = ReturnType<typeof personNotice>;

/**
 * Announces the levels of every folder's session and saves what they require. Records each announcement first, under
 * the state's lock, so that a reload or a second window doesn't repeat it. In an untrusted folder, levels only color.
 */
export class LevelNotifier implements DisposableLike {
  readonly #model: WorkspaceModel;
  readonly #reading: CurrentReading;
  readonly #messages: LevelMessages;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  /** Levels that couldn't be recorded, so that at least this window doesn't repeat them. */
  readonly #unrecorded = new Map<string, ShownLevels>();
  /** Keys of folders with an unprocessed reading. */
  readonly #stale = new Set<string>();
  #isBusy = false;

  constructor(model: WorkspaceModel, reading: CurrentReading, messages: LevelMessages, reporter: Reporter) {
    this.#model = model;
    this.#reading = reading;
    this.#messages = messages;
    this.#reporter = reporter;
    this.#disposables.add(reading.onDidChangeFolder((folder) => void this.#consider([folder])));
    this.#disposables.add(
      workspace.onDidGrantWorkspaceTrust(() => void this.#consider(model.all.map(({ key }) => key))),
    );
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Runs once at a time; readings that arrive meanwhile cause one more round. */
  async #consider(folders: readonly string[]): Promise<void> {
    for (const folder of folders) this.#stale.add(folder);
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let key = this.#takeStale(); key !== undefined; key = this.#takeStale()) {
      try {
        await this.#considerNow(key);
      } catch (error) {
        this.#reporter.note("couldn't announce the level", error);
      }
    }
    this.#isBusy = false;
  }

  #takeStale(): string | undefined {
    const [key] = this.#stale;
    if (key === undefined || this.#disposables.isDisposed) return undefined;
    this.#stale.delete(key);
    return key;
  }

  async #considerNow(key: string): Promise<void> {
    const reading = this.#reading.of(key);
    await this.#messages.withdraw(key, reading);
    const folder = this.#model.all.find((one) => one.key === key);
    if (reading === null || !canNotify(reading) || folder === undefined || !workspace.isTrusted) return;
    const { snapshot } = folder;
    if (snapshot.kind === 'loading') return;
    const open = await folder.opened();
    const { service } = open;
    // The rules that the reading's level is based on: the defaults if `ninefold.json` is invalid.
    const { levels } = snapshot.meter;
    const decide = (session: CurrentSession): PersonNotice =>
      personNotice(session, reading, levels, service.ports.clock.now());
    const recorded = await this.#record(service, shownKey(reading), decide);
    if (recorded === null) return;
    const { notice, unread } = recorded;
    const saved = await tryWriteForLevel(open, reading, notice.writes, this.#reporter);
    const written = { ...saved, unread };
    if (written.failure !== null) this.#reporter.note("couldn't write the handoff", written.failure);
    if (notice.announce === null) return;
    const setWindow = (model: string | null, window: number): Promise<void> =>
      setWindowRule(folder, model, window);
    await this.#messages.announce(notice.announce, reading, written, { key, setWindow });
  }

  /** @returns what to do now; null if another window did it, or nothing is due */
  async #record(
    { ports }: WorkflowService,
    key: string,
    decide: (session: CurrentSession) => PersonNotice,
  ): Promise<Recorded | null> {
    const memory = this.#unrecorded.get(key);
    const found = await ports.session.read().catch(asFailure);
    // Nobody knows what was shown: it is shown again rather than not at all.
    const unread = NinefoldError.is(found) ? found : null;
    const session: CurrentSession = NinefoldError.is(found) ? EMPTY_CURRENT_SESSION : found;
    const known = memory === undefined ? session : { ...session, shown: { ...session.shown, [key]: memory } };
    const expected = await dueNotices({ read: () => Promise.resolve(known) }, decide);
    if (expected === null) return null;
    if (unread !== null) this.#reporter.note("couldn't read which levels were announced", unread);
    if (unread !== null || memory !== undefined) {
      return { notice: this.#remember(key, expected.person), unread };
    }
    try {
      const recorded = await recordNotices(ports.session, decide);
      return recorded === null ? null : { notice: recorded.person, unread };
    } catch (error) {
      this.#reporter.note("couldn't record the announced level", asFailure(error));
      return { notice: this.#remember(key, expected.person), unread };
    }
  }

  #remember(key: string, notice: Notice): Notice {
    if (notice.shown !== null) this.#unrecorded.set(key, notice.shown);
    return notice;
  }
}

interface Recorded {
  readonly notice: Notice;
  /** Why the record can't be read; null where it can. */
  readonly unread: NinefoldError | null;
}

/** `*` is every model, for a number that nobody said a model of. */
async function setWindowRule(folder: FolderController, model: string | null, window: number): Promise<void> {
  const [{ layout }, engine] = await Promise.all([folder.opened(), loadEngine()]);
  await engine.changeRuleOfPerson(layout, homedir(), ['windows', model ?? '*'], window);
  await folder.refresh();
}
