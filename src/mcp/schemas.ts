/** Shared tool parameters. */

import * as z from 'zod';

import { PHASE_RANGE } from '../core/workflow/phases.ts';
import { PRESET_NAMES } from '../core/workflow/presets.ts';

export const workflow = z.string().optional().describe('Workflow id. Default: the active workflow.');

export const phase = z.string().optional().describe(`${PHASE_RANGE}. Default: the current phase.`);

export const reason = z.string().describe('Reason, in one line.');

export const preset = z
  .enum(PRESET_NAMES)
  .optional()
  .describe('Phases to skip from the start. Default: full.');
