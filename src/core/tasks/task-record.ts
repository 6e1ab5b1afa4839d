/**
 * The record of an agent task: `result.json` next to its `task.md`. It is the only source for the task's life; the
 * workflow's journal records what a merge did to the workflow.
 */

import * as z from 'zod/mini';

import { TASK_PLACES } from './task-places.ts';

export const TASK_SCHEMA = 'ninefold/task/1';

const text = z.string();

/** A process and the machine on which its number is valid. */
const taskProcessSchema = z.object({
  pid: z.int(),
  /** Start time in the system's own ticks; empty if the system doesn't provide it. */
  started: text,
  host: text,
  boot: text,
  pids: text,
});

/** How a run ended. `interrupted`: both its watcher and the agent are gone. */
const RUN_ENDS = ['exit', 'signal', 'cancelled', 'timeout', 'not-started', 'interrupted'] as const;

const taskRunSchema = z.object({
  /** 1-based. */
  number: z.int().check(z.gte(1)),
  command: z.array(text),
  /** Absolute folder in which the agent was started. */
  folder: text,
  startedAt: text,
  /** Minutes. */
  timeLimit: z.number(),
  /** The process that watches the agent. */
  runner: taskProcessSchema,
  /** The agent; null until it is started. */
  process: z.nullable(taskProcessSchema),
  isCancelled: z.boolean(),
  endedAt: z.nullable(text),
  end: z.nullable(z.enum(RUN_ENDS)),
  exitCode: z.nullable(z.int()),
  /** Signal, or the system's reason why it didn't start; otherwise null. */
  reason: z.nullable(text),
});

export const taskRecordSchema = z.object({
  schema: z.literal(TASK_SCHEMA),
  id: text,
  title: text,
  template: text,
  /** Workflow id; null for a task file that isn't tied to one. */
  workflow: z.nullable(text),
  /** Phase that its outputs belong to, 1 to 9; null for the phase that is current at the merge. */
  phase: z.nullable(z.int().check(z.gte(1), z.lte(9))),
  createdAt: text,
  createdBy: z.enum(['person', 'agent', 'hook', 'file']),
  /** The agent that runs it. */
  agent: text,
  place: z.enum(TASK_PLACES),
  /** Paths that it may write, relative to the workspace folder; a trailing `/` means a folder. */
  outputs: z.array(text),
  /** Files that it should read. */
  files: z.array(text),
  base: z.object({
    /** Full hash: someone may have edited the record, and git takes a leading `-` as an option. */
    commit: z.nullable(text.check(z.regex(/^[0-9a-f]{40,64}$/))),
    /** SHA-256 of the files it may change, at the start; null if there was none. */
    hashes: z.record(text, z.nullable(text)),
  }),
  /** Absolute path of the `task-*.md` it was read from; null for Ninefold's own tasks. */
  source: z.nullable(text),
  /** The worktree that Ninefold made; null if there is none. */
  worktree: z.nullable(z.object({ path: text, gitFolder: text })),
  run: z.nullable(taskRunSchema),
  /** Rejected by a person: path → SHA-256 of what was rejected, null for a deletion. */
  rejected: z.record(text, z.nullable(text)),
  /** Path → what the marked copy was made from. */
  marked: z.record(text, z.object({ ours: z.nullable(text), theirs: z.nullable(text) })),
  /** Merged into the workspace: path → SHA-256 of the task's version, null for a deletion. */
  landed: z.record(text, z.nullable(text)),
  /** When everything declared was settled. */
  mergedAt: z.nullable(text),
  discardedAt: z.nullable(text),
});

export type TaskProcess = z.infer<typeof taskProcessSchema>;
export type TaskRun = z.infer<typeof taskRunSchema>;
export type TaskRunEnd = (typeof RUN_ENDS)[number];
export type TaskRecord = z.infer<typeof taskRecordSchema>;

/** The initial part of a record: not run, merged, or discarded yet. */
export const NOT_BEGUN = {
  worktree: null,
  run: null,
  rejected: {},
  marked: {},
  landed: {},
  mergedAt: null,
  discardedAt: null,
} satisfies Partial<TaskRecord>;
