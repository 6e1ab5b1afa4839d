/** Retention: decides what is old enough to remove, and why. Removes nothing itself. */

import type { Rules } from '../rules/rules.ts';
import type { HandoffFile } from '../service/ports.ts';
import { isSessionHandoffId } from '../handoff/session-handoff-id.ts';
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
 * both the number and the age to keep. Handoffs of an expired workflow aren't listed separately; those of sessions count
 * together, and the newest stays.
 */
export function expired(
  states: readonly RetainedWorkflow[],
  handoffs: readonly HandoffFile[],
  rules: Rules['retention'],
  now: string,
): readonly Expired[] {
  const workflows = states.flatMap((state) => expiredWorkflow(state, rules, now));
  const gone = new Set(workflows.map(({ id }) => id));
  const ids = new Set(states.map(({ id }) => id));
  const ofSessions = handoffs.filter(({ id }) => isSessionHandoffId(id) && !ids.has(id));
  const others = handoffs.filter((file) => !gone.has(file.id) && !ofSessions.includes(file));
  const archived = [...new Set(others.map(({ id }) => id))].map((one) =>
    newestFirst(others.filter(({ id, isCurrent }) => id === one && !isCurrent)),
  );
  // The newest session's is the one to continue from.
  const groups = [...archived, newestFirst(ofSessions).slice(1)];
  return [...workflows, ...groups.flatMap((group) => expiredHandoffs(group, rules, now))];
}

function newestFirst(handoffs: readonly HandoffFile[]): readonly HandoffFile[] {
  return [...handoffs].sort((left, right) => right.at.localeCompare(left.at));
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
  replaced: readonly HandoffFile[],
  rules: Rules['retention'],
  now: string,
): readonly Expired[] {
  return replaced.slice(rules.archivedHandoffs).flatMap(({ id, path, at }) => {
    const days = daysBetween(at, now);
    if (days <= rules.archivedHandoffDays) return [];
    return [{ kind: 'handoff', id, path, days: Math.floor(days), reason: 'archived' } as const];
  });
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
