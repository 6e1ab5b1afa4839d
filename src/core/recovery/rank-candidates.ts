/** Which candidate comes first. Pure. */

import { marksIn } from '../redaction/finding.ts';
import type { Candidate, CandidateKind } from './candidates.ts';
import { recoveryPhrase } from './recovery-words.ts';

/** How much of a workflow each kind tells; among those of one revision the fullest comes first. */
const FULLNESS: Readonly<Record<CandidateKind, number>> = {
  journal: 6,
  snapshot: 5,
  state: 5,
  export: 4,
  handoff: 3,
  older: 2,
  history: 1,
};

/** Documents written together differ by so much. */
const TOGETHER_MS = 60_000;

/** Stands for the id of what is told from commits alone. */
const HISTORY = '';

/**
 * The candidates in the order in which they are offered: by workflow (the one named, else the one written last, first);
 * of each the newest event first, of one event the fullest; what names no event by its time. Sources that tell the same
 * are one, with each place named.
 */
export function rankCandidates(candidates: readonly Candidate[], first: string | null): readonly Candidate[] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const id = candidate.kind === 'history' ? HISTORY : candidate.state.id;
    groups.set(id, [...(groups.get(id) ?? []), candidate]);
  }
  const ranked = [...groups].map(([id, group]) => ({ id, group: rankGroup(group) }));
  const place = ({ id, group }: { readonly id: string; readonly group: readonly Candidate[] }): number =>
    id === first ? 0 : id === HISTORY ? 2 : group.every(({ isElsewhere }) => isElsewhere) ? 3 : 1;
  ranked.sort(
    (one, other) => place(one) - place(other) || newest(other.group).localeCompare(newest(one.group)),
  );
  return ranked.flatMap(({ group }) => group);
}

function rankGroup(group: readonly Candidate[]): readonly Candidate[] {
  const numbered = group.filter(({ revision }) => revision !== null);
  numbered.sort(
    (one, other) =>
      (other.revision ?? 0) - (one.revision ?? 0) ||
      FULLNESS[other.kind] - FULLNESS[one.kind] ||
      marksIn(one.state) - marksIn(other.state) ||
      other.at.localeCompare(one.at),
  );
  const distinct = mergeSame(numbered);
  const since = Date.parse(distinct[0]?.at ?? '');
  const dated = mergeSame(
    group
      .filter(({ revision }) => revision === null)
      .sort((one, other) => other.at.localeCompare(one.at) || FULLNESS[other.kind] - FULLNESS[one.kind]),
  );
  const isNewer = ({ at }: Candidate): boolean => Date.parse(at) > since + TOGETHER_MS;
  return [...dated.filter(isNewer), ...distinct, ...dated.filter((candidate) => !isNewer(candidate))];
}

/** Those that tell the same as a fuller one before them only name their place there. */
function mergeSame(sorted: readonly Candidate[]): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    const index = kept.findIndex((other) => tellsSame(other, candidate));
    const fuller = kept[index];
    if (fuller === undefined) kept.push(candidate);
    else if (fuller.place !== candidate.place) {
      const also = recoveryPhrase('same-in', { place: candidate.place });
      kept[index] = { ...fuller, reasons: [...fuller.reasons, also] };
    }
  }
  return kept;
}

function tellsSame(one: Candidate, other: Candidate): boolean {
  const isOneEvent = one.revision === other.revision && one.revision !== null;
  return (isOneEvent || one.kind === other.kind) && essence(one) === essence(other);
}

/** What two sources have to agree in to tell the same: the fuller of them has more beside it. */
function essence({ state }: Candidate): string {
  const { current, status, name, task } = state;
  const statuses = Object.values(state.steps).map((step) => step.status);
  const files = state.deliverables.map(({ file }) => file).sort();
  return JSON.stringify([current, status, name, task, statuses, files]);
}

function newest(group: readonly Candidate[]): string {
  return group.map(({ at }) => at).reduce((one, other) => (one > other ? one : other), '');
}
