/**
 * The session plan: which phases one agent session covers, and how much context that typically takes. The default is
 * the source document's; `sessionPlan` in `ninefold.json` overrides it.
 */

import { STEP_IDS, parsePhase, phaseDefinition, phaseOfStep, stepIndex } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';

/** A session as written in `ninefold.json`. */
export interface SessionRule {
  /** `1-4`, `5`, `5a-5b`. */
  readonly phases: string;
  readonly focus: string;
  /** `50K-80K`. */
  readonly typicalTokens: string;
}

/** Whole tokens. */
export interface TokenRange {
  readonly low: number;
  readonly high: number;
}

export interface PlanSession {
  /** 1-based, without gaps. */
  readonly number: number;
  /** Its steps that aren't skipped, in the order of work. */
  readonly steps: readonly StepId[];
  /** The same in writing: `1-4`, `5b`, `6-7, 9`. */
  readonly phases: string;
  readonly focus: string;
  /** For the whole session if none of it is skipped, otherwise the share of the remaining steps. */
  readonly typical: TokenRange;
  readonly status: 'done' | 'current' | 'ahead';
}

export interface SessionPlan {
  /** Excludes sessions whose steps are all skipped. */
  readonly sessions: readonly PlanSession[];
  /** Step whose approval ends the current session; null in the last one and once the workflow is completed. */
  readonly nextBreak: StepId | null;
}

/**
 * Makes the plan of a workflow in its current state.
 *
 * @param rules in the order of work
 */
export function sessionPlan(state: WorkflowState, rules: readonly SessionRule[]): SessionPlan {
  const sessions = rules
    .map((rule, index) => ({ rule, steps: stepsOf(rules, index) }))
    .map(({ rule, steps }) => ({ rule, steps, left: steps.filter((step) => !isSkipped(state, step)) }))
    .filter(({ left }) => left.length > 0)
    .map(({ rule, steps, left }, index): PlanSession => {
      const isWhole = left.length === steps.length;
      const typical = scaled(parseRange(rule.typicalTokens), left.length / steps.length);
      return {
        number: index + 1,
        steps: left,
        phases: isWhole && namedSteps(rule).length === steps.length ? rule.phases : stepsLabel(left),
        focus: rule.focus,
        typical,
        status: statusOf(state, left),
      };
    });
  const current = sessions.findIndex(({ status }) => status === 'current');
  const isLast = current === sessions.length - 1;
  return { sessions, nextBreak: current < 0 || isLast ? null : (sessions[current]?.steps.at(-1) ?? null) };
}

/** Returns the session that ends with this step, if another one follows; otherwise null. */
export function sessionEndedBy({ sessions }: SessionPlan, step: StepId): PlanSession | null {
  const index = sessions.findIndex(({ steps }) => steps.at(-1) === step);
  return index < 0 || index === sessions.length - 1 ? null : (sessions[index] ?? null);
}

/** Returns what steps of one session typically take: their share of it; null if they aren't in the plan. */
export function typicalOf({ sessions }: SessionPlan, steps: readonly StepId[]): TokenRange | null {
  const session = sessions.find(({ steps: own }) => steps.some((step) => own.includes(step)));
  if (session === undefined) return null;
  const part = steps.filter((step) => session.steps.includes(step));
  return scaled(session.typical, part.length / session.steps.length);
}

/**
 * Formats a range.
 *
 * @example rangeText({ low: 50000, high: 80000 }) // '50K-80K'
 */
export function rangeText({ low, high }: TokenRange): string {
  return `${Math.round(low / 1000)}K-${Math.round(high / 1000)}K`;
}

/**
 * Formats steps as phases.
 *
 * @example stepsLabel(['1', '2', '4', '5a', '5b', '5c']) // '1-2, 4-5'
 */
export function stepsLabel(steps: readonly StepId[]): string {
  const parts: { readonly from: string; to: string; last: number; isWhole: boolean }[] = [];
  for (const phase of new Set(steps.map(phaseOfStep))) {
    const own = steps.filter((step) => phaseOfStep(step) === phase);
    const isWhole = own.length === phaseDefinition(phase).steps.length;
    const names = isWhole ? [String(phase)] : own;
    const before = parts.at(-1);
    if (isWhole && before?.isWhole === true && before.last === phase - 1) {
      before.to = String(phase);
      before.last = phase;
    } else for (const name of names) parts.push({ from: name, to: name, last: phase, isWhole });
  }
  return parts.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(', ');
}

/** A step of two sessions belongs to the first; a step of none belongs to the preceding session. */
function stepsOf(rules: readonly SessionRule[], index: number): readonly StepId[] {
  const owners = new Map<StepId, number>();
  let last = 0;
  for (const step of STEP_IDS) {
    const owner = rules.findIndex((rule) => namedSteps(rule).includes(step));
    if (owner >= 0) last = owner;
    owners.set(step, last);
  }
  return STEP_IDS.filter((step) => owners.get(step) === index);
}

function namedSteps({ phases }: SessionRule): readonly StepId[] {
  const [first = '', last = first] = phases.split('-');
  const ends = [...(parsePhase(first) ?? []), ...(parsePhase(last) ?? [])].map(stepIndex);
  return STEP_IDS.slice(Math.min(...ends), Math.max(...ends) + 1);
}

function parseRange(text: string): TokenRange {
  const [one = 0, other = one] = text.split('-').map((part) => Number.parseInt(part, 10) * 1000);
  return { low: Math.min(one, other), high: Math.max(one, other) };
}

function scaled({ low, high }: TokenRange, share: number): TokenRange {
  return { low: Math.round(low * share), high: Math.round(high * share) };
}

function isSkipped(state: WorkflowState, step: StepId): boolean {
  return state.steps[step].status === 'skipped';
}

function statusOf(state: WorkflowState, steps: readonly StepId[]): PlanSession['status'] {
  if (state.status !== 'completed' && steps.includes(state.current)) return 'current';
  return steps.every((step) => state.steps[step].status === 'completed') ? 'done' : 'ahead';
}
