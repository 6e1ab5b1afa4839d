import type { Event } from 'vscode';
import { EventEmitter, workspace } from 'vscode';

import { lastGateAt } from '../../core/view/review-basis.ts';
import { openRejection } from '../../core/workflow/rejection.ts';
import { phaseOfStep } from '../../core/workflow/phases.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import type { Changes } from '../../node/git/changes-since.ts';
import { loadEngine } from '../engine.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { Reporter } from '../messages.ts';
import type { CurrentReading } from '../meter/current-reading.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';

/** Minimum interval between looks while an agent works: git reads the folder. */
const PAUSE_MS = 10_000;

interface Seen {
  /** Workflow and gate of the look. */
  readonly gate: string;
  readonly changes: Changes | null;
  /** Whether a file changed after the current step was rejected; undefined if it wasn't. */
  readonly isReworked: boolean | undefined;
}

export interface ReviewTrackerParts {
  readonly model: WorkspaceModel;
  readonly reading: CurrentReading;
  readonly reporter: Reporter;
}

/** Knows what changed in each shown folder since the last gate; looks when the gate, the session, or a file changes. */
export class ReviewTracker implements DisposableLike {
  /** Fires when the files of a folder change. */
  readonly onDidChange: Event<void>;
  readonly #model: WorkspaceModel;
  readonly #reporter: Reporter;
  readonly #disposables = new DisposableList();
  readonly #changed = this.#disposables.add(new EventEmitter<void>());
  readonly #seen = new Map<string, Seen>();
  #due: NodeJS.Timeout | undefined;

  constructor({ model, reading, reporter }: ReviewTrackerParts) {
    this.#model = model;
    this.#reporter = reporter;
    this.onDidChange = this.#changed.event;
    this.#disposables.add(model.onDidChange(() => void this.#lookAtNewGates()));
    this.#disposables.add(reading.onDidChangeFolder(() => this.#plan()));
    this.#disposables.add(workspace.onDidSaveTextDocument(() => this.#plan()));
    this.#disposables.add({ dispose: () => clearTimeout(this.#due) });
  }

  /** Returns what changed in a folder since its last gate; null if unknown. @param folder its key */
  of(folder: string | undefined): Changes | null {
    return this.#current(folder)?.changes ?? null;
  }

  /** Returns whether a file changed after the current step was rejected; undefined if unknown. @param folder its key */
  isReworked(folder: string | undefined): boolean | undefined {
    return this.#current(folder)?.isReworked;
  }

  /** Looks now. @param folder its key @returns as `of` */
  async look(folder: string | undefined): Promise<Changes | null> {
    const { state, current } = this.#model.scope(folder);
    const open = current?.open;
    if (state === undefined || current === undefined || open === undefined || !workspace.isTrusted)
      return null;
    const { changesSince, haveChangedAfter } = await loadEngine();
    const gate = gateOf(state);
    const changes = await changesSince(open.folder, open.layout.ignored, lastGateAt(state));
    const rejection = openRejection(state);
    const files = [...(changes?.files ?? []), ...documentsOf(state)];
    const isReworked =
      rejection === null ? undefined : await haveChangedAfter(open.folder, files, rejection.at);
    const before = JSON.stringify(this.#seen.get(current.key));
    const seen = { gate, changes, isReworked };
    this.#seen.set(current.key, seen);
    if (JSON.stringify(seen) !== before && !this.#disposables.isDisposed) this.#changed.fire();
    return changes;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #current(folder: string | undefined): Seen | undefined {
    const { state } = this.#model.scope(folder);
    const seen = this.#seen.get(folder ?? '');
    return state === undefined || seen?.gate !== gateOf(state) ? undefined : seen;
  }

  #plan(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      void this.#lookAt(this.#model.shown.map(({ key }) => key));
    }, PAUSE_MS);
  }

  async #lookAtNewGates(): Promise<void> {
    const isNew = (key: string): boolean => {
      const { state } = this.#model.scope(key);
      const seen = this.#seen.get(key);
      // A document that was rejected may be what changed in the model.
      return state !== undefined && (seen?.gate !== gateOf(state) || seen.isReworked === false);
    };
    await this.#lookAt(this.#model.shown.map(({ key }) => key).filter(isNew));
  }

  async #lookAt(folders: readonly string[]): Promise<void> {
    for (const folder of folders) {
      try {
        await this.look(folder);
      } catch (error) {
        this.#reporter.note("couldn't read what changed since the last gate", error);
      }
    }
  }
}

type Gated = Parameters<typeof lastGateAt>[0] & { readonly id: string };

function gateOf(state: Gated): string {
  return `${state.id} ${state.current} ${lastGateAt(state)} ${openRejection(state)?.at ?? ''}`;
}

function documentsOf({ deliverables, current }: WorkflowState): readonly string[] {
  return deliverables.filter(({ phase }) => phase === phaseOfStep(current)).map(({ file }) => file);
}
