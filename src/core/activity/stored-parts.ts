/** Activity of a session that is no file: its parts are rows of a database, some of which are written again. */

/** A row with a part of a session. */
export interface StoredPart {
  /** JSON; null if it's too long to be worth reading. */
  readonly data: string | null;
  /** When it was begun (ISO 8601); null if unknown. */
  readonly at: string | null;
  /** Tests whether it belongs to a message to the agent; looked up only when it's asked. */
  isAsked(): boolean;
}

/** A line of a to-do list, as it's stored. */
export interface StoredTodo {
  readonly text: unknown;
  readonly status: unknown;
}

/** What a part adds to the activity: little of a long text, so that thousands can be kept. */
export type PartStep =
  | { readonly kind: 'wrote'; readonly paths: readonly string[]; readonly at: string | null }
  | {
      readonly kind: 'ran';
      readonly command: string;
      readonly exitCode: number;
      readonly cwd: string | null;
      readonly output: string;
      readonly at: string | null;
    }
  | { readonly kind: 'listed'; readonly todos: readonly StoredTodo[] }
  | { readonly kind: 'typed'; readonly text: string; readonly at: string | null }
  /** What was typed last is asked again, by the agent itself. */
  | { readonly kind: 'repeats' }
  /** A call that will be written again. */
  | { readonly kind: 'open' }
  | { readonly kind: 'nothing' };

/** What else is known of a session. */
export interface StoredHead {
  readonly sessionId: string;
  readonly cwd: string | null;
  /** The agent's own title; null if it gave none. */
  readonly title: string | null;
  /** The to-do list, in order; empty if none is kept apart from the parts. */
  readonly todos: readonly StoredTodo[];
}
