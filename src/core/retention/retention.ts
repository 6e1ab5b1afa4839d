/** Retention: what is old enough to go. Nothing here takes anything away; it says what would go, and why. */

import type { Rules } from '../rules/rules.ts';
import type { HandoffFile } from '../service/ports.ts';
import type { WorkflowState } from '../workflow/state.ts';

export interface Expired {
  readonly kind: 'workflow' | 'handoff';
  readonly id: string;
  /** The handoff's path relative to the state root; null for a workflow, which goes with all that is its own. */
  readonly path: string | null;
  /** Age in whole days. */
  readonly days: number;
  readonly reason: 'completed' | 'cancelled' | 'archived';
}

/** What is asked of a workflow. */
type RetainedWorkflow = Pick<WorkflowState, 'id' | 'status' | 'updatedAt'>;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What the rules would let go at `now` (ISO): workflows completed or cancelled long ago, and archived handoffs
 * beyond the number and the age that are kept. A handoff of a workflow that goes isn't listed by itself.
 */
export function expired(
  states: readonly RetainedWorkflow[],
  handoffs: readonly HandoffFile[],
  rules: Rules['retention'],
  now: string,
): readonly Expired[] {
  const workflows = states.flatMap((state) => expiredWorkflow(state, rules, now));
  const gone = new Set(workflows.map(({ id }) => id));
  const kept = [...new Set(handoffs.map(({ id }) => id))].filter((id) => !gone.has(id));
  return [...workflows, ...kept.flatMap((id) => expiredHandoffs(id, handoffs, rules, now))];
}

function expiredWorkflow(
  { id, status, updatedAt }: RetainedWorkflow,
  rules: Rules['retention'],
  now: string,
): readonly Expired[] {
  if (status !== 'completed' && status !== 'cancelled') return [];
  const days = daysBetween(updatedAt, now);
  const most = status === 'completed' ? rules.completedDays : rules.cancelledDays;
  return days > most ? [{ kind: 'workflow', id, path: null, days: Math.floor(days), reason: status }] : [];
}

function expiredHandoffs(
  id: string,
  handoffs: readonly HandoffFile[],
  rules: Rules['retention'],
  now: string,
): readonly Expired[] {
  const archived = handoffs
    .filter((file) => file.id === id && !file.isCurrent)
    .sort((left, right) => right.at.localeCompare(left.at));
  return archived.slice(rules.archivedHandoffs).flatMap(({ path, at }) => {
    const days = daysBetween(at, now);
    if (days <= rules.archivedHandoffDays) return [];
    return [{ kind: 'handoff', id, path, days: Math.floor(days), reason: 'archived' } as const];
  });
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
