/**
 * What is known of an agent task: `result.json` beside its `task.md`. The one truth of a task's life; what a merge did
 * to the workflow stands in the workflow's journal.
 */

import * as z from 'zod/mini';

import { TASK_PLACES } from './task-places.ts';

export const TASK_SCHEMA = 'ninefold/task/1';

const text = z.string();

/** A process and where its number means something. */
const taskProcessSchema = z.object({
  pid: z.int(),
  /** When it was started, in the system's own ticks; empty where the system doesn't say. */
  started: text,
  host: text,
  boot: text,
  pids: text,
});

/** How a run ended. `interrupted`: whoever watched it died, and so did the agent. */
const RUN_ENDS = ['exit', 'signal', 'cancelled', 'timeout', 'not-started', 'interrupted'] as const;

const taskRunSchema = z.object({
  /** From 1. */
  number: z.int().check(z.gte(1)),
  command: z.array(text),
  /** Absolute folder that the agent was started in. */
  folder: text,
  startedAt: text,
  /** Minutes. */
  timeLimit: z.number(),
  /** Who watches the agent. */
  runner: taskProcessSchema,
  /** The agent; null until it is started. */
  process: z.nullable(taskProcessSchema),
  isCancelled: z.boolean(),
  endedAt: z.nullable(text),
  end: z.nullable(z.enum(RUN_ENDS)),
  exitCode: z.nullable(z.int()),
  /** Signal, or the system's word for why it wasn't started; null where neither is. */
  reason: z.nullable(text),
});

export const taskRecordSchema = z.object({
  schema: z.literal(TASK_SCHEMA),
  id: text,
  title: text,
  template: text,
  /** Id of the workflow; null for a task file that nobody has tied to one. */
  workflow: z.nullable(text),
  /** Phase that its outputs belong to, 1 to 9; null for the one the workflow is in when they are merged. */
  phase: z.nullable(z.int().check(z.gte(1), z.lte(9))),
  createdAt: text,
  createdBy: z.enum(['person', 'agent', 'hook', 'file']),
  /** Who runs it. */
  agent: text,
  place: z.enum(TASK_PLACES),
  /** Paths that it may write, relative to the workspace folder; one that ends with `/` is a folder. */
  outputs: z.array(text),
  /** Files it is told to read. */
  files: z.array(text),
  base: z.object({
    /** Whole, as git names it: a record is a file that somebody may have changed, and git takes what begins with `-` as an option. */
    commit: z.nullable(text.check(z.regex(/^[0-9a-f]{40,64}$/))),
    /** SHA-256 of the files it may change, as they were; null where there was none. */
    hashes: z.record(text, z.nullable(text)),
  }),
  /** Absolute path of the `task-*.md` that it was read from; null for a task of Ninefold's own. */
  source: z.nullable(text),
  /** The worktree that Ninefold made; null where there is none. */
  worktree: z.nullable(z.object({ path: text, gitFolder: text })),
  run: z.nullable(taskRunSchema),
  /** What a person doesn't want: path → SHA-256 of what was refused, null for a deletion. */
  rejected: z.record(text, z.nullable(text)),
  /** Path → what the marked copy was made of. */
  marked: z.record(text, z.object({ ours: z.nullable(text), theirs: z.nullable(text) })),
  /** What has landed in the workspace: path → SHA-256 of the task's version, null for a deletion. */
  landed: z.record(text, z.nullable(text)),
  /** When all that was declared was settled. */
  mergedAt: z.nullable(text),
  discardedAt: z.nullable(text),
});

export type TaskProcess = z.infer<typeof taskProcessSchema>;
export type TaskRun = z.infer<typeof taskRunSchema>;
export type TaskRunEnd = (typeof RUN_ENDS)[number];
export type TaskRecord = z.infer<typeof taskRecordSchema>;

/** What a record says of a task that nobody has run, merged or discarded. */
export const NOT_BEGUN = {
  worktree: null,
  run: null,
  rejected: {},
  marked: {},
  landed: {},
  mergedAt: null,
  discardedAt: null,
} satisfies Partial<TaskRecord>;
