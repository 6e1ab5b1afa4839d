/**
 * Events: what happened to a workflow. The journal holds one envelope a line; `apply` adds them up.
 *
 * The schemas are the boundary: a line of a journal is an event only if it passes them.
 */

import * as z from 'zod/mini';

import { STEP_IDS } from './phases.ts';
import { PRESET_NAME, skippedAtStart } from './presets.ts';
import { workflowStateSchema } from './state-schema.ts';
import { MISSING_EVIDENCE, NEXT_STEP_STATUSES, WORKFLOW_STATUSES } from './state.ts';

/** Version of the envelope and of the events in it. */
export const EVENT_VERSION = 1;

const step = z.enum(STEP_IDS);
const phase = z.int().check(z.gte(1), z.lte(9));
const text = z.string();
const pattern = z.object({ type: text, convention: text, example: text });
const missing = z.enum(MISSING_EVIDENCE);

/** Data of each type of event. */
export const EVENT_DATA = {
  'workflow.started': z
    .object({
      id: text,
      name: text,
      task: text,
      feature: text,
      preset: text.check(z.regex(PRESET_NAME)),
      /** What the preset skipped at that time; the first journals name the preset only. */
      skipped: z.optional(z.array(step)),
      agents: z.array(text),
      branch: z.nullable(text),
      patterns: z.array(pattern),
    })
    .check(z.refine((start) => skippedAtStart(start) !== undefined)),
  /** The first event of a journal that was made anew: the state as it was found, and where that was. */
  'workflow.recovered': z.object({
    state: workflowStateSchema,
    source: z.object({
      /** Such as `journal`, `export`, `git` or `import`. */
      kind: text,
      /** Where it was found, as a person would look for it. */
      place: text,
      /** What speaks for it. */
      reasons: z.array(text),
    }),
    /** Path of the journal that stood there before, relative to the state root; null where there was none. */
    setAside: z.nullable(text),
  }),
  'workflow.renamed': z.object({ name: text }),
  'workflow.taskSet': z.object({ task: text }),
  'workflow.branchSet': z.object({ branch: z.nullable(text) }),
  'workflow.agentsSet': z.object({ agents: z.array(text) }),
  'workflow.statusSet': z.object({ status: z.enum(WORKFLOW_STATUSES), reason: z.nullable(text) }),
  'phase.submitted': z.object({ step }),
  'phase.approved': z.object({ step, unverified: z.array(missing) }),
  'phase.approvalUndone': z.object({ step }),
  'phase.rejected': z.object({ step, reason: text }),
  'phase.skipped': z.object({ steps: z.array(step), reason: text }),
  'phase.reopened': z.object({ step, reason: z.nullable(text) }),
  'phase.set': z.object({ step }),
  'deliverable.added': z.object({ phase, file: text, template: z.nullable(text) }),
  'deliverable.removed': z.object({ file: text }),
  'decision.recorded': z.object({ id: text, choice: text, reason: text }),
  'nextStep.added': z.object({ text, status: z.enum(NEXT_STEP_STATUSES), phase }),
  'nextStep.set': z.object({ number: z.int().check(z.gte(1)), status: z.enum(NEXT_STEP_STATUSES) }),
  'check.recorded': z.object({ step, command: text, exitCode: z.int(), commit: z.nullable(text) }),
  'pattern.set': pattern,
  'session.started': z.object({ id: text, agent: text, model: z.nullable(text) }),
  'session.ended': z.object({ id: text, model: z.nullable(text), peakTokens: z.nullable(z.int()) }),
  /** The agent has replaced its session's conversation by a summary; `trigger` is null where it didn't say why. */
  'session.compacted': z.object({ id: text, trigger: z.nullable(z.enum(['manual', 'auto'])) }),
  /** Another session goes on with the workflow; `by` is null for a person. */
  'session.takenOver': z.object({ id: text, by: z.nullable(text) }),
  'handoff.created': z.object({
    path: text,
    phase: text,
    commit: z.nullable(text),
    branch: z.nullable(text),
    files: z.record(text, z.nullable(text)),
    session: z.nullable(text),
  }),
  /** What an agent task wrote was taken over: the evidence of it, in the same append as its deliverables. */
  'task.merged': z.object({
    /** Id of the task. */
    task: text,
    title: text,
    /** ULID of this merge: a task may be merged file by file. */
    merge: text,
    agent: z.nullable(text),
    /** Commit that the agent began from. */
    base: z.nullable(text),
    /** How the agent's run ended; null where nobody saw it. */
    exitCode: z.nullable(z.int()),
    /** SHA-256 of each file as it landed; null where it was deleted. */
    files: z.record(text, z.nullable(text)),
  }),
} as const;

export type EventType = keyof typeof EVENT_DATA;

/** An event before it has its place in a journal. */
export type EventDraft = { [T in EventType]: { readonly type: T; readonly data: EventData<T> } }[EventType];
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>;

const ACTOR_KINDS = ['person', 'agent', 'hook', 'file'] as const;

const actorSchema = z.object({ kind: z.enum(ACTOR_KINDS), session: z.optional(text) });

/** Who made an intent; `session` is the agent session where one is known. */
export type Actor = z.infer<typeof actorSchema>;

export const envelopeSchema = z.object({
  v: z.int(),
  /** ULID. */
  id: text,
  /** Place in the journal, from 1. */
  seq: z.int().check(z.gte(1)),
  /** Id of the workflow, so that a line of another journal is known; the first journals were written without. */
  workflow: z.optional(text),
  /** ISO time. */
  at: text,
  actor: actorSchema,
  type: text,
  data: z.unknown(),
});

interface EventEnvelope {
  readonly v: number;
  readonly id: string;
  readonly seq: number;
  readonly workflow?: string | undefined;
  readonly at: string;
  readonly actor: Actor;
}

/** An event with its place in the journal. */
export type WorkflowEvent = EventEnvelope & EventDraft;

export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_DATA, type);
}
