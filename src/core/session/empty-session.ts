/** A record of the session that says nothing yet. Apart from its schema, so that the window doesn't load zod for it. */

export const CURRENT_SESSION_SCHEMA = 'ninefold/session/1';

/** A `CurrentSession`; naming that type here would close a circle of imports. */
export const EMPTY_CURRENT_SESSION = {
  schema: CURRENT_SESSION_SCHEMA,
  active: null,
  agentSession: null,
  reported: null,
  shown: {},
} as const;
