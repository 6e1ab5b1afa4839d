/** What a row of the tables of failures holds. */

/** An expected failure in words; `{name}` is a parameter of its `NinefoldError`. */
export interface Failure {
  /** What is wrong, on every surface. */
  readonly what: string;
  /** What to do about it at the command line, and wherever nothing else is given below. */
  readonly remedy?: string;
  /** What to do in the window; null where there is nothing but to know. */
  readonly window?: string | null;
  /** What a model does next that called a tool; null where there is nothing but to know. */
  readonly mcp?: string | null;
  /** Of the command line: 3 where state can't be read, else 1 (refused, nothing changed). */
  readonly exitCode?: 3;
}
