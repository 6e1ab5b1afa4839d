/**
 * Presets: which steps a kind of work skips from the start. *Reopen* undoes each skip.
 *
 * They only apply when a workflow starts: the start event lists the skipped steps, so changes here don't affect
 * existing workflows.
 */

import { STEP_IDS } from './phases.ts';
import type { StepId } from './phases.ts';

export const PRESETS = {
  full: [],
  backend: ['3'],
  bugfix: ['2', '3', '4', '5a', '5c', '8', '9'],
  prototype: ['3', '4', '5a', '5c', '7', '8', '9'],
  docs: ['2', '3', '4', '5a', '5b', '5c', '6', '7'],
  config: ['2', '3', '4', '5a', '5c', '6', '8', '9'],
} as const satisfies Record<string, readonly StepId[]>;

export type PresetName = keyof typeof PRESETS;

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];

/** Returns the steps that a preset leaves, in the order of work. */
export function stepsLeft(preset: PresetName): readonly StepId[] {
  const skipped: readonly StepId[] = PRESETS[preset];
  return STEP_IDS.filter((step) => !skipped.includes(step));
}

/** Branches of fixes, as people and tools name them. */
const FIX_BRANCH = /^(?:bug|bugfix|fix|hotfix)[/_-]/i;

/**
 * Returns the presets in the order to offer them: first the one that a branch's name suggests, then the last choice.
 *
 * @param last undefined if none was chosen yet
 */
export function presetsFor(branch: string | null, last?: PresetName): readonly PresetName[] {
  const isFix = branch !== null && FIX_BRANCH.test(branch);
  const first: readonly PresetName[] = [
    ...(isFix ? (['bugfix'] as const) : []),
    ...(last === undefined ? [] : [last]),
  ];
  return [...new Set([...first, ...PRESET_NAMES])];
}

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** Syntax of a preset name, including those of other versions. */
export const PRESET_NAME = /^[a-z][a-z0-9-]{0,31}$/;

/**
 * What each preset skipped when a start event only named it. Journals of 0.1.0 are folded with this.
 *
 * Never change it, whatever happens to `PRESETS`.
 */
const FIRST_PRESETS: Readonly<Record<string, readonly StepId[]>> = {
  full: [],
  backend: ['3'],
  bugfix: ['2', '3', '4', '5a', '5c', '8', '9'],
  prototype: ['3', '4', '5a', '5c', '7', '8', '9'],
  docs: ['2', '3', '4', '5a', '5b', '5c', '6', '7'],
  config: ['2', '3', '4', '5a', '5c', '6', '8', '9'],
};

/** Returns the steps that a start skipped; undefined if it names neither steps nor one of the first presets. */
export function skippedAtStart(start: {
  readonly preset: string;
  readonly skipped?: readonly StepId[] | undefined;
}): readonly StepId[] | undefined {
  const { preset, skipped } = start;
  return skipped ?? (Object.hasOwn(FIRST_PRESETS, preset) ? FIRST_PRESETS[preset] : undefined);
}
