/** Ranks candidates. Pure. */

import { marksIn } from '../redaction/finding.ts';
import type { Candidate, CandidateKind } from './candidates.ts';
import { recoveryPhrase } from './recovery-words.ts';

/** How complete each kind is; of candidates at the same revision, the most complete comes first. */
const FULLNESS: Readonly<Record<CandidateKind, number>> = {
  journal: 6,
  snapshot: 5,
  state: 5,
  export: 4,
  handoff: 3,
  older: 2,
  history: 1,
};

/** Maximum time between documents that were written together. */
const TOGETHER_MS = 60_000;

/** Stands for the id of a workflow inferred from commits alone. */
const HISTORY = '';

/**
 * Sorts candidates for display. Workflows: `first`, then the most recently written. Within one: the newest event
 * first, and of the same event the most complete; those without an event by time. Sources with the same content
 * become one that names each place.
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

/** A candidate with the same content as a fuller one before it only adds its place to that one. */
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

/** The content that must match; the fuller source may have more. */
function essence({ state }: Candidate): string {
  const { current, status, name, task } = state;
  const statuses = Object.values(state.steps).map((step) => step.status);
  const files = state.deliverables.map(({ file }) => file).sort();
  return JSON.stringify([current, status, name, task, statuses, files]);
}

function newest(group: readonly Candidate[]): string {
  return group.map(({ at }) => at).reduce((one, other) => (one > other ? one : other), '');
}
