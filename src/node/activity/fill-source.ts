/** What fills the window of a session, read incrementally: what was read is kept in this process only. */

import { requireActivity } from '../../core/activity/activity-rule.ts';
import { FILL_FORMATS } from '../../core/agents/fill-formats.ts';
import type { FillFormat, FillReader, WindowFill } from '../../core/meter/window-fill.ts';
import { GrowingFile } from '../files/growing-file.ts';
import { LineFeeder } from '../meter/line-feeder.ts';
import { readable } from '../meter/named-transcript.ts';
import type { ActivityQuestion } from './activity-source.ts';

/** Number of transcripts to keep; the one used least recently is read again from the start. */
const MOST_CURSORS = 4;

export class FillSource {
  readonly #cursors = new Map<string, FillCursor>();

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
    const cursor = this.#cursors.get(transcript) ?? new FillCursor(transcript, format);
    // Reinserted, so that the first one is the least recently used.
    this.#cursors.delete(transcript);
    this.#cursors.set(transcript, cursor);
    const [oldest] = this.#cursors.keys();
    if (this.#cursors.size > MOST_CURSORS && oldest !== undefined) this.#cursors.delete(oldest);
    return readable(transcript, () => cursor.advance());
  }
}

class FillCursor {
  readonly #file: GrowingFile;
  readonly #format: FillFormat;
  #reader: FillReader;
  #feeder: LineFeeder<FillReader>;

  constructor(path: string, format: FillFormat) {
    this.#file = new GrowingFile(path);
    this.#format = format;
    this.#reader = format.begin();
    this.#feeder = this.#feederOf(this.#reader);
  }

  async advance(): Promise<WindowFill | null> {
    await this.#file.advance({
      restart: () => {
        this.#reader = this.#format.begin();
        this.#feeder = this.#feederOf(this.#reader);
      },
      take: (bytes) => this.#feeder.feed(bytes),
    });
    return this.#reader.read();
  }

  #feederOf(reader: FillReader): LineFeeder<FillReader> {
    const feed = (_: FillReader, line: string): FillReader => {
      reader.feed(line);
      return reader;
    };
    return new LineFeeder({ markers: this.#format.markers, feed }, reader);
  }
}
