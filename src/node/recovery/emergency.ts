/**
 * `save --emergency`: writes as much as possible of what can be read. Never changes a damaged journal; falls back to
 * the user's own state if the folder can't be written; without a workflow, hands over the folder itself.
 */

import { basename } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import { WORKFLOW_STATE_FILE, SESSION_CONTEXT_FILE } from '../../core/exports/export-names.ts';
import { exportsOf, workflowFile } from '../../core/exports/exports.ts';
import { emergencyDocument } from '../../core/handoff/emergency-document.ts';
import { handoffDocument } from '../../core/handoff/handoff-document.ts';
import { mergePatterns } from '../../core/context/merge-patterns.ts';
import { marksIn } from '../../core/redaction/finding.ts';
import { redactProject, redactText } from '../../core/redaction/redact-state.ts';
import { inferStep } from '../../core/recovery/history.ts';
import { createHandoff } from '../../core/service/handoff-service.ts';
import type { ExportPort } from '../../core/service/ports.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { FileFact } from '../../core/workflow/facts.ts';
import type { Pattern, WorkflowState } from '../../core/workflow/state.ts';
import type { Candidate } from '../../core/recovery/candidates.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { bannerFor } from '../../core/view/banner-progress.ts';
import { ExportStore } from '../exports/export-store.ts';
import { reasonOf } from '../files/system-error.ts';
import { NO_GIT } from '../git/git-facts.ts';
import { prepareRoot } from '../folder/open-folder.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { userLayout } from '../state/user-projects.ts';
import { activeId, candidatesOnDisk, findCandidates } from './find-candidates.ts';
import { workItems } from './git-history.ts';

/** Name of its handoff, which no other handoff has. */
const NO_WORKFLOW = 'emergency';

export interface EmergencyRequest {
  readonly service: WorkflowService;
  readonly layout: StateLayout;
  readonly home: string;
  readonly actor: Actor;
  /** Defaults to the active workflow. */
  readonly id?: string | undefined;
  /** The meter's reading; null if nothing is metered. */
  readonly reading: Reading | null;
  /** The reading as a line; empty if nothing is metered. */
  readonly readingLine: string;
}

export interface EmergencySave {
  /** Id of the saved workflow; null if there is none. */
  readonly id: string | null;
  /** Path of the document, as a person would search for it; null if it couldn't be written anywhere. */
  readonly document: string | null;
  /** The document's text, if it couldn't be written anywhere and nothing else was saved. */
  readonly unsaved: string | null;
  /** Paths of the written exports. */
  readonly exports: readonly string[];
  /** Where the state was found, if the journal can't be read; otherwise null. */
  readonly salvagedFrom: string | null;
  /** Number of secrets missing from what was found, because they were removed when it was written. */
  readonly redactions: number;
  /** Why the journal can't be read; null if it can, or there is none. */
  readonly damage: NinefoldError | null;
  /**
   * Why the document couldn't be written to the state root, so that the user's own state was tried; null if it could.
   */
  readonly closed: NinefoldError | null;
  /** Other failures on the way. */
  readonly failures: readonly NinefoldError[];
}

interface Salvage {
  readonly state: WorkflowState | null;
  readonly from: string | null;
  readonly damage: NinefoldError | null;
}

/** The result for one place; has the text if the document couldn't be written. */
interface Saved {
  readonly document: string | null;
  readonly exports: readonly string[];
  readonly text: string | null;
}

/** Attempts one part after the other: a failure is reported, but costs no other part. */
class Attempts {
  readonly failures: NinefoldError[] = [];

  /** @returns undefined if it failed */
  async of<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      // Even a bug of Ninefold must not cost the save: report it like the others.
      const reason = reasonOf(error);
      this.failures.push(
        NinefoldError.is(error) ? error : new NinefoldError('save-incomplete', { reason }, { cause: error }),
      );
      return undefined;
    }
  }
}

