/** Reads a workflow that other tools keep in the user's own folder, without taking it over. */

import { candidatesOf } from '../../core/recovery/candidates.ts';
import type { Candidate, RecoverySource } from '../../core/recovery/candidates.ts';
import { joinOlder } from '../../core/recovery/join-candidates.ts';
import { rankCandidates } from '../../core/recovery/rank-candidates.ts';
import { checkWorkflowId } from '../../core/workflow/names.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { sourcesBeside, sourcesInRoot, sourcesOfUser } from './recovery-sources.ts';

export interface OlderPlaces {
  readonly layout: StateLayout;
  readonly home: string;
}

export interface OlderWorkflow {
  /** What `recover --apply` would make of it. */
  readonly candidate: Candidate;
  /** The newest handoff; null if there is none. */
  readonly handoff: Pick<RecoverySource, 'place' | 'text'> | null;
  /** Path of its state, TOON if there is one, as a person would search for it; null if there is none. */
  readonly stateFile: string | null;
}

/**
 * Finds a workflow of the user's own folder that isn't Ninefold's. Only reads.
 *
 * @returns undefined if there is none with that id
 * @throws NinefoldError workflow-id-invalid, and what reading the list of projects refuses
 */
export async function findOlderWorkflow(
  { layout, home }: OlderPlaces,
  id: string,
): Promise<OlderWorkflow | undefined> {
  checkWorkflowId(id);
  const sources = (await sourcesOfUser(layout, home, id)).filter(({ isElsewhere }) => isElsewhere === true);
  const read = sources.map((source) => ({ source, candidates: ofWorkflow(source, id) }));
  const [candidate] = rankCandidates(joinOlder(read.flatMap(({ candidates }) => candidates)), id);
  if (candidate === undefined) return undefined;
  const own = read.filter(({ candidates }) => candidates.length > 0).map(({ source }) => source);
  const newest = own.toSorted((one, other) => other.at.localeCompare(one.at));
  const find = (format: RecoverySource['format']): RecoverySource | undefined =>
    newest.find((source) => source.format === format);
  return {
    candidate,
    handoff: find('handoff') ?? null,
    stateFile: (find('toon') ?? find('json'))?.place ?? null,
  };
}

/** Tests whether a folder without a workflow has state of an older tool on disk. Runs no git. */
export async function hasOlderState({ layout, home }: OlderPlaces): Promise<boolean> {
  for (const place of [sourcesInRoot(layout), sourcesBeside(layout), sourcesOfUser(layout, home)]) {
    if ((await place).some((source) => candidatesOf(source).length > 0)) return true;
  }
  return false;
}

function ofWorkflow(source: RecoverySource, id: string): readonly Candidate[] {
  return candidatesOf(source).filter(({ state }) => state.id === id);
}
