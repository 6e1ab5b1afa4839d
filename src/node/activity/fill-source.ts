/** What fills the window of a session, read incrementally: what was read is kept in this process only. */

import { requireActivity } from '../../core/activity/activity-rule.ts';
import { FILL_FORMATS } from '../../core/agents/fill-formats.ts';
import type { FillReader, WindowFill } from '../../core/meter/window-fill.ts';
import { readable } from '../meter/named-transcript.ts';
import type { ActivityQuestion } from './activity-source.ts';
import { GrowingLines } from './growing-lines.ts';
import { RecentMap } from './recent-map.ts';

/** Number of transcripts to keep; the one used least recently is read again from the start. */
const MOST_CURSORS = 4;

export class FillSource {
  readonly #cursors = new RecentMap<string, GrowingLines<FillReader>>(MOST_CURSORS);

  /**
   * Reads what was added since the last time.
   *
   * @returns null if the agent's transcripts don't reveal it, or there's no call yet
   * @throws NinefoldError `activity-off` before anything is opened; `transcript-missing`, `transcript-unreadable`
   */
  async read({ transcript, agent, rule }: ActivityQuestion): Promise<WindowFill | null> {
    requireActivity(rule);
    const format = FILL_FORMATS.get(agent ?? '');
    if (format === undefined) return null;
    const { begin, markers } = format;
    const lines = this.#cursors.get(transcript) ?? new GrowingLines(transcript, begin, markers);
    this.#cursors.set(transcript, lines);
    return (await readable(transcript, () => lines.advance())).read();
  }
}
