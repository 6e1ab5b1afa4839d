/** Hands over: writes the document, records it in the journal, and makes the prompt for the next session. */

import type { SessionActivity } from '../activity/activity.ts';
import { mergePatterns } from '../context/merge-patterns.ts';
import { SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../exports/export-names.ts';
import { workflowFile } from '../exports/exports.ts';
import { countMarkers } from '../redaction/finding.ts';
import { redactProject } from '../redaction/redact-state.ts';
import { handoffDocument } from '../handoff/handoff-document.ts';
import type { HandoffInput } from '../handoff/handoff-document.ts';
import { resumePrompt } from '../handoff/resume-prompt.ts';
import type { NinefoldError } from '../errors.ts';
import type { LevelWrites } from '../meter/notices.ts';
import type { Reading } from '../meter/reading.ts';
import { bannerFor } from '../view/banner-progress.ts';
import type { Actor } from '../workflow/events.ts';
import { isSamePlace } from '../workflow/heads.ts';
import { isRecent } from '../workflow/repeats.ts';
import type { FileFact } from '../workflow/facts.ts';
import type { HandoffRecord, WorkflowState } from '../workflow/state.ts';
import { gitWorkSince } from './git-work.ts';
import type { GitFacts } from './ports.ts';
import { deliverableFacts } from './file-facts.ts';
import { takeObserved } from './session-work.ts';
import type { WorkflowService } from './workflow-service.ts';

export interface HandoffOutcome {
  readonly state: WorkflowState;
  /** Relative to the state root. */
  readonly path: string;
  /** As named in documents and prompts. */
  readonly shownPath: string;
  readonly prompt: string;
  /** Number of secrets removed from the document, by kind. */
  readonly redacted: Readonly<Record<string, number>>;
  /** The handoff is written and recorded, but a later step failed, such as an export. */
  readonly exportFailure: NinefoldError | null;
}

export interface HandoffRequest {
  /** Defaults to the active workflow. */
  readonly id?: string;
  /** The meter's reading, for the banner; null or absent if unknown. */
  readonly reading?: Reading | null;
  /** What the session did, for what isn't recorded; null or absent if unknown. */
  readonly activity?: SessionActivity | null;
  /** Agent session that hands over. Defaults to the actor's, otherwise the reading's. */
  readonly session?: string | null;
}

/**
 * Writes the handoff of a workflow, archives the previous one, and records it. With the rule `deliverables: observed`,
 * the files of the activity become deliverables first.
 *
 * @throws NinefoldError workflow-unknown, workflow-none-active, file-unwritable
 */
export async function createHandoff(
  service: WorkflowService,
  actor: Actor,
  request: HandoffRequest = {},
): Promise<HandoffOutcome> {
  const { activity = null, id } = request;
  if (activity !== null) await takeObserved(service, activity, id);
  for (;;) {
    const draft = await draftHandoff(service, actor, request);
    const { state, text, redacted, isActive } = draft;
    const written = writtenBefore(service, draft, actor);
    if (written !== undefined) {
      const prompt = promptFor(service, state, isActive);
      return { state, ...written, prompt, redacted, exportFailure: null };
    }
    // Work done during drafting isn't in the text.
    const isCurrent = async (): Promise<boolean> => isSamePlace(await service.state(state.id), state);
    const { exports } = service.ports;
    const previous = state.handoffs.at(-1) ?? null;
    if (!(await exports.writeHandoff(state.id, text, previous, isCurrent))) continue;
    const path = exports.handoffPath(state.id);
    const shownPath = exports.pathForReaders(path);
    const handoff = { ...draft.record, path: shownPath };
    const intent = { kind: 'recordHandoff', handoff } as const;
    const { state: after, exportFailure } = await service.execute(intent, actor, state.id);
    const prompt = promptFor(service, after, draft.isActive);
    return { state: after, path, shownPath, prompt, redacted, exportFailure };
  }
}

/**
 * Saves a workflow: its exports, then its handoff.
 *
 * @throws NinefoldError as `createHandoff`
 */
export async function saveAndHandOver(
  service: WorkflowService,
  actor: Actor,
  request: HandoffRequest = {},
): Promise<HandoffOutcome> {
  await service.exportFiles(request.id);
  return createHandoff(service, actor, request);
}

/**
 * Writes what a level saves automatically: the handoff at `suggest`, exports and handoff at `force`.
 *
 * @returns null if it writes nothing
 */
export async function writeForLevel(
  service: WorkflowService,
  actor: Actor,
  writes: LevelWrites,
  request: HandoffRequest,
): Promise<HandoffOutcome | null> {
  if (writes === 'none') return null;
  return (writes === 'document' ? createHandoff : saveAndHandOver)(service, actor, request);
}

/**
 * Returns the handoff that an agent requests again because the answer got lost: the newest event, with the same
 * facts.
 */
function writtenBefore(
  { ports: { exports, clock } }: WorkflowService,
  { state, record }: HandoffDraft,
  actor: Actor,
): Pick<HandoffOutcome, 'path' | 'shownPath'> | undefined {
  const last = state.handoffs.at(-1);
  if (actor.kind !== 'agent' || last?.at !== state.updatedAt) return undefined;
  const { at, path: shownPath, ...known } = last;
  const isSame =
    known.commit === record.commit &&
    known.branch === record.branch &&
    known.session === record.session &&
    state.deliverables.every(({ file }) => known.files[file] === record.files[file]);
  if (!isSame || !isRecent(at, clock.now())) return undefined;
  return { path: exports.handoffPath(state.id), shownPath };
}

interface HandoffDraft {
  readonly state: WorkflowState;
  readonly isActive: boolean;
  readonly text: string;
  readonly redacted: Readonly<Record<string, number>>;
  readonly record: Omit<HandoffRecord, 'at' | 'path'>;
}

async function draftHandoff(
  service: WorkflowService,
  actor: Actor,
  {
    id,
    reading = null,
    activity = null,
    session = actor.session ?? reading?.sessionId ?? null,
  }: HandoffRequest,
): Promise<HandoffDraft> {
  const { exports, workspace, redactor } = service.ports;
  const state = await service.state(id);
  const isActive = (await service.activeId()) === state.id;
  const [git, files, project, shown] = await Promise.all([
    workspace.git(),
    deliverableFacts(workspace, state),
    workspace.project().then((found) => redactProject(redactor, found)),
    service.redacted(state),
  ]);
  const work = await gitWorkSince(service, state.createdAt, git);
  const stateFile = isActive ? WORKFLOW_STATE_FILE : workflowFile(state.id, 'toon');
  const reads = [SESSION_CONTEXT_FILE, stateFile].map((path) => exports.pathForReaders(path));
  const input: HandoffInput = {
    state: shown,
    patterns: mergePatterns(shown.patterns, project.patterns),
    git,
    files,
    banner: bannerFor(reading, state),
    reads,
    work,
  };
  const text = await documentOf(service, input, activity);
  const counts = countMarkers(text);
  const record = { ...recordOf(state, git, files), session };
  return { state, isActive, text: withRedactions(text, counts), redacted: counts, record };
}

/** Loads what reads an activity only if there is one. */
async function documentOf(
  service: WorkflowService,
  input: HandoffInput,
  activity: SessionActivity | null,
): Promise<string> {
  if (activity === null) return handoffDocument(input);
  const { handoffWithActivity } = await import('./observe-session.ts');
  return handoffWithActivity(service, activity, input);
}

function recordOf(
  { current: phase, deliverables }: WorkflowState,
  { commit, branch }: GitFacts,
  files: Readonly<Record<string, FileFact>>,
): Omit<HandoffDraft['record'], 'session'> {
  const hashes = deliverables.map(({ file }) => [file, files[file]?.hash ?? null] as const);
  return { phase, commit, branch, files: Object.fromEntries(hashes) };
}

/** Makes the prompt that resumes `state`. */
export function promptFor(service: WorkflowService, state: WorkflowState, isActive: boolean): string {
  const file = isActive ? WORKFLOW_STATE_FILE : workflowFile(state.id, 'toon');
  const handoff = state.handoffs.at(-1)?.path ?? null;
  return resumePrompt(state, handoff, service.ports.exports.pathForReaders(file));
}

/** Adds the number of redactions to a document. */
export function withRedactions(text: string, counts: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(counts);
  if (kinds.length === 0) return text;
  const list = kinds.map(([kind, count]) => `${count} ${kind}`).join(', ');
  return `${text}\n> Redacted: ${list}.\n`;
}
