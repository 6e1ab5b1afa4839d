/** Facts of files where one that can't be looked at mustn't cost the others, nor what is made of them. */

import type { Intent } from '../workflow/intents.ts';
import { workspacePath } from '../workflow/paths.ts';
import { NinefoldError } from '../errors.ts';
import type { FileFact } from '../workflow/facts.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { WorkspacePort } from './ports.ts';

type Looked = Pick<WorkspacePort, 'files' | 'folder'>;

/** One of which only the name is known: it leads out of the folder by now, or may not be read. */
const UNSEEN: FileFact = { exists: true, hash: null };

/**
 * What the disk says of a workflow's deliverables; no hash of one that can't be looked at.
 *
 * @throws NinefoldError path-outside of one that leads out by its very name, as only a forged journal has it
 */
export async function deliverableFacts(
  workspace: Looked,
  { deliverables }: WorkflowState,
): Promise<Readonly<Record<string, FileFact>>> {
  const paths = deliverables.map(({ file }) => file);
  try {
    return await workspace.files(paths);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
  }
  const facts = await Promise.all(paths.map(async (path) => [path, await factOf(workspace, path)] as const));
  return Object.fromEntries(facts);
}

async function factOf(workspace: Looked, path: string): Promise<FileFact> {
  try {
    return (await workspace.files([path]))[path] ?? UNSEEN;
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    workspacePath(path, workspace.folder);
    return UNSEEN;
  }
}

/** The files an intent is judged by; asking for one that a link leads out of the folder is refused. */
export function filesFor(
  intent: Intent,
  state: WorkflowState | undefined,
  folder: string,
): readonly string[] {
  if (intent.kind === 'addDeliverable') return [workspacePath(intent.file, folder)];
  if (intent.kind !== 'approve' || state === undefined) return [];
  return state.deliverables.map(({ file }) => file);
}
