/** Parameters that several tools share. */

import * as z from 'zod';

import { PRESET_NAMES } from '../core/workflow/presets.ts';

export const workflow = z
  .string()
  .optional()
  .describe('Id of the workflow; the active one where it is left out.');

export const phase = z
  .string()
  .optional()
  .describe('1 to 9, or 5a, 5b, 5c; the current one where it is left out.');

export const reason = z.string().describe('Why, in one line.');

export const preset = z
  .enum(PRESET_NAMES)
  .optional()
  .describe('Which phases are skipped from the start; full where it is left out.');
