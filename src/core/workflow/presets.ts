/** Presets: which steps a kind of work skips from the start. Each skip can be taken back by *reopen*. */

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
