/**
 * The one way in: every surface hands its intents to a `WorkflowService`, which decides on fresh state, appends,
 * announces and exports.
 */

import { NinefoldError } from '../errors.ts';
import { WORKFLOW_STATE_FILE } from '../exports/exports.ts';
import { redactedIntent, refuseMarkers } from '../redaction/marked-intents.ts';
import { redactState } from '../redaction/redact-state.ts';
import { apply } from '../workflow/apply.ts';
import { decide, decideStart } from '../workflow/decide.ts';
import { missingEvidence } from '../workflow/evidence.ts';
import type { Actor, NewEvent, WorkflowEvent } from '../workflow/events.ts';
import { EVENT_VERSION, withinBounds } from '../workflow/events.ts';
import type { Facts } from '../workflow/facts.ts';
import type { Intent, StartIntent, WorkflowIntent } from '../workflow/intents.ts';
import { isRepeated, isStartRepeated } from '../workflow/repeats.ts';
import type { MissingEvidence, Pattern, WorkflowState } from '../workflow/state.ts';
import { failureAfter } from './after-change.ts';
import { deliverableFacts, filesFor } from './file-facts.ts';
import { findSimilarId } from './similar-id.ts';
import type { ExportFile, Ports } from './ports.ts';
import { redactedExports } from './redacted-exports.ts';

/** What became of an intent. */
export interface Outcome {
  readonly state: WorkflowState;
  /** What happened; empty where the intent asked for what was so already. */
  readonly events: readonly WorkflowEvent[];
  /** The change is saved, but something that follows it could not be done, such as an export. */
  readonly exportFailure: NinefoldError | null;
}

