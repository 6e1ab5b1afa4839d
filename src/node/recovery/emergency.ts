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
import { shownProject, shownText } from '../../core/redaction/shown-state.ts';
import { inferStep } from '../../core/recovery/history.ts';
import { createHandoff } from '../../core/service/handoff-service.ts';
import type { ExportPort } from '../../core/service/ports.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { FileFact } from '../../core/workflow/facts.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { ExportStore } from '../exports/export-store.ts';
import { prepareRoot } from '../folder/open-folder.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { userLayout } from '../state/user-projects.ts';
import { activeId, candidatesOnDisk } from './find-candidates.ts';
import { workItems } from './git-history.ts';

/** Its handoff: a name that no other handoff has. */
const NO_WORKFLOW = 'emergency';
/** Failures of the place, for which another one may help. */
const CLOSED_PLACE = ['folder-read-only', 'file-unwritable', 'lock-busy', 'exports-unwritten'] as const;

export interface EmergencyRequest {
  readonly service: WorkflowService;
  readonly layout: StateLayout;
  readonly home: string;
  readonly actor: Actor;
  /** The active workflow where it is left out. */
  readonly id?: string | undefined;
  /** The session's reading in a line, and the banner of its level for a state; empty where nothing is metered. */
  readonly reading: string;
  readonly bannerFor: (state: WorkflowState | null) => string;
  /** The agent session; null where it isn't known. */
  readonly session: string | null;
}

export interface EmergencySave {
  /** Id of the workflow that was saved; null where there is none. */
  readonly id: string | null;
  /** Path of the document, as a person would look for it. */
  readonly document: string;
  /** Paths of the exports that were written. */
  readonly exports: readonly string[];
  /** Where the state was found, where the journal can't be read; null where it can. */
  readonly salvagedFrom: string | null;
  /** Why the journal can't be read; null where it can, or there is none. */
  readonly damage: NinefoldError | null;
  /** Why the state root couldn't be written, so that the user's own state was; null where it could. */
  readonly closed: NinefoldError | null;
}

interface Salvage {
  readonly state: WorkflowState | null;
  readonly from: string | null;
  readonly damage: NinefoldError | null;
}

/** @throws NinefoldError file-unwritable where the user's own state can't be written either */
export async function emergencySave(request: EmergencyRequest): Promise<EmergencySave> {
  const salvage = await salvaged(request);
  const { state, from, damage } = salvage;
  const base = { id: state?.id ?? null, salvagedFrom: from, damage };
  let closed: NinefoldError;
  try {
    const sound = damage === null && state !== null ? await savedSound(request, state.id) : undefined;
    return {
      ...base,
      ...(sound ?? (await saveTo(request, request.service.ports.exports, salvage))),
      closed: null,
    };
  } catch (error) {
    if (!isClosedPlace(error)) throw error;
    closed = error;
  }
  const layout = await userLayout(request.home, request.layout.folder);
  const { clock } = request.service.ports;
  const store = new ExportStore({ layout, clock, prepare: () => prepareRoot(layout) });
  return { ...base, ...(await saveTo(request, store, salvage)), closed };
}

function isClosedPlace(error: unknown): error is NinefoldError {
  return NinefoldError.is(error) && CLOSED_PLACE.some((code) => code === error.code);
}

/** Undefined where anything but the place refuses the usual save: the document is written without its record then. */
async function savedSound(
  request: EmergencyRequest,
  id: string,
): Promise<Pick<EmergencySave, 'document' | 'exports'> | undefined> {
  try {
    return await saveSound(request, id);
  } catch (error) {
    if (!NinefoldError.is(error) || isClosedPlace(error)) throw error;
    return undefined;
  }
}

/** The usual save, with its record in the journal. */
async function saveSound(
  { service, actor, bannerFor, session }: EmergencyRequest,
  id: string,
): Promise<Pick<EmergencySave, 'document' | 'exports'>> {
  const state = await service.state(id);
  const exports = await service.exportFiles(id);
  const { shownPath } = await createHandoff(service, actor, { id, banner: bannerFor(state), session });
  return { document: shownPath, exports };
}

/** The state, from the journal or, where that is damaged, from the fullest of what is left on disk. */
async function salvaged({ service, layout, id: given }: EmergencyRequest): Promise<Salvage> {
  const id = given ?? (await activeId(service)) ?? (await onlyId(service));
  if (id === null) return { state: null, from: null, damage: null };
  try {
    return { state: await service.state(id), from: null, damage: null };
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    if (error.code === 'workflow-unknown' && given !== undefined) throw error;
    const candidates = await candidatesOnDisk(layout, id);
    // One without a number could be older than an export that it would replace.
    const best = candidates.find(({ revision }) => revision !== null) ?? candidates[0];
    return { state: best?.state ?? null, from: best?.place ?? null, damage: error };
  }
}

/** Where the session record can't be read, the only workflow is the one that is meant. */
async function onlyId({ ports }: WorkflowService): Promise<string | null> {
  const ids = await ports.journals.listIds();
  return ids.length === 1 ? (ids[0] ?? null) : null;
}

/** Writes exports and document beside the journal, which stays as it is. */
async function saveTo(
  request: EmergencyRequest,
  store: ExportPort,
  { state: salvaged }: Salvage,
): Promise<Pick<EmergencySave, 'document' | 'exports'>> {
  const { service } = request;
  if (salvaged === null) {
    await store.writeHandoff(NO_WORKFLOW, await folderDocument(request), null);
    return { document: store.pathForReaders(store.handoffPath(NO_WORKFLOW)), exports: [] };
  }
  const { workspace, redactor } = service.ports;
  const state = await service.shown(salvaged);
  const project = await shownProject(redactor, await workspace.project());
  const show = (path: string): string => store.pathForReaders(path);
  const active = await activeId(service);
  const isActive = active === null || active === state.id;
  const exports = await store.write(() => Promise.resolve(exportsOf(state, isActive, project, show)));
  const [git, files] = await Promise.all([workspace.git(), factsOf(service, state)]);
  const reads = [SESSION_CONTEXT_FILE, isActive ? WORKFLOW_STATE_FILE : workflowFile(state.id, 'toon')].map(
    show,
  );
  const patterns = mergePatterns(state.patterns, project.patterns);
  const banner = request.bannerFor(state);
  const text = handoffDocument({ state, patterns, git, files, banner, reads });
  await store.writeHandoff(state.id, text, state.handoffs.at(-1) ?? null);
  return { document: show(store.handoffPath(state.id)), exports: exports.map(show) };
}

async function folderDocument({ service, layout, reading, bannerFor }: EmergencyRequest): Promise<string> {
  const { workspace, clock, redactor } = service.ports;
  const [git, found] = await Promise.all([workspace.git(), workItems(layout)]);
  const items = await Promise.all(
    found.map(async (item) => ({ ...item, subject: await shownText(redactor, item.subject) })),
  );
  return emergencyDocument({
    project: basename(layout.folder),
    at: clock.now(),
    git,
    reading,
    banner: bannerFor(null),
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
