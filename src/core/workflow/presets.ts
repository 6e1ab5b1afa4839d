/**
 * Presets: which steps a kind of work skips from the start. Each skip can be taken back by *reopen*.
 *
 * They are for starting a workflow: what a start skipped stands in its event, so a change here is none of a workflow that
 * exists.
 */

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

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** What the name of a preset is made of, those of later and of former versions included. */
export const PRESET_NAME = /^[a-z][a-z0-9-]{0,31}$/;

/**
 * What each preset skipped while a start named its preset only: journals of 0.1.0 are folded by it.
 *
 * Never change it, whatever becomes of `PRESETS`.
 */
const FIRST_PRESETS: Readonly<Record<string, readonly StepId[]>> = {
  full: [],
  backend: ['3'],
  bugfix: ['2', '3', '4', '5a', '5c', '8', '9'],
  prototype: ['3', '4', '5a', '5c', '7', '8', '9'],
  docs: ['2', '3', '4', '5a', '5b', '5c', '6', '7'],
  config: ['2', '3', '4', '5a', '5c', '6', '8', '9'],
};

/** The steps that a start skipped; undefined where it names neither them nor a preset of then. */
export function skippedAtStart(start: {
  readonly preset: string;
  readonly skipped?: readonly StepId[] | undefined;
}): readonly StepId[] | undefined {
  const { preset, skipped } = start;
  return skipped ?? (Object.hasOwn(FIRST_PRESETS, preset) ? FIRST_PRESETS[preset] : undefined);
}
