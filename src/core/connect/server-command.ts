/** How an agent starts the MCP server. */

import { isOurs, launcherPath, type Programs, SHARED_LAUNCHER } from './commands.ts';

/** The program and its arguments. */
export type Words = readonly [string, ...string[]];

/** Starts the server by a path of this machine. */
export function ownServer(programs: Programs): Words {
  return [launcherPath(programs), 'mcp'];
}

/**
 * Starts the server from a file that may be in git: other people's home folders differ.
 *
 * @param home the variable of the home folder in the agent's syntax; null if it substitutes none, so that a shell does
 */
export function sharedServer(programs: Programs, home: string | null): Words {
  if (programs.isWindows) return ownServer(programs);
  if (home !== null) return [`${home}/.ninefold/bin/ninefold`, 'mcp'];
  return ['sh', '-c', `exec ${SHARED_LAUNCHER} mcp`];
}

/** Tests whether a server's program, or the line that its shell runs, is Ninefold's. */
export function isOurServer(words: readonly unknown[]): boolean {
  return words.some(isOurs);
}
