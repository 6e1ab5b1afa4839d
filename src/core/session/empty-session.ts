/** An empty session record. Separate from its schema, so that the window doesn't load zod for it. */

export const CURRENT_SESSION_SCHEMA = 'ninefold/session/1';

/** A `CurrentSession`; naming that type here would create an import cycle. */
export const EMPTY_CURRENT_SESSION = {
  schema: CURRENT_SESSION_SCHEMA,
  active: null,
  agentSession: null,
  reported: null,
  shown: {},
} as const;
