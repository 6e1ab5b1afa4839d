/** Gathers what decides whether a check counts. */

import { shellWord } from '../connect/shell-words.ts';
import { NinefoldError } from '../errors.ts';
import type { CheckFacts } from '../workflow/facts.ts';
import type { WorkspacePort } from './ports.ts';

/** Reads content, manifests, and accepted commands of a workspace. Rules that can't be read accept nothing. */
export async function checkFacts(workspace: WorkspacePort): Promise<CheckFacts> {
  const [content, reader, accepted] = await Promise.all([
    workspace.content(),
    workspace.checks(),
    acceptedCommands(workspace),
  ]);
  return { content, reader, accepted: accepted.map((line) => reader.keyOf(line)) };
}

async function acceptedCommands(workspace: WorkspacePort): Promise<readonly string[]> {
  try {
    const { checks } = await workspace.rules();
    return Object.values(checks).map((words) => words.map(shellWord).join(' '));
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return [];
  }
}
