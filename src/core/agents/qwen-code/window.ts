/** Where Qwen Code compresses a chat. Source: its own thresholds, also seen in its `/context`. */

/** Share of the window at which it compresses a large one. */
const SHARE = 0.85;
/** Room for the summary and the round trip, which decides for smaller windows. */
const ROOM = 33_000;

/**
 * Returns the tokens at which Qwen Code compresses automatically.
 *
 * @example qwenCodeCompactsAt(128000) // 95000
 */
export function qwenCodeCompactsAt(window: number): number {
  const proportional = Math.floor(window * SHARE);
  return window > ROOM ? Math.min(proportional, window - ROOM) : proportional;
}
