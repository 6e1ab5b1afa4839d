/**
 * The nine phases and the three sub-phases of phase 5: exported names, suggested deliverables, order.
 *
 * A *step* is what a gate closes: a phase or, in phase 5, a sub-phase. There are eleven.
 */

export const STEP_IDS = ['1', '2', '3', '4', '5a', '5b', '5c', '6', '7', '8', '9'] as const;
export type StepId = (typeof STEP_IDS)[number];

/** The phases that a person or agent may name, for texts. */
export const PHASE_RANGE = '1 to 9, or 5a, 5b, 5c';

export const PHASE_STATUSES = [
  'pending',
  'in_progress',
  'awaiting_approval',
  'completed',
  'skipped',
] as const;
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

export interface PhaseDefinition {
  readonly num: number;
  /** Exactly as exported. */
  readonly name: string;
  readonly steps: readonly StepId[];
  /** Path of the document that the phase should produce; null for phase 5. */
  readonly suggested: string | null;
}

export const PHASES: readonly PhaseDefinition[] = [
  { num: 1, name: 'Requirements', steps: ['1'], suggested: 'docs/requirements.md' },
  { num: 2, name: 'Tech Planning', steps: ['2'], suggested: 'docs/tech-spec.md' },
  { num: 3, name: 'UI Breakdown', steps: ['3'], suggested: 'docs/ui-breakdown.md' },
  { num: 4, name: 'Test Planning', steps: ['4'], suggested: 'docs/test-plan.md' },
  { num: 5, name: 'TDD Implementation', steps: ['5a', '5b', '5c'], suggested: null },
  { num: 6, name: 'Code Review', steps: ['6'], suggested: 'docs/code-review.md' },
  { num: 7, name: 'QA Validation', steps: ['7'], suggested: 'docs/qa-report.md' },
  { num: 8, name: 'Documentation', steps: ['8'], suggested: 'docs/implementation-summary.md' },
  { num: 9, name: 'Notification', steps: ['9'], suggested: 'docs/notification.md' },
];

/** Sub-phase names without their number. */
export const SUB_PHASE_NAMES: Readonly<Record<'5a' | '5b' | '5c', string>> = {
  '5a': 'RED',
  '5b': 'GREEN',
  '5c': 'REFACTOR',
};

export type SubPhaseId = keyof typeof SUB_PHASE_NAMES;

export function isSubPhase(step: StepId): step is SubPhaseId {
  return step in SUB_PHASE_NAMES;
}

/** Returns the phase of a step, 1 to 9. */
export function phaseOfStep(step: StepId): number {
  return Number(step.charAt(0));
}

/**
 * Returns the definition of phase `num`.
 *
 * @throws RangeError if it isn't 1 to 9, which is an error of the caller
 */
export function phaseDefinition(num: number): PhaseDefinition {
  const definition = PHASES[num - 1];
  if (definition === undefined) throw new RangeError(`no phase ${num}`);
  return definition;
}

/** Names a step: `Tech Planning`, or `TDD GREEN` for `5b` as in the banner. */
export function stepName(step: StepId): string {
  return isSubPhase(step) ? `TDD ${SUB_PHASE_NAMES[step]}` : phaseDefinition(phaseOfStep(step)).name;
}

/** Returns the 0-based place of a step in the order of work. */
export function stepIndex(step: StepId): number {
  return STEP_IDS.indexOf(step);
}

/**
 * Parses a phase as typed.
 *
 * @returns its steps: one for `2` or `5b` (also `5B`), three for `5`; undefined if it is invalid
 */
export function parsePhase(text: string): readonly StepId[] | undefined {
  const wanted = text.trim().toLowerCase();
  if (wanted === '5') return phaseDefinition(5).steps;
  const step = STEP_IDS.find((id) => id === wanted);
  return step === undefined ? undefined : [step];
}
