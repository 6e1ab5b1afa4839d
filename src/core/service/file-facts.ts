/** Facts about files, such that an unreadable file doesn't cost the others, or what is made from them. */

import type { Intent } from '../workflow/intents.ts';
import { workspacePath } from '../workflow/paths.ts';
import { NinefoldError } from '../errors.ts';
import type { FileFact } from '../workflow/facts.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { WorkspacePort } from './ports.ts';

type Looked = Pick<WorkspacePort, 'files' | 'folder'>;

/** A file of which only the name is known: it now points outside the folder, or can't be read. */
const UNSEEN: FileFact = { exists: true, hash: null };
const ABSENT: FileFact = { exists: false, hash: null };

/**
 * Reads the facts about a workflow's deliverables; an unreadable file has no hash.
 *
 * @throws NinefoldError path-outside if the name itself points outside, which only a forged journal has
 */
export async function deliverableFacts(
  workspace: Looked,
  { deliverables }: WorkflowState,
): Promise<Readonly<Record<string, FileFact>>> {
  const paths = deliverables.map(({ file }) => file);
  return factsOf(workspace, paths, (path) => {
    workspacePath(path, workspace.folder);
    return UNSEEN;
  });
}

/** Reads the facts about files; one that links outside the folder, or can't be read, counts as absent. */
export function presentFacts(
  workspace: Looked,
  paths: readonly string[],
): Promise<Readonly<Record<string, FileFact>>> {
  return factsOf(workspace, paths, () => ABSENT);
}

/** Asks once for all files, and for each by itself only if one is refused. */
async function factsOf(
  workspace: Looked,
  paths: readonly string[],
  ofRefused: (path: string) => FileFact,
): Promise<Readonly<Record<string, FileFact>>> {
  try {
    return await workspace.files(paths);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
  }
  const facts = paths.map(async (path) => [path, await factOf(workspace, path, ofRefused)] as const);
  return Object.fromEntries(await Promise.all(facts));
}

async function factOf(
  workspace: Looked,
  path: string,
  ofRefused: (path: string) => FileFact,
): Promise<FileFact> {
  try {
    return (await workspace.files([path]))[path] ?? ofRefused(path);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return ofRefused(path);
  }
}

/** Reads the files that an intent is judged by; refuses a file that a link leads outside the folder. */
export function filesFor(
  intent: Intent,
  state: WorkflowState | undefined,
  folder: string,
): readonly string[] {
  if (intent.kind === 'addDeliverable') return [workspacePath(intent.file, folder)];
  if (intent.kind !== 'approve' || state === undefined) return [];
  return state.deliverables.map(({ file }) => file);
}
