/** Makes a new journal from a candidate. Every file that it replaces is kept. */

import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

import { parseJson } from '../../core/text/well-formed.ts';
import { NinefoldError } from '../../core/errors.ts';
import {
  DECISIONS_FILE,
  SESSION_CONTEXT_FILE,
  WORKFLOW_STATE_FILE,
} from '../../core/exports/export-names.ts';
import { workflowFile } from '../../core/exports/exports.ts';
import { isForeignExport, newerExport } from '../../core/exports/foreign-export.ts';
import { encodeEvent } from '../../core/journal/journal-format.ts';
import type { Candidate } from '../../core/recovery/candidates.ts';
import { recoveryText } from '../../core/recovery/recovery-words.ts';
import type { Outcome, WorkflowService } from '../../core/service/workflow-service.ts';
import { EMPTY_CURRENT_SESSION } from '../../core/session/empty-session.ts';
import { EVENT_VERSION } from '../../core/workflow/events.ts';
import type { Actor, WorkflowEvent } from '../../core/workflow/events.ts';
import { checkWorkflowId } from '../../core/workflow/names.ts';
import { workflowStateSchema } from '../../core/workflow/state-schema.ts';
import { replaceFile, unwritable } from '../files/atomic-file.ts';
import { removeFile } from '../files/patient-files.ts';
import { readExport } from '../files/read-export.ts';
import { isRefusal, readBytes } from '../files/safe-read.ts';
import { WrittenExports } from '../exports/written-exports.ts';
import { withLock } from '../lock/lock.ts';
import { prepareRoot } from '../folder/open-folder.ts';
import { convertToSegments } from '../journal/convert-journals.ts';
import { journalFiles } from '../journal/segment-list.ts';
import { isShared } from '../state/shared-rules.ts';
import { SESSION_FILE } from '../state/session-record.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { isAbsence } from '../files/system-error.ts';

export interface RecoveryPlan {
  /** Files to write; like every path here, relative to the state root. */
  readonly writes: readonly string[];
  /** Existing files, which are kept unchanged under `state/backups/`. */
  readonly keeps: readonly string[];
}

export interface Recovered {
  readonly outcome: Outcome;
  /** Folder with everything that was replaced; null if nothing was. */
  readonly keptIn: string | null;
  readonly kept: readonly string[];
}

/** Plans the application of a candidate. Writes nothing. */
export async function planOf(layout: StateLayout, { state }: Candidate): Promise<RecoveryPlan> {
  const { id } = state;
  const writes = [
    workflowFile(id, 'journal.jsonl'),
    workflowFile(id, 'json'),
    workflowFile(id, 'toon'),
    WORKFLOW_STATE_FILE,
    SESSION_CONTEXT_FILE,
    DECISIONS_FILE,
    SESSION_FILE,
  ];
  const beside = [`${workflowFile(id, 'journal.jsonl')}.torn`, `state/workflows/${id}.journal.snapshot`];
  const segments = (await journalFiles(layout, id)).filter((path) => !writes.includes(path));
  const keeps = await Promise.all(
    [...writes, ...beside, ...segments].map(async (path) =>
      (await isFile(layout.absolute(path))) ? [path] : [],
    ),
  );
  return { writes, keeps: keeps.flat() };
}

/**
 * Turns the candidate into the workflow: keeps what it replaces, writes a journal that begins with where the state
 * was found, activates the workflow, and exports it.
 *
 * @throws NinefoldError folder-read-only, file-unwritable; the journal is unchanged then
 */
export async function applyCandidate(
  service: WorkflowService,
  layout: StateLayout,
  candidate: Candidate,
  actor: Actor,
): Promise<Recovered> {
  const { clock } = service.ports;
  const id = checkWorkflowId(candidate.state.id);
  const stamp = `${clock.now().replaceAll(/[:.]/g, '-')}-${id}`;
  const folder = `state/backups/${layout.prefix}${stamp}`;
  const isSessionBad = !(await isSessionReadable(service));
  const kept = await withLock(layout.lock, async (hold) => {
    await prepareRoot(layout);
    const { keeps } = await planOf(layout, candidate);
    for (const path of keeps)
      await keep(layout.root, layout.absolute(path), join(layout.root, folder, layout.place(path)));
    const journal = workflowFile(id, 'journal.jsonl');
    const setAside = keeps.includes(journal) ? `${folder}/${layout.place(journal)}` : null;
    const event = recoveredEvent(service, candidate, actor, setAside);
    await noteKept(layout, keeps, () => hold.check());
    await replaceFile(layout.absolute(journal), encodeEvent(event));
    // They belong to the replaced journal.
    for (const path of keeps.filter((one) => /\.(torn|snapshot)$|\.journal\/[^/]+$/.test(one))) {
      await removeFile(layout.absolute(path));
    }
    if (await isShared(layout)) await convertToSegments(layout, id, hold);
    if (isSessionBad)
      await replaceFile(layout.absolute(SESSION_FILE), `${JSON.stringify(EMPTY_CURRENT_SESSION)}\n`);
    return keeps;
  });
  const outcome = await service.activate(id);
  return { outcome, keptIn: kept.length === 0 ? null : folder, kept };
}

function recoveredEvent(
  { ports }: WorkflowService,
  candidate: Candidate,
  actor: Actor,
  setAside: string | null,
): WorkflowEvent {
  const { state, kind, place, reasons } = candidate;
  // The new journal has one line of history, in which nothing can answer a question.
  const whole = workflowStateSchema.parse(parseJson(JSON.stringify({ ...state, questions: undefined })));
  return {
    v: EVENT_VERSION,
    id: ports.newId(),
    seq: 1,
    workflow: state.id,
    after: [],
    at: ports.clock.now(),
    actor,
    type: 'workflow.recovered',
    data: { state: whole, source: { kind, place, reasons: reasons.map(recoveryText) }, setAside },
  };
}

async function isSessionReadable(service: WorkflowService): Promise<boolean> {
  try {
    await service.ports.session.read();
    return true;
  } catch (error) {
    if (NinefoldError.is(error, 'file-damaged') || isRefusal(error)) return false;
    throw error;
  }
}

async function keep(root: string, from: string, to: string): Promise<void> {
  const bytes = await readBytes({ path: from, kind: 'backup', below: root });
  if (bytes !== undefined) await replaceFile(to, bytes);
}

/**
 * Notes the exports among the kept files as handled, so that writing the new ones keeps no second copy. Someone else's
 * unreadable file isn't noted, and so never replaced.
 */
async function noteKept(
  layout: StateLayout,
  kept: readonly string[],
  check: () => Promise<void>,
): Promise<void> {
  const written = new WrittenExports(layout);
  const texts: Record<string, string> = {};
  for (const path of kept.filter((one) => /\.(toon|json)$/.test(one) && one !== SESSION_FILE)) {
    const text = await readExport(layout.absolute(path));
    const isReplaced = text !== undefined && !isForeignExport(path, text) && newerExport(text) === undefined;
    if (isReplaced) texts[path] = text;
  }
  if (Object.keys(texts).length > 0) await written.note(await written.read(), texts, check);
}

/** The target of a link isn't ours to keep. */
async function isFile(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isFile();
  } catch (error) {
    if (isAbsence(error)) return false;
    throw unwritable(path, error);
  }
}
