/** Decides whether an edit advanced the current phase, which is a submit, or changed phases otherwise. */

import type { DocumentValue, LineFor, Proposal } from './compared-documents.ts';
import { rowsOf } from './compared-documents.ts';

/** A phase or sub-phase and its status, as in the tables. */
interface Step {
  readonly num: string;
  readonly name: string;
  readonly status: string;
}

const NOTHING: Proposal = { intents: [], refusals: [] };
const DONE = new Set(['awaiting_approval', 'completed']);

/** Compares phases, sub-phases, and the fields that name the current step. */
export function comparePhases(before: DocumentValue, after: DocumentValue, lineFor: LineFor): Proposal {
  const [old, now] = [stepsOf(before), stepsOf(after)];
  const [from, to] = [placeOf(before), placeOf(after)];
  const changed = old.filter((step, index) => !isSame(step, now[index]));
  const isFifthChanged = fifthOf(before) !== fifthOf(after);
  const isUnchanged = changed.length === 0 && old.length === now.length && from === to;
  if (isUnchanged && !isFifthChanged) return NOTHING;
  const isLast = from === '5c' || !isFifthChanged;
  if (isLast && isMovedOn(old, now, { from, to }))
    return { intents: [{ kind: 'submit', phase: from }], refusals: [] };
  const line = lineFor('phases') ?? lineFor('workflow');
  return { intents: [], refusals: [{ code: 'phases-changed', parameters: {}, line }] };
}

interface Places {
  readonly from: string;
  readonly to: string;
}

function isMovedOn(old: readonly Step[], now: readonly Step[], { from, to }: Places): boolean {
  const isSameTable =
    old.length === now.length &&
    old.every(({ num, name }, index) => num === now[index]?.num && name === now[index].name);
  const at = old.findIndex(({ num }) => num === from);
  if (!isSameTable || at < 0) return false;
  const next = old.findIndex(({ status }, index) => index > at && status === 'pending');
  const places = [from, old[next]?.num];
  const isAllowed = (step: Step, index: number): boolean => {
    const status = now[index]?.status ?? '';
    if (status === step.status) return true;
    if (index === at) return step.status === 'in_progress' && DONE.has(status);
    return index === next && status === 'in_progress';
  };
  const isClosed = DONE.has(now[at]?.status ?? '') || to !== from;
  return isClosed && places.includes(to) && old.every(isAllowed);
}

/** The steps in the order of work; the sub-phases replace phase 5, whose own row follows from them. */
function stepsOf(document: DocumentValue): readonly Step[] {
  const step = (row: Readonly<Record<string, unknown>>): Step => ({
    num: String(row.num),
    name: String(row.name),
    status: String(row.status),
  });
  const sub = rowsOf(document, 'sub_phases').map(step);
  const phases = rowsOf(document, 'phases').map(step);
  return sub.length === 0 ? phases : phases.flatMap((phase) => (phase.num === '5' ? sub : [phase]));
}

/** Status of phase 5 if its sub-phases have their own table, from which it follows. */
function fifthOf(document: DocumentValue): unknown {
  const hasSub = rowsOf(document, 'sub_phases').length > 0;
  return hasSub ? rowsOf(document, 'phases').find(({ num }) => num === 5)?.status : undefined;
}

/** The current step. */
function placeOf({ workflow }: DocumentValue): string {
  if (typeof workflow !== 'object' || workflow === null) return '';
  const { phase, sub_phase: sub } = workflow as Readonly<Record<string, unknown>>;
  return phase === 5 && typeof sub === 'string' ? sub : String(phase);
}

function isSame(one: Step, other: Step | undefined): boolean {
  return one.num === other?.num && one.name === other.name && one.status === other.status;
}
