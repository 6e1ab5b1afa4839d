/** Where Cline cuts a conversation. Source: Cline's own limits; for a window of 200,000 also seen. */

/** Room that Cline keeps free in windows of these sizes. */
const ROOM: Readonly<Record<number, number>> = { 64_000: 27_000, 128_000: 30_000 };
const USUAL_ROOM = 40_000;
/** It never cuts below this share of any other window. */
const LOWEST_SHARE = 0.8;

/** Share of the window at which it summarizes instead, if the user chose that. */
export const SUMMARY_SHARE = 0.75;

/**
 * Returns the tokens at which Cline cuts or summarizes the conversation.
 *
 * @param summaryShare share of the window at which it summarizes; null if it only cuts
 * @example clineCompactsAt(200000, null) // 160000
 */
export function clineCompactsAt(window: number, summaryShare: number | null): number {
  const room = ROOM[window];
  const cut =
    room === undefined ? Math.max(window - USUAL_ROOM, Math.floor(window * LOWEST_SHARE)) : window - room;
  return summaryShare === null ? cut : Math.min(cut, Math.floor(window * summaryShare));
}
