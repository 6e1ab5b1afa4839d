/**
 * The only writer: every surface passes its intents to a `WorkflowService`, which decides on fresh state, appends,
 * announces, and exports.
 */

import { NinefoldError } from '../errors.ts';
import { WORKFLOW_STATE_FILE } from '../exports/export-names.ts';
import { redactedIntent, refuseMarkers } from '../redaction/marked-intents.ts';
import { redactState } from '../redaction/redact-state.ts';
import { apply } from '../workflow/apply.ts';
import { decide, decideStart } from '../workflow/decide.ts';
import { missingEvidence } from '../workflow/evidence.ts';
import type { Actor, NewEvent, WorkflowEvent } from '../workflow/events.ts';
import { EVENT_VERSION, withinBounds } from '../workflow/events.ts';
import type { Facts } from '../workflow/facts.ts';
import type { Intent, StartIntent, WorkflowIntent } from '../workflow/intents.ts';
import { isSamePlace } from '../workflow/heads.ts';
import type { Place } from '../workflow/heads.ts';
import { isRepeated, isStartRepeated } from '../workflow/repeats.ts';
import type { MissingEvidence, WorkflowState } from '../workflow/state.ts';
import { noneActive } from './active-workflow.ts';
import { failureAfter } from './after-change.ts';
import { noteRejection } from './pending-rejection.ts';
import { deliverableFacts, filesFor } from './file-facts.ts';
import { inheritedPatterns } from './inherited-patterns.ts';
import { checkFacts } from './check-facts.ts';
import { findSimilarId } from './similar-id.ts';
import type { ExportFile, Ports } from './ports.ts';
import { redactedExports } from './redacted-exports.ts';

/** The result of an intent. */
export interface Outcome {
  readonly state: WorkflowState;
  /** What happened; empty if the requested state already held. */
  readonly events: readonly WorkflowEvent[];
  /** The change is saved, but a later step failed, such as an export. */
  readonly exportFailure: NinefoldError | null;
}

/** The result of several intents. */
export interface ManyOutcome extends Outcome {
  readonly refused: readonly NinefoldError[];
}

export interface WorkflowList {
  readonly states: readonly WorkflowState[];
  readonly failures: readonly NinefoldError[];
}

export type ChangeListener = (state: WorkflowState, events: readonly WorkflowEvent[]) => void;

export class WorkflowService {
  readonly ports: Ports;
  readonly #listeners = new Set<ChangeListener>();

  constructor(ports: Ports) {
    this.ports = ports;
  }

