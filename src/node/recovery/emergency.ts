/**
 * `save --emergency`: writes what can be written of what can be read. A damaged journal is never touched; a folder that
 * can't be written falls back to the user's own state; without a workflow the folder itself is handed over.
 */

import { basename } from 'node:path';

import { NinefoldError } from '../../core/errors.ts';
import {
  WORKFLOW_STATE_FILE,
  exportsOf,
  workflowFile,
  SESSION_CONTEXT_FILE,
} from '../../core/exports/exports.ts';
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

/** Its handoff: a name that no other handoff has. */
const NO_WORKFLOW = 'emergency';

export interface EmergencyRequest {
  readonly service: WorkflowService;
  readonly layout: StateLayout;
  readonly home: string;
  readonly actor: Actor;
  /** The active workflow where it is left out. */
  readonly id?: string | undefined;
  /** What the meter says; null where nothing is metered. */
  readonly reading: Reading | null;
  /** The same in a line; empty where nothing is metered. */
  readonly readingLine: string;
}

export interface EmergencySave {
  /** Id of the workflow that was saved; null where there is none. */
  readonly id: string | null;
  /** Path of the document, as a person would look for it; null where it couldn't be written anywhere. */
  readonly document: string | null;
  /** What the document says, where it couldn't be written anywhere and nothing else was saved. */
  readonly unsaved: string | null;
  /** Paths of the exports that were written. */
  readonly exports: readonly string[];
  /** Where the state was found, where the journal can't be read; null where it can. */
  readonly salvagedFrom: string | null;
  /** How many secrets what was found there lacks: they were taken out when it was written. */
  readonly redactions: number;
  /** Why the journal can't be read; null where it can, or there is none. */
  readonly damage: NinefoldError | null;
  /** Why the document couldn't be written in the state root, so that the user's own state was tried; null where it could. */
  readonly closed: NinefoldError | null;
  /** What else couldn't be read or written on the way. */
  readonly failures: readonly NinefoldError[];
}

interface Salvage {
  readonly state: WorkflowState | null;
  readonly from: string | null;
  readonly damage: NinefoldError | null;
}

/** What came of one place; the text is there where the document couldn't be written. */
interface Saved {
  readonly document: string | null;
  readonly exports: readonly string[];
  readonly text: string | null;
}

/** One part after the other: whatever fails costs no other part, and is said. */
class Attempts {
  readonly failures: NinefoldError[] = [];

  /** @returns undefined where it failed */
  async of<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      // A fault of Ninefold itself mustn't cost the save either: it is told like the others.
      const reason = reasonOf(error);
      this.failures.push(
        NinefoldError.is(error) ? error : new NinefoldError('save-incomplete', { reason }, { cause: error }),
      );
      return undefined;
    }
  }
}

/** Saves what can be had, where it can be written: in the state root, else in the user's own state. Never throws a NinefoldError. */
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
  // Whoever holds the lock was waited for already.
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

/** The usual save, with its record in the journal. */
async function saveSound(
  { service, actor, reading }: EmergencyRequest,
  id: string,
): Promise<Pick<EmergencySave, 'document' | 'exports'>> {
  const exports = await service.exportFiles(id);
  const { shownPath } = await createHandoff(service, actor, { id, reading });
  return { document: shownPath, exports };
}

/** The state, from the journal or, where that can't be read, from the fullest of what is left. */
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

/** From the nearest place that has anything of the workflow: the state root, other folders, git. */
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
    // One without a number could be older than an export that it would replace.
    const best = candidates.find(({ revision }) => revision !== null) ?? candidates[0];
    if (best !== undefined) return best;
  }
  return undefined;
}

/** Where the session record can't be read, the only workflow is the one that is meant; null where there are more, or none. */
async function onlyId({ ports }: WorkflowService, attempts: Attempts): Promise<string | null> {
  const ids = (await attempts.of(() => ports.journals.listIds())) ?? [];
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/** Writes exports and document beside the journal, which stays as it is. */
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
  const made = state === null ? [] : exportsOf(state, isActive, project, show);
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

/** A file that can't be looked at counts as absent: it mustn't cost the rest. */
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
