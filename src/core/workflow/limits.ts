/** The one place for limits of what is entered: checks, schemas, and texts take them from here. */

/** Maximum lengths in UTF-16 units, for writing and reading. */
export const LONGEST = {
  name: 200,
  task: 2000,
  line: 500,
  role: 64,
  word: 64,
  path: 1024,
  command: 2000,
  constraint: 300,
  /** Title of an agent task. */
  title: 120,
  /** Id of an agent task. */
  taskId: 40,
} as const;

/** Constraints of a workflow. Every session is told all of them, so they must stay few. */
export const MAX_CONSTRAINTS = 20;

/**
 * Deliverables, decisions, and next steps of a workflow, each: far beyond any feature, while a state still loads
 * instantly.
 */
export const MAX_PARTS = 2_000;

/** Largest exit code in an event; Windows has larger ones. */
export const MAX_EXIT_CODE = 255;

/** Smallest window of an agent, in tokens. The largest is `MAX_TOKENS`. */
export const MIN_WINDOW = 1000;

/** Longest time limit of an agent task, in minutes. */
export const MAX_TASK_MINUTES = 1440;
