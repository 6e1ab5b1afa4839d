/**
 * What shared state must be after git moved it around, found in another way than the product does: commits are sets of
 * events, merged as sets; which event knew of which is searched anew for every question.
 */

import type { WorkflowEvent } from '../../src/core/workflow/events.ts';

type Ids = ReadonlySet<string>;

/** A commit: the events in its tree. */
export interface Commit {
  readonly parents: readonly Commit[];
  readonly events: Ids;
  /** Null for one that git may have left out, as a rebase does with an empty one. */
  readonly hash: string | null;
}

/** What a tree becomes if one side's change is made to the other: an event is in or out as a whole. */
export function changed(base: Ids, ours: Ids, theirs: Ids): Ids {
  const kept = [...ours].filter((id) => theirs.has(id) || !base.has(id));
  return new Set([...kept, ...[...theirs].filter((id) => !base.has(id))]);
}

/** What `git merge` makes of two commits, whose common ancestors may be several. */
export function merged(ours: Commit, theirs: Commit): Ids {
  return changed(baseOf(ours, theirs), ours.events, theirs.events);
}

function baseOf(one: Commit, other: Commit): Ids {
  const [first, ...others] = mergeBases(one, other);
  if (first === undefined) return new Set();
  const joined = others.reduce<Commit>(
    (before, next) => ({ parents: [before, next], events: merged(before, next), hash: null }),
    first,
  );
  return joined.events;
}

/** The common ancestors that are no other common one's ancestors. */
export function mergeBases(one: Commit, other: Commit): readonly Commit[] {
  const mine = ancestors(one);
  const common = [...ancestors(other)].filter((commit) => mine.has(commit));
  return common.filter((commit) => !common.some((later) => later !== commit && ancestors(later).has(commit)));
}

/** The commit itself, and all before it. */
export function ancestors(commit: Commit): ReadonlySet<Commit> {
  const found = new Set<Commit>();
  const waiting = [commit];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...next.parents);
  }
  return found;
}

/** Of what an event says something, and what. */
interface Claim {
  readonly event: WorkflowEvent;
  readonly subject: string;
  readonly value: string;
}

/** Of a deliverable that isn't one any more: nothing is seen. */
const GONE = 'removed';

/** What must be seen of a set of events. */
export interface Expected {
  /** Texts of the next steps, and whether they are done; sorted. */
  readonly steps: readonly string[];
  /** What everybody agrees on, by subject. */
  readonly agreed: Readonly<Record<string, string>>;
  /** Ids of the events that contradict each other, sorted, by subject. */
  readonly questions: Readonly<Record<string, readonly string[]>>;
}

export function expectedOf(events: readonly WorkflowEvent[]): Expected {
  const known = knowledgeOf(events);
  const claims = events.flatMap(claimsOf);
  const agreed: Record<string, string> = {};
  const questions: Record<string, readonly string[]> = {};
  for (const subject of new Set(claims.map((claim) => claim.subject))) {
    const all = claims.filter((claim) => claim.subject === subject);
    const last = all.filter(
      ({ event }) => !all.some((later) => known.get(later.event.id)?.has(event.id) === true),
    );
    const values = new Set(last.map(({ value }) => value));
    const [value = GONE] = values;
    if (values.size > 1) questions[subject] = last.map(({ event }) => event.id).sort();
    else if (value !== GONE) agreed[subject] = value;
  }
  return { steps: stepsOf(events), agreed, questions };
}

/** Ids of all events that each one knew of, as far as they are there. */
function knowledgeOf(events: readonly WorkflowEvent[]): ReadonlyMap<string, Ids> {
  const byId = new Map(events.map((event) => [event.id, event]));
  const known = new Map<string, Ids>();
  for (const { id } of events) {
    const found = new Set<string>();
    const waiting = [...(byId.get(id)?.after ?? [])];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const event = byId.get(next);
      if (event === undefined || found.has(next)) continue;
      found.add(next);
      waiting.push(...(event.after ?? []));
    }
    known.set(id, found);
  }
  return known;
}

/** Ids that the next event names: those that no event names yet. */
export function headsOf(events: readonly WorkflowEvent[]): readonly string[] {
  const named = new Set(events.flatMap(({ after }) => after ?? []));
  return events.flatMap(({ id }) => (named.has(id) ? [] : [id])).sort();
}

function claimsOf(event: WorkflowEvent): readonly Claim[] {
  switch (event.type) {
    case 'workflow.started':
    case 'workflow.renamed':
      return [{ event, subject: 'name', value: event.data.name }];
    case 'decision.recorded':
      return [{ event, subject: `decision:${event.data.id}`, value: event.data.choice }];
    case 'deliverable.added':
      return [{ event, subject: `deliverable:${event.data.file}`, value: 'kept' }];
    case 'deliverable.removed':
      return [{ event, subject: `deliverable:${event.data.file}`, value: GONE }];
    default:
      return [];
  }
}

function stepsOf(events: readonly WorkflowEvent[]): readonly string[] {
  const done = new Set(
    events.flatMap((event) => (event.type === 'nextStep.set' ? (event.data.step ?? []) : [])),
  );
  return events
    .flatMap((event) =>
      event.type === 'nextStep.added' ? [`${event.data.text}: ${done.has(event.id) ? 'done' : 'open'}`] : [],
    )
    .sort();
}
