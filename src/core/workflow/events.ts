/**
 * Events: what happened to a workflow. The journal holds one envelope a line; `apply` adds them up.
 *
 * The schemas are the boundary: a line of a journal is an event only if it passes them.
 */

import * as z from 'zod/mini';

import { STEP_IDS } from './phases.ts';
import { PRESET_NAME, skippedAtStart } from './presets.ts';
import { workflowStateSchema } from './state-schema.ts';
import { EVIDENCE_GRADES, MISSING_EVIDENCE, NEXT_STEP_STATUSES, WORKFLOW_STATUSES } from './state.ts';
import {
  commandText,
  fileHashes,
  lineText,
  nameText,
  pathText,
  roleText,
  sessionText,
  taskText,
  timeText,
  wordText,
} from './text-schemas.ts';

/**
 * Version of the envelope and of the events in it, and the oldest that is read. Version 1 names no events that it was decided on,
 * and next steps by number.
 */
export const EVENT_VERSION = 2;
const OLDEST_VERSION = 1;

const step = z.enum(STEP_IDS);
const phase = z.int().check(z.gte(1), z.lte(9));
const pattern = z.object({ type: wordText, convention: lineText, example: lineText });
const missing = z.enum(MISSING_EVIDENCE);

/** Data of each type of event. */
export const EVENT_DATA = {
  'workflow.started': z
    .object({
      id: wordText,
      name: nameText,
      task: taskText,
      feature: wordText,
      preset: z.string().check(z.regex(PRESET_NAME)),
      /** What the preset skipped at that time; the first journals name the preset only. */
      skipped: z.optional(z.array(step)),
      agents: z.array(roleText),
      branch: z.nullable(nameText),
      patterns: z.array(pattern),
    })
    .check(z.refine((start) => skippedAtStart(start) !== undefined)),
  /** The first event of a journal that was made anew: the state as it was found, and where that was. */
  'workflow.recovered': z.object({
    state: workflowStateSchema,
    source: z.object({
      /** Such as `journal`, `export`, `git` or `import`. */
      kind: wordText,
      /** Where it was found, as a person would look for it. */
      place: pathText,
      /** What speaks for it. */
      reasons: z.array(lineText),
    }),
    /** Path of the journal that stood there before, relative to the state root; null where there was none. */
    setAside: z.nullable(pathText),
  }),
  'workflow.renamed': z.object({ name: nameText }),
  'workflow.taskSet': z.object({ task: taskText }),
  'workflow.branchSet': z.object({ branch: z.nullable(nameText) }),
  'workflow.agentsSet': z.object({ agents: z.array(roleText) }),
  'workflow.statusSet': z.object({ status: z.enum(WORKFLOW_STATUSES), reason: z.nullable(lineText) }),
  'phase.submitted': z.object({ step }),
  'phase.approved': z.object({ step, unverified: z.array(missing) }),
  'phase.approvalUndone': z.object({ step }),
  'phase.rejected': z.object({ step, reason: lineText }),
  'phase.skipped': z.object({ steps: z.array(step), reason: lineText }),
  'phase.reopened': z.object({ step, reason: z.nullable(lineText) }),
  'phase.set': z.object({ step }),
  'deliverable.added': z.object({ phase, file: pathText, template: z.nullable(wordText) }),
  'deliverable.removed': z.object({ file: pathText }),
  'decision.recorded': z.object({ id: wordText, choice: lineText, reason: lineText }),
  'nextStep.added': z.object({ text: lineText, status: z.enum(NEXT_STEP_STATUSES), phase }),
  'nextStep.set': z
    .object({
      /** Id of the event that added it. */
      step: z.optional(wordText),
      /** Its place in the list, from 1: version 1 names it by that. */
      number: z.optional(z.int().check(z.gte(1))),
      status: z.enum(NEXT_STEP_STATUSES),
    })
    .check(z.refine(({ step: id, number }) => (id === undefined) !== (number === undefined))),
  'check.recorded': z.object({
    step,
    command: commandText,
    exitCode: z.int(),
    commit: z.nullable(wordText),
    /** Claimed where it is left out, as in version 1. */
    grade: z.optional(z.enum(EVIDENCE_GRADES)),
    /** Where it was read or kept: an agent's session, a log's path. */
    source: z.optional(z.nullable(pathText)),
  }),
  'pattern.set': pattern,
  'session.started': z.object({ id: sessionText, agent: roleText, model: z.nullable(nameText) }),
  'session.ended': z.object({
    id: sessionText,
    model: z.nullable(nameText),
    peakTokens: z.nullable(z.int()),
  }),
  /** The agent has replaced its session's conversation by a summary; `trigger` is null where it didn't say why. */
  'session.compacted': z.object({ id: sessionText, trigger: z.nullable(z.enum(['manual', 'auto'])) }),
  /** Another session goes on with the workflow; `by` is null for a person. */
  'session.takenOver': z.object({ id: sessionText, by: z.nullable(sessionText) }),
  'handoff.created': z.object({
    path: pathText,
    phase: wordText,
    commit: z.nullable(wordText),
    branch: z.nullable(nameText),
    files: fileHashes,
    session: z.nullable(sessionText),
  }),
  /** What an agent task wrote was taken over: the evidence of it, in the same append as its deliverables. */
  'task.merged': z.object({
    /** Id of the task. */
    task: wordText,
    title: nameText,
    /** ULID of this merge: a task may be merged file by file. */
    merge: wordText,
    agent: z.nullable(roleText),
    /** Commit that the agent began from. */
    base: z.nullable(wordText),
    /** How the agent's run ended; null where nobody saw it. */
    exitCode: z.nullable(z.int()),
    /** SHA-256 of each file as it landed; null where it was deleted. */
    files: fileHashes,
  }),
} as const;

