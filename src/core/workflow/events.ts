/**
 * Events: what happened to a workflow. The journal holds one envelope per line; `apply` folds them.
 *
 * The schemas are the boundary: a journal line is an event only if it passes them.
 */

import * as z from 'zod/mini';

import { STEP_IDS } from './phases.ts';
import { PRESET_NAME, skippedAtStart } from './presets.ts';
import { workflowStateSchema } from './state-schema.ts';
import {
  CHECK_RESULTS,
  EVIDENCE_GRADES,
  MISSING_EVIDENCE,
  NEXT_STEP_STATUSES,
  WORKFLOW_STATUSES,
} from './state.ts';
import {
  commandText,
  constraintText,
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
 * Current version of the envelope and its events, and the oldest readable one. Version 1 doesn't name the events that
 * an event was decided on, and refers to next steps by number.
 */
export const EVENT_VERSION = 2;
const OLDEST_VERSION = 1;

const step = z.enum(STEP_IDS);
const phase = z.int().check(z.gte(1), z.lte(9));
const pattern = z.object({ type: wordText, convention: lineText, example: lineText });
const missing = z.enum(MISSING_EVIDENCE);

/** Data schema of each event type. */
export const EVENT_DATA = {
  'workflow.started': z
    .object({
      id: wordText,
      name: nameText,
      task: taskText,
      feature: wordText,
      preset: z.string().check(z.regex(PRESET_NAME)),
      /** Steps that the preset skipped when the workflow started; the oldest journals name only the preset. */
      skipped: z.optional(z.array(step)),
      agents: z.array(roleText),
      branch: z.nullable(nameText),
      patterns: z.array(pattern),
    })
    .check(z.refine((start) => skippedAtStart(start) !== undefined)),
  /** First event of a rebuilt journal: the state that was found, and where. */
  'workflow.recovered': z.object({
    state: workflowStateSchema,
    source: z.object({
      /** Such as `journal`, `export`, `git` or `import`. */
      kind: wordText,
      /** Where it was found, as a person would search for it. */
      place: pathText,
      /** Why this state is plausible. */
      reasons: z.array(lineText),
    }),
    /** Path of the replaced journal, relative to the state root; null if there was none. */
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
      /** 1-based place in the list, which identifies it in version 1. */
      number: z.optional(z.int().check(z.gte(1))),
      status: z.enum(NEXT_STEP_STATUSES),
    })
    .check(z.refine(({ step: id, number }) => (id === undefined) !== (number === undefined))),
  'check.recorded': z.object({
    step,
    command: commandText,
    /** Null if only another command's exit code is known. */
    exitCode: z.nullable(z.int()),
    commit: z.nullable(wordText),
    /** The command in its one spelling; absent if it is the same. */
    key: z.optional(commandText),
    /** Absent if the exit code tells it. */
    result: z.optional(z.enum(CHECK_RESULTS)),
    /** Digest of the workspace's files; absent if unknown. */
    content: z.optional(wordText),
    /** Defaults to `claimed`, as in version 1. */
    grade: z.optional(z.enum(EVIDENCE_GRADES)),
    /** Where it was read or kept: an agent session, or the path of a log. */
    source: z.optional(z.nullable(pathText)),
  }),
  'pattern.set': pattern,
  /** A rule that every session is told word for word; one that is only offered waits for a person. */
  'constraint.added': z.object({ text: constraintText, isOffered: z.boolean() }),
  /** `constraint` is the id of the event that added it. */
  'constraint.accepted': z.object({ constraint: wordText }),
  'constraint.removed': z.object({ constraint: wordText }),
  /** Something that didn't work, so that the next session doesn't try it again. */
  'attempt.recorded': z.object({ text: lineText, because: z.nullable(lineText) }),
  'session.started': z.object({ id: sessionText, agent: roleText, model: z.nullable(nameText) }),
  'session.ended': z.object({
    id: sessionText,
    model: z.nullable(nameText),
    peakTokens: z.nullable(z.int()),
  }),
  /** The agent replaced its conversation with a summary; `trigger` is null if the agent gave no reason. */
  'session.compacted': z.object({ id: sessionText, trigger: z.nullable(z.enum(['manual', 'auto'])) }),
  /** Another session continues the workflow; `by` is null for a person. */
  'session.takenOver': z.object({ id: sessionText, by: z.nullable(sessionText) }),
  'handoff.created': z.object({
    path: pathText,
    phase: wordText,
    commit: z.nullable(wordText),
    branch: z.nullable(nameText),
    files: fileHashes,
    session: z.nullable(sessionText),
  }),
  /** An agent task's output was accepted: evidence of it, in the same append as its deliverables. */
  'task.merged': z.object({
    /** Task id. */
    task: wordText,
    title: nameText,
    /** ULID of this merge; a task may be merged file by file. */
    merge: wordText,
    agent: z.nullable(roleText),
    /** Commit that the agent started from. */
    base: z.nullable(wordText),
    /** Exit code of the agent's run; null if it is unknown. */
    exitCode: z.nullable(z.int()),
    /** SHA-256 of each file as merged; null if it was deleted. */
    files: fileHashes,
  }),
} as const;

export type EventType = keyof typeof EVENT_DATA;

/** An event without its place in a journal. */
export type NewEvent = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>;

const ACTOR_KINDS = ['person', 'agent', 'hook', 'file'] as const;

const actorSchema = z.object({
  kind: z.enum(ACTOR_KINDS),
  session: z.optional(sessionText),
  author: z.optional(nameText),
});

/**
 * Who made an intent. `session` is the agent session, if known; `author` is the person's name in git, used only in
 * events of shared state.
 */
export type Actor = z.infer<typeof actorSchema>;

export const envelopeSchema = z.object({
  v: z.int(),
  /** ULID. */
  id: wordText,
  /** Place in the journal, 1-based. */
  seq: z.int().check(z.gte(1)),
  /** Workflow id, which exposes a line from another journal. Absent from the oldest journals. */
  workflow: z.optional(wordText),
  /**
   * Ids of the events it was decided on; empty for a start. Absent in version 1, which implies the previous event.
   */
  after: z.optional(z.array(wordText)),
  /** ISO 8601. */
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

/** Tests whether events of this version can be read; a newer one requires an update. */
export function isKnownVersion(version: number | undefined): boolean {
  return version !== undefined && version >= OLDEST_VERSION && version <= EVENT_VERSION;
}

/** Tests whether an unknown type looks like one that a newer Ninefold added. */
export function isLaterType(type: string): boolean {
  return /^[a-z][A-Za-z]{0,40}\.[a-z][A-Za-z]{0,40}$/.test(type) && !isEventType(type);
}

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_DATA, type);
}

/** Normalizes an event's texts as a reader of the journal would, so that nothing else is written. */
export function withinBounds(newEvent: NewEvent): NewEvent {
  return { type: newEvent.type, data: EVENT_DATA[newEvent.type].parse(newEvent.data) } as NewEvent;
}
