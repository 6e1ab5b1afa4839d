/** Salvages a damaged journal: the events before the damage, and those whose place is certain. */

import { asFields, parseValue } from '../json-fields.ts';
import { foldEvents, parseEvent } from '../journal/journal-format.ts';
import { foldMerged } from '../merge/fold-merged.ts';
import { isStart } from '../workflow/apply.ts';
import { EVENT_VERSION, envelopeSchema, isKnownVersion, isLaterType } from '../workflow/events.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import type { WorkflowState } from '../workflow/state.ts';

export interface SalvagedJournal {
  readonly state: WorkflowState;
  /** Number of its events. */
  readonly events: number;
  /** Number of lines with content that isn't included. */
  readonly lost: number;
  /** `whole`: every event; `prefix`: those before the damage; `ours`, `theirs`: one side of an unfinished merge. */
  readonly part: 'whole' | 'prefix' | 'ours' | 'theirs';
  /** Number of skipped lines: merge markers, repeated events, foreign lines. */
  readonly markers: number;
  readonly duplicates: number;
  readonly foreign: number;
}

interface Line {
  readonly event: WorkflowEvent | undefined;
  /** `foreign`: certainly not an event of this workflow; `unreadable`: may have been one. */
  readonly kind: 'event' | 'marker' | 'foreign' | 'unreadable' | 'empty';
  readonly side: 'both' | 'ours' | 'theirs';
}

/**
 * Returns the states in a journal's text, the most complete first. A torn last line counts as lost.
 *
 * Nothing is guessed: events are combined only if their numbers run from 1 without gaps. If a merge left two
 * histories, each is a separate state.
 *
 * @param id of the workflow; excludes events of others
 */
export function salvageJournal(text: string, id: string): readonly SalvagedJournal[] {
  const lines = readLines(text, id);
  const hasSides = lines.some(({ side }) => side !== 'both');
  const parts = hasSides
    ? [salvage(lines, 'ours', id), salvage(lines, 'theirs', id)]
    : [salvage(lines, 'both', id)];
  const found = parts.filter((part) => part !== undefined);
  const [first, second] = found;
  // Both sides of a merge may have the same content.
  const isSame = first !== undefined && JSON.stringify(first.state) === JSON.stringify(second?.state);
  const distinct = isSame ? [first] : found;
  return distinct.sort((one, other) => other.events - one.events);
}

/**
 * Returns the state in the segments of a shared journal, one after the other; none without a start event. Events that
 * are lost take nothing else with them: each names those it was decided on.
 */
export function salvageSegments(text: string, id: string): readonly SalvagedJournal[] {
  const lines = readLines(text, id);
  const count = (kind: Line['kind']): number => lines.filter((line) => line.kind === kind).length;
  const distinct = new Map(lines.flatMap(({ event }) => (event === undefined ? [] : [[event.id, event]])));
  const events = [...distinct.values()];
  if (!events.some(isStart)) return [];
  const lost = count('unreadable');
  const salvaged = {
    state: foldMerged(events, { file: id, workflow: id }),
    events: events.length,
    lost,
    part: lost === 0 ? 'whole' : 'prefix',
    markers: count('marker'),
    // A copied state has the same events in two segments.
    duplicates: 0,
    foreign: count('foreign'),
  } as const;
  return [salvaged];
}

function salvage(
  lines: readonly Line[],
  side: 'both' | 'ours' | 'theirs',
  id: string,
): SalvagedJournal | undefined {
  const kept = lines.filter((line) => line.side === 'both' || line.side === side);
  const events = kept.flatMap(({ event }) => (event === undefined ? [] : [event]));
  const distinct = [...new Map(events.map((event) => [event.id, event])).values()];
  const run = runFromStart(distinct);
  if (run.length === 0) return undefined;
  const inRun = new Set(run);
  const last = kept.findLastIndex(({ event }) => event !== undefined && inRun.has(event));
  // Between consecutive events nothing is missing; after the last one, an event may have been lost.
  const tail = kept.slice(last + 1).filter(({ kind }) => kind === 'unreadable').length;
  const lost = distinct.length - run.length + tail;
  return {
    state: foldEvents(run, id),
    events: run.length,
    lost,
    part: side === 'both' ? (lost === 0 ? 'whole' : 'prefix') : side,
    markers: lines.filter(({ kind }) => kind === 'marker').length,
    duplicates: events.length - distinct.length,
    foreign: kept.filter(({ kind }) => kind === 'foreign' || kind === 'unreadable').length - tail,
  };
}

/** Returns events 1, 2, 3 … as far as they go, each number once. */
function runFromStart(events: readonly WorkflowEvent[]): readonly WorkflowEvent[] {
  const byNumber = new Map<number, WorkflowEvent[]>();
  for (const event of events) {
    const same = byNumber.get(event.seq);
    if (same === undefined) byNumber.set(event.seq, [event]);
    else same.push(event);
  }
  const run: WorkflowEvent[] = [];
  for (let seq = 1; ; seq++) {
    const [event, ...others] = byNumber.get(seq) ?? [];
    // Two events with the same number are two histories; there is no basis for a choice.
    if (event === undefined || others.length > 0) return run;
    const isStartHere = startedId(event) !== undefined;
    if (isStartHere !== (seq === 1)) return run;
    run.push(event);
  }
}

function startedId(event: WorkflowEvent): string | undefined {
  if (event.type === 'workflow.started') return event.data.id;
  return event.type === 'workflow.recovered' ? event.data.state.id : undefined;
}

function readLines(text: string, id: string): readonly Line[] {
  let side: Line['side'] = 'both';
  return text.split('\n').map((raw): Line => {
    const line = raw.replace(/\r$/, '');
    if (/^<{7}/.test(line)) side = 'ours';
    else if (/^={7}/.test(line) && side !== 'both') side = 'theirs';
    else if (/^>{7}/.test(line)) side = 'both';
    else {
      return line.trim() === '' ? { event: undefined, kind: 'empty', side } : { ...readLine(line, id), side };
    }
    return { event: undefined, kind: 'marker', side: 'both' };
  });
}

function readLine(line: string, id: string): Pick<Line, 'event' | 'kind'> {
  const unreadable = { event: undefined, kind: 'unreadable' } as const;
  const value = parseValue(line);
  const envelope = envelopeSchema.safeParse(value);
  if (!envelope.success || !isKnownVersion(envelope.data.v)) return unreadable;
  if ((envelope.data.workflow ?? id) !== id) return { event: undefined, kind: 'foreign' };
  const event = parseEvent(value);
  if (event === undefined) return unreadable;
  const own = startedId(event);
  if (own !== undefined && own !== id) return { event: undefined, kind: 'foreign' };
  return { event, kind: 'event' };
}

/**
 * Returns the version of a line, or the type of its event, if a newer Ninefold wrote it. Such a journal isn't
 * damaged.
 *
 * @returns undefined if every readable line is known
 */
export function newerLine(
  text: string,
): { readonly version: number } | { readonly type: string } | undefined {
  for (const line of text.split('\n')) {
    const value = line.startsWith('{') ? parseValue(line) : undefined;
    const version = asFields(value)?.v;
    if (typeof version === 'number' && version > EVENT_VERSION) return { version };
    const envelope = envelopeSchema.safeParse(value);
    if (envelope.success && isKnownVersion(envelope.data.v) && isLaterType(envelope.data.type)) {
      return { type: envelope.data.type };
    }
  }
  return undefined;
}
