/** Reads a transcript's activity incrementally. */

import { NO_ACTIVITY } from '../../core/activity/activity.ts';
import type { Activity, ActivityFormat, ActivityReader } from '../../core/activity/activity.ts';
import type { TranscriptReader } from '../../core/meter/transcript-reader.ts';
import { readText } from '../files/safe-read.ts';
import { GrowingLines } from './growing-lines.ts';

/** For one transcript of any format. */
export interface ActivityCursor {
  /** Bytes read so far. */
  readonly bytesRead: number;
  /**
   * Reads what was added.
   *
   * @returns null if the transcript's layout doesn't reveal activity
   * @throws the system's error; NinefoldError file-too-large for a document
   */
  advance(): Promise<Activity | null>;
}

/**
 * Opens a cursor.
 *
 * @returns null if the agent's transcripts in this format don't reveal activity
 */
export function openActivity(
  path: string,
  form: TranscriptReader['form'],
  { lines, document }: ActivityFormat,
): ActivityCursor | null {
  if (form === 'lines') return lines === undefined ? null : new LinesCursor(path, lines);
  return document === undefined ? null : new DocumentCursor(path, document);
}

class LinesCursor implements ActivityCursor {
  readonly #lines: GrowingLines<ActivityReader>;

  constructor(path: string, begin: () => ActivityReader) {
    this.#lines = new GrowingLines(path, begin);
  }

  get bytesRead(): number {
    return this.#lines.bytesRead;
  }

  async advance(): Promise<Activity> {
    const reader = await this.#lines.advance();
    const last = this.#lines.unended;
    if (last === null) return reader.read();
    // The line may be complete without its line break, so it is read with a copy until that arrives.
    const ahead = reader.copy();
    ahead.feed(last);
    return ahead.read();
  }
}

class DocumentCursor implements ActivityCursor {
  readonly #path: string;
  readonly #read: (text: string) => Activity | null;
  #known: Activity = NO_ACTIVITY;
  #bytesRead = 0;

  constructor(path: string, read: (text: string) => Activity | null) {
    this.#path = path;
    this.#read = read;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  async advance(): Promise<Activity | null> {
    const text = await readText({ path: this.#path, kind: 'countedChat', follows: true });
    this.#bytesRead += text?.length ?? 0;
    const activity = this.#read(text ?? '');
    if (activity === null) return null;
    // Half written: keep the previous result until the next read.
    if (activity !== NO_ACTIVITY) this.#known = activity;
    return this.#known;
  }
}
