/**
 * A whole state as data: the content of `{id}.json` and of the first event of a recovered journal. `apply` can
 * continue from any state that passes.
 */

import * as z from 'zod/mini';

import { PHASE_STATUSES, STEP_IDS } from './phases.ts';
import type { StepId } from './phases.ts';
import { PRESET_NAME } from './presets.ts';
import {
  CHECK_RESULTS,
  EVIDENCE_GRADES,
  MISSING_EVIDENCE,
  NEXT_STEP_STATUSES,
  WORKFLOW_STATUSES,
} from './state.ts';
import type { WorkflowState } from './state.ts';
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

const step = z.enum(STEP_IDS);
const phase = z.int().check(z.gte(1), z.lte(9));

const stepState = z.object({
  status: z.enum(PHASE_STATUSES),
  reason: z.nullable(lineText),
  attempts: z.int().check(z.nonnegative()),
  unverified: z.array(z.enum(MISSING_EVIDENCE)),
  byPreset: z.boolean(),
  since: timeText,
});

const handoff = z.object({
  path: pathText,
  at: timeText,
  phase: wordText,
  commit: z.nullable(wordText),
  branch: z.nullable(nameText),
  files: fileHashes,
  session: z.nullable(sessionText),
});

const session = z.object({
  id: sessionText,
  agent: roleText,
  model: z.nullable(nameText),
  startedAt: timeText,
  endedAt: z.nullable(timeText),
  peakTokens: z.nullable(z.int()),
  compactions: z.optional(z.int()),
  steps: z.array(step),
});

const question = z.object({
  subject: pathText,
  sides: z.array(
    z.object({ event: wordText, at: timeText, by: nameText, said: taskText, reason: z.nullable(lineText) }),
  ),
});

const taskMerge = z.object({
  task: wordText,
  title: nameText,
  merge: wordText,
  agent: z.nullable(roleText),
  base: z.nullable(wordText),
  exitCode: z.nullable(z.int()),
  files: fileHashes,
  at: timeText,
});

export const workflowStateSchema = z.object({
  id: wordText,
  name: nameText,
  feature: wordText,
  task: taskText,
  status: z.enum(WORKFLOW_STATUSES),
  preset: z.string().check(z.regex(PRESET_NAME)),
  branch: z.nullable(nameText),
  agents: z.array(roleText),
  createdAt: timeText,
  updatedAt: timeText,
  revision: z.int().check(z.nonnegative()),
  /** States from earlier builds lack the fields with defaults. */
  heads: z._default(z.array(wordText), []),
  current: step,
  steps: z.object(
    Object.fromEntries(STEP_IDS.map((id) => [id, stepState])) as Record<StepId, typeof stepState>,
  ),
  deliverables: z.array(
    z.object({ phase, file: pathText, template: z.nullable(wordText), addedAt: timeText }),
  ),
  decisions: z.array(z.object({ id: wordText, choice: lineText, reason: lineText, at: timeText })),
  nextSteps: z.array(
    z.object({
      id: z._default(wordText, ''),
      text: lineText,
      status: z.enum(NEXT_STEP_STATUSES),
      phase,
      at: timeText,
    }),
  ),
  checks: z.array(
    z.object({
      step,
      command: commandText,
      exitCode: z.nullable(z.int()),
      at: timeText,
      commit: z.nullable(wordText),
      key: z.optional(commandText),
      result: z.optional(z.enum(CHECK_RESULTS)),
      content: z.optional(wordText),
      isByPerson: z.optional(z.boolean()),
      grade: z._default(z.enum(EVIDENCE_GRADES), 'claimed'),
      source: z._default(z.nullable(pathText), null),
    }),
  ),
  patterns: z.array(z.object({ type: wordText, convention: lineText, example: lineText })),
  /** States from before constraints and attempts lack both. */
  constraints: z._default(
    z.array(
      z.object({ id: z._default(wordText, ''), text: constraintText, isOffered: z.boolean(), at: timeText }),
    ),
    [],
  ),
  attempts: z._default(
    z.array(z.object({ text: lineText, because: z.nullable(lineText), at: timeText })),
    [],
  ),
  handoffs: z.array(handoff),
  sessions: z.array(session),
  /** States from before agent tasks lack this. */
  taskMerges: z._default(z.array(taskMerge), []),
  undoable: z.nullable(z.object({ step, before: stepState, started: z.nullable(step) })),
  questions: z.optional(z.array(question)),
  stack: z.optional(z.array(roleText)),
});

/** Parses a whole state; undefined if `value` isn't one. */
export function parseWorkflowState(value: unknown): WorkflowState | undefined {
  const parsed = workflowStateSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}