/** Saves what it can, in the state root, otherwise in the user's own state. Never throws a NinefoldError. */
export async function emergencySave(request: EmergencyRequest): Promise<EmergencySave> {
  const attempts = new Attempts();
  const { state, from, damage } = await salvaged(request, attempts);
  const base = {
    id: state?.id ?? null,
    salvagedFrom: from,
    redactions: state === null ? 0 : marksIn(state),
    damage,
  };
  const isSound = damage === null && state !== null;
  const inRoot = new Attempts();
  const sound = isSound ? await inRoot.of(() => saveSound(request, state.id)) : undefined;
  if (sound !== undefined) {
    return { ...base, ...sound, unsaved: null, closed: null, failures: attempts.failures };
  }
  // It already waited for the holder of the lock.
  const isBusy = NinefoldError.is(inRoot.failures[0], 'lock-busy');
  const own = isBusy
    ? { document: null, exports: [], text: null }
    : await saveTo(request, request.service.ports.exports, state, inRoot);
  const [closed = null, ...others] = inRoot.failures;
  if (own.document !== null) {
    const failures = [...attempts.failures, ...inRoot.failures];
    return { ...base, ...own, unsaved: null, closed: null, failures };
  }
  const elsewhere = await saveForUser(request, state, attempts);
  const document = elsewhere?.document ?? null;
  const exports = [...own.exports, ...(elsewhere?.exports ?? [])];
  const isNothing = document === null && exports.length === 0;
  const unsaved = isNothing ? (own.text ?? elsewhere?.text ?? '') : null;
  return {
    ...base,
    document,
    exports,
    unsaved,
    closed,
    failures: [...attempts.failures, ...(isNothing ? others : [])],
  };
}

async function saveForUser(
  request: EmergencyRequest,
  state: WorkflowState | null,
  attempts: Attempts,
): Promise<Saved | undefined> {
  const { clock } = request.service.ports;
  const layout = await attempts.of(() => userLayout(request.home, request.layout.folder));
  if (layout === undefined) return undefined;
  const store = new ExportStore({ layout, clock, prepare: () => prepareRoot(layout) });
  return saveTo(request, store, state, attempts);
}

/** The usual save, recorded in the journal. */
async function saveSound(
  { service, actor, reading }: EmergencyRequest,
  id: string,
): Promise<Pick<EmergencySave, 'document' | 'exports'>> {
  const exports = await service.exportFiles(id);
  const { shownPath } = await createHandoff(service, actor, { id, reading });
  return { document: shownPath, exports };
}

/** The state, from the journal or, if that can't be read, from the most complete remainder. */
async function salvaged(request: EmergencyRequest, attempts: Attempts): Promise<Salvage> {
  const { service, id: given } = request;
  const session = new Attempts();
  const active = given ?? (await session.of(() => service.activeId()));
  attempts.failures.push(...session.failures);
  if (active === null) return { state: null, from: null, damage: null };
  const id = active ?? (await onlyId(service, attempts));
  const journal = new Attempts();
  const state = id === null ? undefined : await journal.of(() => service.state(id));
  if (state !== undefined) return { state, from: null, damage: null };
  const best = await bestCandidate(request, id, attempts);
  return { state: best?.state ?? null, from: best?.place ?? null, damage: journal.failures[0] ?? null };
}

/** From the nearest place with anything about the workflow: the state root, other folders, git. */
async function bestCandidate(
  { service, layout, home }: EmergencyRequest,
  id: string | null,
  attempts: Attempts,
): Promise<Candidate | undefined> {
  const places = [
    () => candidatesOnDisk(layout, id),
    ...(id === null ? [] : [() => findCandidates({ service, layout, home }, id)]),
  ];
  for (const place of places) {
    const candidates = (await attempts.of(place)) ?? [];
    // Without a revision, it could be older than the export it would replace.
    const best = candidates.find(({ revision }) => revision !== null) ?? candidates[0];
    if (best !== undefined) return best;
  }
  return undefined;
}