/** What became of several intents. */
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

  /** Calls `listener` after every change made through this service. @returns how to stop it */
  onDidChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Starts a workflow and makes it the active one.
   *
   * @throws NinefoldError workflow-exists, and what `decideStart` refuses
   */
  async start(intent: StartIntent, actor: Actor): Promise<Outcome> {
    refuseMarkers(intent);
    const facts = await this.#facts(intent, actor, undefined);
    const newEvents = decideStart(intent, facts);
    const known = await findSimilarId(this.ports.journals, intent.id);
    const there = known === intent.id ? await this.ports.journals.read(known) : undefined;
    if (there !== undefined && isStartRepeated(there, intent, facts, this.ports.clock.now())) {
      return this.activate(there.id);
    }
    const events = this.#eventsOf({ id: intent.id, revision: 0, heads: [] }, newEvents, actor);
    const state = known === undefined ? await this.ports.journals.append(intent.id, 0, events) : undefined;
    if (state === undefined) throw new NinefoldError('workflow-exists', { id: known ?? intent.id });
    try {
      await this.ports.session.update((session) => ({ ...session, active: state.id }));
    } catch (error) {
      // The workflow is there: only half was done, and which half has to be said.
      return this.#finish(
        state,
        events,
        failureAfter('started-inactive', error, { id: state.id, root: this.ports.exports.root }),
      );
    }
    return this.#finish(state, events);
  }

  /**
   * Carries out an intent on workflow `id`, the active one where it is left out.
   *
   * @throws NinefoldError where it is refused; nothing was changed then
   */
  async execute(given: WorkflowIntent, actor: Actor, id?: string): Promise<Outcome> {
    const intent = await redactedIntent(this.ports.redactor, given);
    for (;;) {
      const state = await this.state(id);
      const facts = await this.#facts(intent, actor, state);
      // The call before may have been killed before its exports were written.
      if (isRepeated(state, intent, facts, this.ports.clock.now())) return this.#finish(state, []);
      const newEvents = decide(state, intent, facts);
      if (newEvents.length === 0) return { state, events: [], exportFailure: null };
      const events = this.#eventsOf(state, newEvents, actor);
      const next = await this.ports.journals.append(state.id, state.revision, events);
      // Somebody else wrote in between: what was decided is stale, so it is decided again.
      if (next !== undefined) return this.#finish(next, events);
    }
  }

  /**
   * Carries out several intents in one append, each on what those before it made, if the workflow still stands at
   * `revision`. Those that are refused are left out; with `isWhole` the first refusal is thrown.
   *
   * @returns undefined where somebody else wrote first; nothing was changed then
   */
  async executeAll(
    intents: readonly WorkflowIntent[],
    actor: Actor,
    at: { readonly id: string; readonly revision: number },
    isWhole = false,
  ): Promise<ManyOutcome | undefined> {
    const before = await this.state(at.id);
    if (before.revision !== at.revision) return undefined;
    const refused: NinefoldError[] = [];
    const events: WorkflowEvent[] = [];
    let state = before;
    for (const given of intents) {
      try {
        const intent = await redactedIntent(this.ports.redactor, given);
        const newEvents = decide(state, intent, await this.#facts(intent, actor, state));
        const made = this.#eventsOf(state, newEvents, actor);
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

  /** Carries out all of several intents in one append, or none. @throws NinefoldError what the first refusal says */
  async executeTogether(intents: readonly WorkflowIntent[], actor: Actor, id: string): Promise<Outcome> {
    for (;;) {
      const { revision } = await this.state(id);
      const outcome = await this.executeAll(intents, actor, { id, revision }, true);
      if (outcome !== undefined) return outcome;
    }
  }

  /** The state of workflow `id`, or of the active one. @throws workflow-unknown, workflow-none-active, active-missing */
  async state(id?: string): Promise<WorkflowState> {
    const wanted = id ?? (await this.activeId());
    if (wanted === null) throw new NinefoldError('workflow-none-active');
    const state = await this.ports.journals.read(wanted);
    if (state !== undefined) return state;
    if (id !== undefined) throw new NinefoldError('workflow-unknown', { id });
    throw new NinefoldError('active-missing', { id: wanted, file: this.ports.session.file });
  }

  /** Id of the active workflow; null where there is none. */
  async activeId(): Promise<string | null> {
    return (await this.ports.session.read()).active;
  }

  /** Every workflow of the state root, by id; one that can't be read doesn't hide the others. */
  async list(): Promise<WorkflowList> {
    const states: WorkflowState[] = [];
    const failures: NinefoldError[] = [];
    for (const id of await this.ports.journals.listIds()) {
      try {
        states.push(await this.state(id));
      } catch (error) {
        if (!NinefoldError.is(error)) throw error;
        // Deleted meanwhile, or its very first line was never finished.
        if (error.code !== 'workflow-unknown') failures.push(error);
      }
    }
    return { states, failures };
  }

  /** Makes `id` the active workflow and writes the root's exports for it. */
  async activate(id: string): Promise<Outcome> {
    const state = await this.state(id);
    await this.ports.session.update((session) => ({ ...session, active: id }));
    return this.#finish(state, []);
  }

  /** What is missing for the current step of `id` to be called done. */
  async missingEvidence(id?: string): Promise<readonly MissingEvidence[]> {
    const state = await this.state(id);
    const files = await deliverableFacts(this.ports.workspace, state);
    return missingEvidence(state, state.current, files);
  }

  /**
   * Writes the exports of `id` that differ from what is on disk.
   *
   * @param wanted which of them, by path relative to the root; all where it is left out
   * @returns the paths that were written
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

  /** A state as others may see it: in an export, an answer, a document. */
  redacted(state: WorkflowState): Promise<WorkflowState> {
    return redactState(this.ports.redactor, state);
  }

  /** The exports of `id` as they would be written now, secrets taken out. */
  async makeExports(id: string, isActive?: boolean): Promise<readonly ExportFile[]> {
    const [state, active] = await Promise.all([this.state(id), this.activeId()]);
    return redactedExports(this.ports, state, isActive ?? active === id);
  }

  /** How a document names `workflow-state.toon`. */
  get stateFileForReaders(): string {
    return this.ports.exports.pathForReaders(WORKFLOW_STATE_FILE);
  }

  async #finish(
    state: WorkflowState,
    events: readonly WorkflowEvent[],
    failure: NinefoldError | null = null,
  ): Promise<Outcome> {
    // The change is saved: whatever fails from here on is told beside it and never in its place.
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
      await this.exportFiles(state.id);
    } catch (error) {
      told ??= failureAfter('exports-unwritten', error, place);
    }
    return { state, events, exportFailure: told };
  }

  /** @param before what the events were decided on */
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

  /** Gathers what `decide` needs for this intent, and no more: git is asked only where it matters. */
  async #facts(intent: Intent, actor: Actor, state: WorkflowState | undefined): Promise<Facts> {
    const { workspace } = this.ports;
    const needsGit =
      intent.kind === 'recordCheck' || (intent.kind === 'start' && intent.branch === undefined);
    const [rules, git, files, patterns] = await Promise.all([
      workspace.rules(),
      needsGit ? workspace.git() : undefined,
      workspace.files(filesFor(intent, state, workspace.folder)),
      intent.kind === 'start' ? this.#patternsOfActive() : [],
    ]);
    return {
      actor,
      approvedBy: rules.approvedBy,
      folder: workspace.folder,
      commit: git?.commit ?? null,
      branch: git?.branch ?? null,
      files,
      patterns,
    };
  }

  /** Patterns belong to the project: a new workflow takes over what a person set in the one before. */
  async #patternsOfActive(): Promise<readonly Pattern[]> {
    const id = await this.activeId();
    if (id === null) return [];
    return (await this.ports.journals.read(id))?.patterns ?? [];
  }
}
