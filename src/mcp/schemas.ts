/** Shared tool parameters. */

import * as z from 'zod';

import { PRESET_NAMES } from '../core/workflow/presets.ts';

export const workflow = z.string().optional().describe('Workflow id. Default: the active workflow.');

export const phase = z.string().optional().describe('1 to 9, or 5a, 5b, 5c. Default: the current phase.');

export const reason = z.string().describe('Reason, in one line.');

export const preset = z
  .enum(PRESET_NAMES)
  .optional()
  .describe('Phases to skip from the start. Default: full.');
