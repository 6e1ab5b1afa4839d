/** The shape of an entry in the tables of failures. */

/** An expected failure in words; `{name}` is a parameter of its `NinefoldError`. */
export interface Failure {
  /** What is wrong, on every surface. */
  readonly what: string;
  /** What to do about it on the command line, and on every surface without its own text below. */
  readonly remedy?: string;
  /** What to do in the window; null if there is nothing to do. */
  readonly window?: string | null;
  /** What a model that called a tool does next; null if there is nothing to do. */
  readonly mcp?: string | null;
  /** Exit code of the command line: 3 if state can't be read, 1 by default (refused, nothing changed). */
  readonly exitCode?: 3;
}
