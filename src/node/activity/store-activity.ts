/** Reads the activity of a session in an agent's database: what was known to have ended isn't read again. */

import { stat } from 'node:fs/promises';

import {
  type Activity,
  NO_ACTIVITY,
  type PartsFormat,
  type PartsReader,
} from '../../core/activity/activity.ts';
import type { PartsReading, SessionStore } from '../agents/agent.ts';
import { stampOfFiles, statFiles } from '../files/stat-files.ts';
import type { ActivityCursor } from './activity-cursor.ts';

export class StoreActivityCursor implements ActivityCursor {
  readonly #path: string;
  readonly #store: SessionStore;
  readonly #format: PartsFormat;
  /** Everything up to the first part that may be written again. */
  #ended: PartsReader;
  #lastEnded: string | null = null;
  #takenBackFrom: string | null = null;
  #stamp = '';
  #known: Activity = NO_ACTIVITY;
  bytesRead = 0;

  constructor(path: string, store: SessionStore, format: PartsFormat) {
    this.#path = path;
    this.#store = store;
    this.#format = format;
    this.#ended = format.begin();
  }

  async advance(): Promise<Activity> {
    const files = this.#store.filesOf(this.#path);
    // A database that is gone is an error; one that is being written is read the next time.
    for (const file of files.slice(0, 1)) await stat(file);
    const stamp = stampOfFiles(await statFiles(files));
    if (stamp === this.#stamp) return this.#known;
    const read = await this.#readParts();
    if (read === null) return this.#known;
    this.#stamp = stamp;
    this.#known = read === 'absent' ? NO_ACTIVITY : this.#take(read);
    return this.#known;
  }

  async #readParts(): Promise<PartsReading | 'absent' | null> {
    const read = await this.#ask(this.#lastEnded);
    const isOther =
      read !== null && read !== 'absent' && read.isContinued && read.takenBackFrom !== this.#takenBackFrom;
    return isOther ? this.#ask(null) : read;
  }

  async #ask(known: string | null): Promise<PartsReading | 'absent' | null> {
    const answer = await this.#store.parts(this.#path, { stepOf: this.#format.stepOf, known });
    this.bytesRead += answer?.bytesRead ?? 0;
    return answer === null ? null : (answer.value ?? 'absent');
  }

  #take({ head, steps, isContinued, takenBackFrom }: PartsReading): Activity {
    if (!isContinued) {
      this.#ended = this.#format.begin();
      this.#lastEnded = null;
    }
    this.#takenBackFrom = takenBackFrom;
    const open = steps.findIndex(({ step }) => step.kind === 'open');
    const ended = open < 0 ? steps : steps.slice(0, open);
    for (const { id, step } of ended) {
      this.#ended.take(step);
      this.#lastEnded = id;
    }
    if (open < 0) return this.#ended.read(head);
    const ahead = this.#ended.copy();
    for (const { step } of steps.slice(open)) ahead.take(step);
    return ahead.read(head);
  }
}
