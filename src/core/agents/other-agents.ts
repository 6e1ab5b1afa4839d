/** Variables by which agents that Ninefold has no folder for say that they run a shell, beside those common to many. */

export const OTHER_AGENT_VARIABLES: readonly string[] = [
  'AI_AGENT',
  'AGENT',
  'VSCODE_AGENT',
  'GROK_AGENT',
  'ANTIGRAVITY_AGENT',
];

/** Those that contain the id of the agent's session. */
export const OTHER_SESSION_VARIABLES: readonly string[] = ['KIRO_SESSION_ID'];
