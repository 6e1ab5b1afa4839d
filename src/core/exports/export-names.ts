/** Names of the exports. Apart from their content, so that looking for them doesn't load TOON. */

export const WORKFLOW_STATE_FILE = 'workflow-state.toon';
export const SESSION_CONTEXT_FILE = 'session-context.toon';
export const DECISIONS_FILE = 'decisions.toon';

/** The exports whose edits are proposals. */
export const PROPOSAL_FILES: readonly string[] = [WORKFLOW_STATE_FILE, DECISIONS_FILE];