/** If the session record can't be read, a single workflow is the one that is meant; null for several, or none. */
async function onlyId({ ports }: WorkflowService, attempts: Attempts): Promise<string | null> {
  const ids = (await attempts.of(() => ports.journals.listIds())) ?? [];
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/** Writes exports and document next to the journal, which stays unchanged. */
async function saveTo(
  request: EmergencyRequest,
  store: ExportPort,
  salvaged: WorkflowState | null,
  attempts: Attempts,
): Promise<Saved> {
  const { service } = request;
  const { redactor } = service.ports;
  const state = salvaged === null ? null : ((await attempts.of(() => service.redacted(salvaged))) ?? null);
  const show = (path: string): string => store.pathForReaders(path);
  const project = (await attempts.of(async () =>
    redactProject(redactor, await service.ports.workspace.project()),
  )) ?? {
    name: basename(request.layout.folder),
    stack: [],
    patterns: [],
  };
  const active = await activeId(service);
  const isActive = active === null || active === state?.id;
  const { journals } = service.ports;
  const hasBranches = state !== null && (await attempts.of(() => journals.hasBranches(state.id))) === true;
  const made = state === null ? [] : exportsOf(state, isActive, project, show, hasBranches);
  const exports = (await attempts.of(() => store.write(() => Promise.resolve(made)))) ?? [];
  const id = state?.id ?? NO_WORKFLOW;
  const reads = [SESSION_CONTEXT_FILE, isActive ? WORKFLOW_STATE_FILE : workflowFile(id, 'toon')].map(show);
  const patterns = mergePatterns(state?.patterns ?? [], project.patterns);
  const text = await attempts.of(() =>
    state === null
      ? folderDocument(request, attempts)
      : stateDocument(request, state, { patterns, reads }, attempts),
  );
  const label = state?.handoffs.at(-1) ?? null;
  const isWritten =
    text !== undefined && (await attempts.of(() => store.writeHandoff(id, text, label))) !== undefined;
  const document = isWritten ? show(store.handoffPath(id)) : null;
  return { document, exports: exports.map(show), text: isWritten ? null : (text ?? null) };
}

async function stateDocument(
  request: EmergencyRequest,
  state: WorkflowState,
  { patterns, reads }: { readonly patterns: readonly Pattern[]; readonly reads: readonly string[] },
  attempts: Attempts,
): Promise<string> {
  const { service } = request;
  const git = (await attempts.of(() => service.ports.workspace.git())) ?? NO_GIT;
  const files = await factsOf(service, state);
  return handoffDocument({ state, patterns, git, files, banner: bannerFor(request.reading, state), reads });
}

async function folderDocument(
  { service, layout, reading, readingLine }: EmergencyRequest,
  attempts: Attempts,
): Promise<string> {
  const { workspace, clock, redactor } = service.ports;
  const git = (await attempts.of(() => workspace.git())) ?? NO_GIT;
  const found = (await attempts.of(() => workItems(layout))) ?? [];
  const items = await Promise.all(
    found.map(async (item) => ({ ...item, subject: await redactText(redactor, item.subject) })),
  );
  return emergencyDocument({
    project: basename(layout.folder),
    at: clock.now(),
    git,
    reading: readingLine,
    banner: bannerFor(reading),
    inferred: inferStep(items),
  });
}

/** An inaccessible file counts as missing: it must not cost the rest. */
async function factsOf(
  { ports }: WorkflowService,
  state: WorkflowState,
): Promise<Readonly<Record<string, FileFact>>> {
  const facts = await Promise.all(
    state.deliverables.map(async ({ file }) => {
      try {
        return await ports.workspace.files([file]);
      } catch (error) {
        if (NinefoldError.is(error)) return {};
        throw error;
      }
    }),
  );
  return Object.assign({}, ...facts) as Readonly<Record<string, FileFact>>;
}
