/** Retention: decides what is old enough to remove, and why. Removes nothing itself. */

import type { Rules } from '../rules/rules.ts';
import type { HandoffFile } from '../service/ports.ts';
import type { WorkflowState } from '../workflow/state.ts';

export interface Expired {
  readonly kind: 'workflow' | 'handoff';
  readonly id: string;
  /**
   * The handoff's path relative to the state root; null for a workflow, which is removed with everything of its own.
   */
  readonly path: string | null;
  /** Age in whole days. */
  readonly days: number;
  readonly reason: 'completed' | 'cancelled' | 'archived';
}

/** The required facts about a workflow. */
type RetainedWorkflow = Pick<WorkflowState, 'id' | 'status' | 'updatedAt'>;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Lists what has expired at `now` (ISO 8601): workflows completed or cancelled long ago, and archived handoffs beyond
 * both the number and the age to keep. Handoffs of an expired workflow aren't listed separately.
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
