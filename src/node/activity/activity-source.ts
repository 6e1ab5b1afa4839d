/** What agents did, from their transcripts: the only source for every surface, which enforces the rule `activity`. */

import { stat } from 'node:fs/promises';

import { NO_ACTIVITY } from '../../core/activity/activity.ts';
import type { SessionActivity } from '../../core/activity/activity.ts';
import { requireActivity } from '../../core/activity/activity-rule.ts';
import { ACTIVITY_FORMATS } from '../../core/agents/activity-formats.ts';
import { agentName } from '../../core/agents/agents.ts';
import { readerByContent } from '../agents/reader-by-content.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { Rules } from '../../core/rules/rules.ts';
import { meteredAgent } from '../agents/agents.ts';
import { ifReadable } from '../files/optional-file.ts';
import { idOfTranscript, readable } from '../meter/named-transcript.ts';
import { recognizeAgent } from '../meter/recognize-agent.ts';
import { openActivity } from './activity-cursor.ts';
import type { ActivityCursor } from './activity-cursor.ts';
import { StoreActivityCursor } from './store-activity.ts';
import { RecentMap } from './recent-map.ts';

export interface ActivityQuestion {
  /** Absolute path. */
  readonly transcript: string;
  /** The transcript's agent; null to recognize it from the content. */
  readonly agent: string | null;
  /** The folder's rule. */
  readonly rule: Rules['activity'];
}

/** Number of transcripts to keep; the one used least recently is read again from the start. */
const MOST_CURSORS = 16;

/** Reads incrementally: what was read of a transcript is kept in this process only. */
export class ActivitySource {
  readonly #cursors = new RecentMap<string, { readonly agent: string; readonly cursor: ActivityCursor }>(
    MOST_CURSORS,
  );
  #bytesRead = 0;

  /** Bytes read of transcripts so far. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  /**
   * Reads the activity of a session.
   *
   * @throws NinefoldError `activity-off` before anything is opened; `agent-unknown`, `activity-untold`,
   *   `transcript-missing`, `transcript-unreadable`, `transcript-compressed`, `transcript-unrecognized`,
   *   `file-too-large`
   */
  async read({ transcript, agent: named, rule }: ActivityQuestion): Promise<SessionActivity> {
    requireActivity(rule);
    const known = this.#cursors.get(transcript);
    const name = named ?? known?.agent ?? (await readable(transcript, recognizeAgent))?.id ?? null;
    if (name === null) return { ...NO_ACTIVITY, agent: null, sessionId: idOfTranscript(transcript) };
    const cursor = known?.agent === name ? known.cursor : await cursorOf(transcript, name);
    const before = cursor.bytesRead;
    const activity = await readable(transcript, () => cursor.advance());
    this.#bytesRead += cursor.bytesRead - before;
    if (activity === null) throw untold(name);
    this.#cursors.set(transcript, { agent: name, cursor });
    const { sessionIdOf, readTodos } = await meteredAgent(name);
    const own = sessionIdOf?.(transcript) ?? idOfTranscript(transcript);
    const todos = (await readTodos?.(transcript)) ?? activity.todos;
    return { ...activity, todos, agent: name, sessionId: activity.sessionId ?? own };
  }
}

async function cursorOf(transcript: string, name: string): Promise<ActivityCursor> {
  const agent = await meteredAgent(name);
  const format = ACTIVITY_FORMATS.get(name);
  if (format?.parts !== undefined && agent.store?.holds(transcript) === true)
    return new StoreActivityCursor(transcript, agent.store, format.parts);
  const { form } = await readerByContent(transcript, agent);
  const file = agent.activityFileOf?.(transcript) ?? transcript;
  const isThere = file === transcript || (await ifReadable(stat(file))) !== null;
  const cursor = format === undefined ? null : openActivity(isThere ? file : transcript, form, format);
  if (cursor === null) throw untold(name);
  return cursor;
}

function untold(agent: string): NinefoldError {
  return new NinefoldError('activity-untold', { agent: agentName(agent) });
}
