/**
 * The rules of a folder, `ninefold.json`: one schema for every surface. Comments are allowed in the file;
 * `node/rules/rules-file.ts` reads it.
 */

import * as z from 'zod/mini';

import { DEFAULT_AGENT } from '../agents/agents.ts';
import { TASK_PLACES } from '../tasks/task-places.ts';
import { ENCODINGS } from '../tokens/encodings.ts';

const percent = z.number().check(z.gt(0), z.lte(100));
const days = z.number().check(z.gte(0), z.lte(36_500));
const minutes = z.number().check(z.gt(0), z.lte(1440));
const tokens = z.int().check(z.gte(1000), z.lte(100_000_000));

const plannedSession = z.object({
  /** A phase or sub-phase, or two joined by a dash. */
  phases: z.string().check(z.regex(/^([1-9]|5[abc])(-([1-9]|5[abc]))?$/)),
  focus: z.string(),
  /** Tokens, such as `50K-80K`. */
  typicalTokens: z.string().check(z.regex(/^[0-9]{1,6}K-[0-9]{1,6}K$/)),
});

/** The source document's own, word for word. */
const SEED_PLAN: z.infer<typeof plannedSession>[] = [
  { phases: '1-4', focus: 'Planning (Requirements/Design/UI/Tests)', typicalTokens: '50K-80K' },
  { phases: '5', focus: 'TDD Implementation (RED/GREEN/REFACTOR)', typicalTokens: '80K-150K' },
  { phases: '6-9', focus: 'Review & Deploy (Review/Verify/Docs/Notify)', typicalTokens: '40K-60K' },
];

export const rulesSchema = z.object({
  $schema: z.optional(z.string()),
  /** Percent of the window at which each level begins. */
  levels: z._default(
    z.object({
      warning: z._default(percent, 75),
      suggest: z._default(percent, 85),
      force: z._default(percent, 90),
    }),
    { warning: 75, suggest: 85, force: 90 },
  ),
  /** Who may approve a phase. An agent's approve is a submit while this is `person`. */
  approvedBy: z._default(z.enum(['person', 'anyone']), 'person'),
  /** What `handoff clean` would take away; a workflow that is paused or in progress never goes. */
  retention: z._default(
    z.object({
      /** Days a completed workflow is kept. */
      completedDays: z._default(days, 30),
      /** Days a cancelled workflow is kept. */
      cancelledDays: z._default(days, 7),
      /** Archived handoffs of a workflow that are kept whatever their age. */
      archivedHandoffs: z._default(z.int().check(z.gte(0), z.lte(10_000)), 10),
      /** Days an archived handoff is kept whatever their number. */
      archivedHandoffDays: z._default(days, 7),
    }),
    { completedDays: 30, cancelledDays: 7, archivedHandoffs: 10, archivedHandoffDays: 7 },
  ),
  /** Window of a model in tokens, by model id or a part of it; `*` for every model. */
  windows: z._default(z.record(z.string(), tokens), {}),
  /** Encoding that an estimate is counted in. */
  estimateEncoding: z._default(z.enum(ENCODINGS), 'o200k'),
  /**
   * Tokens that an agent counts for one of the estimate's encoding, by the agent's id, `*` for every agent; an estimate is
   * multiplied by it. If left out, the agent's own factor holds.
   */
  estimateFactors: z._default(z.record(z.string(), z.number().check(z.gte(0.1), z.lte(10))), {}),
  /** Which phases one agent session carries, and what context that typically takes; empty: no plan. */
  sessionPlan: z._default(z.array(plannedSession), SEED_PLAN),
  /** Background work of other agents. */
  tasks: z._default(
    z.object({
      /** Who runs a task unless it says otherwise: a name of `taskCommands` or of an agent that Ninefold knows. */
      agent: z._default(z.string(), DEFAULT_AGENT.id),
      /** Where an agent works: in a git worktree of its own, or in the workspace folder. */
      place: z._default(z.enum(TASK_PLACES), 'worktree'),
      /** Minutes after which a run is ended. */
      timeLimit: z._default(minutes, 60),
      /** Folder of `task-*.md` and `output-*.md` files that are read as well, absolute or in the workspace; empty for none. */
      folder: z._default(z.string(), ''),
    }),
    { agent: DEFAULT_AGENT.id, place: 'worktree', timeLimit: 60, folder: '' },
  ),
  /**
   * Command of an agent, by its name: program and arguments, run without a shell. `{prompt}` is the task, `{task}` its file,
   * `{output}` the folder for its output; without `{prompt}` the task is given on stdin.
   */
  taskCommands: z._default(z.record(z.string(), z.array(z.string()).check(z.minLength(1))), {}),
});

export type Rules = z.infer<typeof rulesSchema>;

export const DEFAULT_RULES: Rules = rulesSchema.parse({});
