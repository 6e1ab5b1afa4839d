/** Finds what is left of a folder's workflows, best first. Only reads. */

import { candidatesOf } from '../../core/recovery/candidates.ts';
import type { Candidate, RecoverySource } from '../../core/recovery/candidates.ts';
import { joinOlder } from '../../core/recovery/join-candidates.ts';
import { rankCandidates } from '../../core/recovery/rank-candidates.ts';
import { newerLine } from '../../core/recovery/salvage-journal.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import { checkWorkflowId } from '../../core/workflow/names.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { sourcesBeside, sourcesInGit, sourcesInRoot, sourcesOfUser } from './recovery-sources.ts';
import { historyCandidate } from './history-candidate.ts';

export interface RecoveryFolder {
  readonly service: WorkflowService;
  readonly layout: StateLayout;
  readonly home: string;
  /** Whether git may run; defaults to true. */
  readonly isTrusted?: boolean;
}

/**
 * Finds everything about a workflow: journals, snapshots, exports, handoffs, edits, older places, git's versions of
 * them, and without an intact workflow the history of the project.
 *
 * @param id the workflow to recover; without it, workflows with an intact journal are excluded
 * @throws NinefoldError workflow-id-invalid, state-newer, file-unreadable
 */
export async function findCandidates(folder: RecoveryFolder, id?: string): Promise<readonly Candidate[]> {
  const { service, layout, home, isTrusted = true } = folder;
  if (id !== undefined) checkWorkflowId(id);
  const [own, beside, user, git] = await Promise.all([
    sourcesInRoot(layout),
    sourcesBeside(layout),
    sourcesOfUser(layout, home),
    isTrusted ? sourcesInGit(layout) : [],
  ]);
  const newer = newerJournals(own);
  const refused = newer.find((source) => source.id === id);
  if (refused !== undefined) {
    const line = newerLine(refused.text);
    const { place: file } = refused;
    if (line !== undefined && 'type' in line)
      throw new NinefoldError('event-newer', { file, type: line.type });
    throw new NinefoldError('state-newer', { file, version: line?.version ?? 0 });
  }
  const found = [
    ...joinOlder([...own, ...beside].flatMap(candidatesOf)),
    ...joinOlder(user.flatMap(candidatesOf)),
    ...git.flatMap(candidatesOf),
  ];
  // What a newer Ninefold continues is intact too: leave it alone.
  const sound = new Set([
    ...found.filter(({ isSound }) => isSound).map(({ state }) => state.id),
    ...newer.map((source) => source.id),
  ]);
  const wanted = found.filter(({ state }) => (id === undefined ? !sound.has(state.id) : state.id === id));
  const hasHistory = isTrusted && (id === undefined ? sound.size === 0 : !sound.has(id));
  const first = id ?? (await activeId(service));
  // If a document names the workflow, the commits count as its own.
  const named = id ?? rankCandidates(wanted, first).find(({ isElsewhere }) => !isElsewhere)?.state.id;
  const history = hasHistory ? await historyCandidate(service, layout, named) : undefined;
  return rankCandidates(history === undefined ? wanted : [...wanted, history], first);
}

/** Journals of a newer Ninefold: recovering them would downgrade them. */
function newerJournals(sources: readonly RecoverySource[]): readonly RecoverySource[] {
  return sources.filter(({ format, text }) => format === 'journal' && newerLine(text) !== undefined);
}

/** Finds what is on disk about one workflow, by default about any, best first; fast, because git isn't run. */
export async function candidatesOnDisk(
  layout: StateLayout,
  id: string | null,
): Promise<readonly Candidate[]> {
  const found = joinOlder((await sourcesInRoot(layout)).flatMap(candidatesOf));
  return rankCandidates(
    found.filter(({ state }) => id === null || state.id === id),
    id,
  );
}

/** Returns the active workflow; null also if that can't be read. */
export async function activeId(service: WorkflowService): Promise<string | null> {
  try {
    return await service.activeId();
  } catch (error) {
    if (NinefoldError.is(error)) return null;
    throw error;
  }
}
