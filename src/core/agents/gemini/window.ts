/** A Gemini CLI session's window, and where it compresses. Source: Gemini CLI 0.61. */

import type { WindowResolution } from '../../meter/reading.ts';
import type { TranscriptState } from '../../meter/transcript-reader.ts';
import { type GivenWindow, ruledWindow } from '../../meter/window.ts';

/** Of every Gemini model. */
const GEMINI_WINDOW = 1_048_576;
const GEMMA_WINDOW = 256_000;

/** Share of the window at which Gemini CLI compresses by default. */
export const COMPRESSION_THRESHOLD = 0.5;

/** In this order: the reported window, the setting or rule, that of the model. */
export function geminiWindow(
  { model }: Pick<TranscriptState, 'model'>,
  { reported, given, rules }: GivenWindow,
): WindowResolution {
  if (reported !== null) return { window: reported, windowSource: 'reported' };
  const set = given ?? ruledWindow(model, rules);
  if (set !== null) return { window: set, windowSource: 'setting' };
  const isGemma = model?.toLowerCase().startsWith('gemma-') === true;
  return { window: isGemma ? GEMMA_WINDOW : GEMINI_WINDOW, windowSource: 'model' };
}

/**
 * Returns the tokens at which Gemini CLI compresses; null if it never does.
 *
 * @param threshold share of the window, as in its settings
 * @example geminiCompactsAt(1048576, 0.5) // 524288
 */
export function geminiCompactsAt(window: number, threshold: number): number | null {
  return threshold > 0 && threshold < 1 ? Math.ceil(window * threshold) : null;
}
