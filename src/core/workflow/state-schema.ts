/**
 * A whole state as data: what `{id}.json` holds, and what the first event of a recovered journal carries. A state that
 * passes is one that `apply` can go on from.
 */

import * as z from 'zod/mini';

import { PHASE_STATUSES, STEP_IDS } from './phases.ts';
import type { StepId } from './phases.ts';
import { PRESET_NAME } from './presets.ts';
import { MISSING_EVIDENCE, NEXT_STEP_STATUSES, WORKFLOW_STATUSES } from './state.ts';
import type { WorkflowState } from './state.ts';

const text = z.string();
const step = z.enum(STEP_IDS);
const phase = z.int().check(z.gte(1), z.lte(9));

const stepState = z.object({
  status: z.enum(PHASE_STATUSES),
  reason: z.nullable(text),
  attempts: z.int().check(z.nonnegative()),
  unverified: z.array(z.enum(MISSING_EVIDENCE)),
  byPreset: z.boolean(),
  since: text,
});

const handoff = z.object({
  path: text,
  at: text,
  phase: text,
  commit: z.nullable(text),
  branch: z.nullable(text),
  files: z.record(text, z.nullable(text)),
  session: z.nullable(text),
});

const session = z.object({
  id: text,
  agent: text,
  model: z.nullable(text),
  startedAt: text,
  endedAt: z.nullable(text),
  peakTokens: z.nullable(z.int()),
  compactions: z.optional(z.int()),
  steps: z.array(step),
});

const taskMerge = z.object({
  task: text,
  title: text,
  merge: text,
  agent: z.nullable(text),
  base: z.nullable(text),
  exitCode: z.nullable(z.int()),
  files: z.record(text, z.nullable(text)),
  at: text,
});

export const workflowStateSchema = z.object({
  id: text,
  name: text,
  feature: text,
  task: text,
  status: z.enum(WORKFLOW_STATUSES),
  preset: text.check(z.regex(PRESET_NAME)),
  branch: z.nullable(text),
  agents: z.array(text),
  createdAt: text,
  updatedAt: text,
  revision: z.int().check(z.nonnegative()),
  current: step,
  steps: z.object(
    Object.fromEntries(STEP_IDS.map((id) => [id, stepState])) as Record<StepId, typeof stepState>,
  ),
  deliverables: z.array(z.object({ phase, file: text, template: z.nullable(text), addedAt: text })),
  decisions: z.array(z.object({ id: text, choice: text, reason: text, at: text })),
  nextSteps: z.array(z.object({ text, status: z.enum(NEXT_STEP_STATUSES), phase, at: text })),
  checks: z.array(z.object({ step, command: text, exitCode: z.int(), at: text, commit: z.nullable(text) })),
  patterns: z.array(z.object({ type: text, convention: text, example: text })),
  handoffs: z.array(handoff),
  sessions: z.array(session),
  /** Not in states that were written before there were agent tasks. */
  taskMerges: z._default(z.array(taskMerge), []),
  undoable: z.nullable(z.object({ step, before: stepState, started: z.nullable(step) })),
});

/** A state, where `value` is a whole one; undefined where it isn't. */
export function parseWorkflowState(value: unknown): WorkflowState | undefined {
  const parsed = workflowStateSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