export type EventType = keyof typeof EVENT_DATA;

/** An event before it has its place in a journal. */
export type NewEvent = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>;

const ACTOR_KINDS = ['person', 'agent', 'hook', 'file'] as const;

const actorSchema = z.object({
  kind: z.enum(ACTOR_KINDS),
  session: z.optional(sessionText),
  author: z.optional(nameText),
});

/**
 * Who made an intent. `session` is the agent session if one is known; `author` is the person's name in git, and stands only in events
 * of state that is shared.
 */
export type Actor = z.infer<typeof actorSchema>;

export const envelopeSchema = z.object({
  v: z.int(),
  /** ULID. */
  id: wordText,
  /** Place in the journal, from 1. */
  seq: z.int().check(z.gte(1)),
  /** Id of the workflow, so that a line of another journal is known; the first journals were written without. */
  workflow: z.optional(wordText),
  /** Ids of the events it was decided on, none for a start. Not in version 1: there it is the event before. */
  after: z.optional(z.array(wordText)),
  /** ISO time. */
  at: timeText,
  actor: actorSchema,
  type: z.string(),
  data: z.unknown(),
});

interface EventEnvelope {
  readonly v: number;
  readonly id: string;
  readonly seq: number;
  readonly workflow?: string | undefined;
  readonly after?: readonly string[] | undefined;
  readonly at: string;
  readonly actor: Actor;
}

/** An event with its place in the journal. */
export type WorkflowEvent = EventEnvelope & NewEvent;

/** Whether events of this version are read; a newer one asks for an update. */
export function isKnownVersion(version: number | undefined): boolean {
  return version !== undefined && version >= OLDEST_VERSION && version <= EVENT_VERSION;
}

/** Whether a type that isn't known here looks like one that a newer Ninefold may have added. */
export function isLaterType(type: string): boolean {
  return /^[a-z][A-Za-z]{0,40}\.[a-z][A-Za-z]{0,40}$/.test(type) && !isEventType(type);
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_DATA, type);
}

/** Makes an event's texts what a reader of the journal will make of them, so that nothing else is ever written. */
export function withinBounds(newEvent: NewEvent): NewEvent {
  return { type: newEvent.type, data: EVENT_DATA[newEvent.type].parse(newEvent.data) } as NewEvent;
}