  /**
   * Calls `listener` after every change made through this service.
   *
   * @returns a function that unsubscribes it
   */
  onDidChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Starts a workflow and activates it. A damaged active one costs the new one its patterns, and nothing else.
   *
   * @throws NinefoldError workflow-exists, and what `decideStart` refuses
   */
  async start(intent: StartIntent, actor: Actor): Promise<Outcome> {
    refuseMarkers(intent);
    const inherited = await inheritedPatterns(this.ports);
    const facts = { ...(await this.#facts(intent, actor, undefined)), patterns: inherited.patterns };
    const newEvents = decideStart(intent, facts);
    const known = await findSimilarId(this.ports.journals, intent.id);
    const there = known === intent.id ? await this.ports.journals.read(known) : undefined;
    if (there !== undefined && isStartRepeated(there, intent, facts, this.ports.clock.now())) {
      return this.activate(there.id);
    }
    const nobody = { id: intent.id, revision: 0, heads: [] };
    const events = this.#eventsOf(nobody, newEvents, await this.#named(actor));
    const state = known === undefined ? await this.ports.journals.append(intent.id, 0, events) : undefined;
    if (state === undefined) throw new NinefoldError('workflow-exists', { id: known ?? intent.id });
    const place = { id: state.id, root: this.ports.exports.root };
    try {
      await this.ports.session.update((session) => ({ ...session, active: state.id }));
    } catch (error) {
      // The workflow exists: report which half failed.
      return this.#finish(state, events, failureAfter('started-inactive', error, place));
    }
    const { failure } = inherited;
    return this.#finish(state, events, failure && failureAfter('patterns-unread', failure, place));
  }

  /**
   * Carries out an intent on workflow `id`, by default the active one.
   *
   * @throws NinefoldError if it is refused; nothing was changed then
   */
  async execute(given: WorkflowIntent, actor: Actor, id?: string): Promise<Outcome> {
    const intent = await redactedIntent(this.ports.redactor, given);
    for (;;) {
      const state = await this.state(id);
      const facts = await this.#facts(intent, actor, state);
      // The previous call may have been killed before its exports were written.
      if (isRepeated(state, intent, facts, this.ports.clock.now())) return this.#finish(state, []);
      const newEvents = decide(state, intent, facts);
      if (newEvents.length === 0) return { state, events: [], exportFailure: null };
      const events = this.#eventsOf(state, newEvents, await this.#named(actor));
      const next = await this.ports.journals.append(state.id, state.revision, events);
      // Another writer was first: the decision is stale, so decide again.
      if (next !== undefined) return this.#finish(next, events);
    }
  }

  /**
   * Carries out several intents in one append, each on the result of those before it, if the workflow is still
   * where `at` says. Refused intents are left out; with `isWhole`, the first refusal is thrown.
   *
   * @returns undefined if another writer was first; nothing was changed then
   */
  async executeAll(
    intents: readonly WorkflowIntent[],
    actor: Actor,
    at: Pick<WorkflowState, 'id'> & Place,
    isWhole = false,
  ): Promise<ManyOutcome | undefined> {
    const before = await this.state(at.id);
    if (!isSamePlace(before, at)) return undefined;
    const refused: NinefoldError[] = [];
    const events: WorkflowEvent[] = [];
    const named = await this.#named(actor);
    let state = before;
    for (const given of intents) {
      try {
        const intent = await redactedIntent(this.ports.redactor, given);
        const newEvents = decide(state, intent, await this.#facts(intent, actor, state));
        const made = this.#eventsOf(state, newEvents, named);
        state = made.reduce(apply, state);
        events.push(...made);
      } catch (error) {
        if (isWhole || !NinefoldError.is(error)) throw error;
        refused.push(error);
      }
    }
    if (events.length === 0) return { state, events, refused, exportFailure: null };
    const next = await this.ports.journals.append(at.id, before.revision, events);
    return next === undefined ? undefined : { ...(await this.#finish(next, events)), refused };
  }

  /**
   * Carries out several intents in one append: all of them or none.
   *
   * @throws NinefoldError the first refusal
   */
  async executeTogether(intents: readonly WorkflowIntent[], actor: Actor, id: string): Promise<Outcome> {
    for (;;) {
      const outcome = await this.executeAll(intents, actor, await this.state(id), true);
      if (outcome !== undefined) return outcome;
    }
  }

  /**
   * Returns the state of workflow `id`, by default the active one.
   *
   * @throws workflow-unknown, workflow-none-active, workflow-none-chosen, active-missing
   */
  async state(id?: string): Promise<WorkflowState> {
    const wanted = id ?? (await this.activeId());
    if (wanted === null) throw noneActive(await this.ports.journals.readOverviews());
    const state = await this.ports.journals.read(wanted);
    if (state !== undefined) return state;
    if (id !== undefined) throw new NinefoldError('workflow-unknown', { id });
    throw new NinefoldError('active-missing', { id: wanted, file: this.ports.session.file });
  }

  /** Returns the id of the active workflow; null if there is none. */
  async activeId(): Promise<string | null> {
    return (await this.ports.session.read()).active;
  }

  /** Lists every workflow of the state root, by id; an unreadable one doesn't hide the others. */
  async list(): Promise<WorkflowList> {
    const states: WorkflowState[] = [];
    const failures: NinefoldError[] = [];
    for (const id of await this.ports.journals.listIds()) {
      try {
        states.push(await this.state(id));
      } catch (error) {
        if (!NinefoldError.is(error)) throw error;
        // Deleted in the meantime, or its first line is incomplete.
        if (error.code !== 'workflow-unknown') failures.push(error);
      }
    }
    return { states, failures };
  }

  /** Activates `id` and writes the root's exports for it. */
  async activate(id: string): Promise<Outcome> {
    const state = await this.state(id);
    await this.ports.session.update((session) => ({ ...session, active: id }));
    return this.#finish(state, []);
  }

  /** Returns what the current step of `id` lacks. */
  async missingEvidence(id?: string): Promise<readonly MissingEvidence[]> {
    const state = await this.state(id);
    const { workspace } = this.ports;
    const [files, checks] = await Promise.all([deliverableFacts(workspace, state), checkFacts(workspace)]);
    return missingEvidence(state, state.current, files, checks);
  }

  /**
   * Writes the exports of `id` that differ from the disk.
   *
   * @param wanted selects exports by path relative to the root; all by default
   * @returns the written paths
   */
  async exportFiles(id?: string, wanted?: (path: string) => boolean): Promise<readonly string[]> {
    const workflow = (await this.state(id)).id;
    const { exports, redactor } = this.ports;
    const written = await exports.write(async () =>
      (await this.makeExports(workflow)).filter(({ path }) => wanted?.(path) ?? true),
    );
    await redactor.keep();
    return written;
  }

  /** Returns a state that may be shown to others, in an export, answer, or document. */
  redacted(state: WorkflowState): Promise<WorkflowState> {
    return redactState(this.ports.redactor, state);
  }

  /** Makes the exports of `id` as they would be written now, without secrets. */
  async makeExports(id: string, isActive?: boolean): Promise<readonly ExportFile[]> {
    const [state, active] = await Promise.all([this.state(id), this.activeId()]);
    return redactedExports(this.ports, state, isActive ?? active === id);
  }

  /** Names `workflow-state.toon` in documents. */
  get stateFileForReaders(): string {
    return this.ports.exports.pathForReaders(WORKFLOW_STATE_FILE);
  }

  async #finish(
    state: WorkflowState,
    events: readonly WorkflowEvent[],
    failure: NinefoldError | null = null,
  ): Promise<Outcome> {
    // The change is saved: any later failure is reported along with it, never instead of it.
    const place = { id: state.id, root: this.ports.exports.root };
    let told = failure;
    for (const listener of this.#listeners) {
      try {
        listener(state, events);
      } catch (error) {
        told ??= failureAfter('follow-up-failed', error, place);
      }
    }
    try {
      await noteRejection(this.ports.session, state.id, events);
    } catch (error) {
      told ??= failureAfter('follow-up-failed', error, place);
    }
    try {
      await this.exportFiles(state.id);
    } catch (error) {
      told ??= failureAfter('exports-unwritten', error, place);
    }
    return { state, events, exportFailure: told };
  }

  /** Adds the person's name in git to an actor, in shared state only. */
  async #named(actor: Actor): Promise<Actor> {
    const author = await this.ports.sharing.author();
    return author === null ? actor : { ...actor, author };
  }

  /** @param before the state that the events were decided on */
  #eventsOf(
    before: Pick<WorkflowState, 'id' | 'revision' | 'heads'>,
    newEvents: readonly NewEvent[],
    actor: Actor,
  ): readonly WorkflowEvent[] {
    const at = this.ports.clock.now();
    let after = before.heads;
    return newEvents.map((newEvent, index) => {
      const id = this.ports.newId();
      const place = {
        v: EVENT_VERSION,
        id,
        seq: before.revision + index + 1,
        workflow: before.id,
        after,
        at,
      };
      after = [id];
      return { ...place, actor, ...withinBounds(newEvent) };
    });
  }

  /** Gathers only what `decide` needs for this intent: git runs only if it matters. */
  async #facts(intent: Intent, actor: Actor, state: WorkflowState | undefined): Promise<Facts> {
    const { workspace } = this.ports;
    const needsGit =
      intent.kind === 'recordCheck' || (intent.kind === 'start' && intent.branch === undefined);
    const needsChecks = intent.kind === 'recordCheck' || intent.kind === 'approve';
    const [rules, git, files, checks] = await Promise.all([
      // Only approval depends on the rules: unreadable ones mustn't keep anything else from being saved.
      intent.kind === 'approve' ? workspace.rules() : undefined,
      needsGit ? workspace.git() : undefined,
      workspace.files(filesFor(intent, state, workspace.folder)),
      needsChecks ? checkFacts(workspace) : undefined,
    ]);
    return {
      actor,
      approvedBy: rules?.approvedBy ?? 'person',
      folder: workspace.folder,
      commit: git?.commit ?? null,
      branch: git?.branch ?? null,
      files,
      checks,
      patterns: [],
    };
  }
}
