/** Sessions in OpenCode's database, and in those of its descendants. A transcript is named `<database>#<session>`. */

import {
  compactionOf,
  isAnswerText,
  spendingOfMessages,
  stateOfMessages,
  type StoredMessage,
} from '../../../core/agents/opencode/messages.ts';
import type { SpendingStep } from '../../../core/meter/spending.ts';
import { EMPTY_TRANSCRIPT } from '../../../core/meter/transcript-reader.ts';
import { type Fields, newestRows, rowsWith } from '../../../core/sqlite/query.ts';
import type { Value } from '../../../core/sqlite/record.ts';
import { stampOfFiles, statFiles } from '../../files/stat-files.ts';
import { askDatabase, databaseFiles, type Snapshot } from '../../sqlite/database.ts';
import type { SessionStore, StoreReading } from '../agent.ts';

/** Maximum number of sessions to list, those added last first. */
const MAX_SESSIONS = 1000;
/** Number of the newest messages that a reading needs, for its turns. */
const MAX_MESSAGES = 96;
/** Bytes of pages for a whole session. */
const WHOLE = 256 * 1024 * 1024;
/** Longest text of an answer: what it says is elsewhere. A question may contain whole differences of files. */
const LONGEST_ANSWER = 64 * 1024;
const MARK = '.db#';

/** A session as it's listed. */
export interface SessionRow {
  readonly id: string;
  readonly parentId: string | null;
  readonly cwd: string;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly isArchived: boolean;
}

export const openCodeStore: SessionStore = {
  holds: (transcript) => transcript.includes(MARK),
  filesOf: (transcript) => databaseFiles(placeOf(transcript).database),
  read: readSession,
  async spendings(transcript) {
    const { database, session } = placeOf(transcript);
    const answer = await askDatabase(
      database,
      (snapshot) => {
        const messages = [...messagesFromEnd(snapshot, session, null)].reverse();
        const [row] = sessionsIn(snapshot, session);
        return { messages, cwd: row?.cwd ?? null };
      },
      WHOLE,
    );
    if (answer === null) return null;
    const step: SpendingStep = spendingOfMessages(answer.value.messages);
    return { ...step, context: { ...step.context, cwd: answer.value.cwd } };
  },
};

export function transcriptOf(database: string, session: string): string {
  return `${database}#${session}`;
}

function placeOf(transcript: string): { readonly database: string; readonly session: string } {
  const at = transcript.lastIndexOf(MARK) + MARK.length;
  return { database: transcript.slice(0, at - 1), session: transcript.slice(at) };
}

interface KnownList {
  readonly stamp: string;
  readonly sessions: readonly SessionRow[];
}

/** Cached lists, which every search asks for. */
const lists = new Map<string, KnownList>();

/** Lists the sessions of a database; none if it can't be read and never was. */
export async function listSessionRows(database: string): Promise<readonly SessionRow[]> {
  const stamp = stampOfFiles(await statFiles(databaseFiles(database)));
  const known = lists.get(database);
  if (known?.stamp === stamp) return known.sessions;
  const answer = await askDatabase(database, (snapshot) => sessionsIn(snapshot));
  if (answer === null) return known?.sessions ?? [];
  lists.set(database, { stamp, sessions: answer.value });
  return answer.value;
}

function sessionsIn({ pages, schema }: Snapshot, id: string | null = null): readonly SessionRow[] {
  const wanted = {
    table: 'session',
    columns: ['id', 'parent_id', 'directory', 'time_updated', 'time_archived'],
    longest: LONGEST_ANSWER,
  };
  const rows =
    id === null
      ? newestRows(pages, schema, wanted)
      : rowsWith(pages, schema, { ...wanted, column: 'id', value: id });
  const sessions: SessionRow[] = [];
  for (const row of rows) {
    if (sessions.length === MAX_SESSIONS) break;
    const [own, cwd] = [text(row.id), text(row.directory)];
    if (own === null || cwd === null) continue;
    const updatedAt = typeof row.time_updated === 'number' ? row.time_updated : 0;
    const isArchived = typeof row.time_archived === 'number';
    sessions.push({ id: own, parentId: text(row.parent_id), cwd, updatedAt, isArchived });
  }
  return sessions;
}

async function readSession(transcript: string, isWhole: boolean): Promise<StoreReading | null> {
  const { database, session } = placeOf(transcript);
  const answer = await askDatabase(
    database,
    (snapshot) => {
      const [row] = rowsWith(snapshot.pages, snapshot.schema, {
        table: 'session',
        columns: ['directory', 'version', 'title', 'revert', 'time_updated'],
        longest: LONGEST_ANSWER,
        column: 'id',
        value: session,
      });
      return row === undefined ? null : stateIn(snapshot, session, row, isWhole);
    },
    isWhole ? WHOLE : undefined,
  );
  if (answer === null) return null;
  const { state, updatedAt } = answer.value ?? { state: EMPTY_TRANSCRIPT, updatedAt: 0 };
  return { state, modifiedAt: updatedAt, bytesRead: answer.bytesRead };
}

function stateIn(
  snapshot: Snapshot,
  session: string,
  row: Fields,
  isWhole: boolean,
): { readonly state: StoreReading['state']; readonly updatedAt: number } {
  // What was taken back stays in the table until the next question.
  const revertedFrom = /"messageID"\s*:\s*"([\w-]+)"/.exec(text(row.revert) ?? '')?.[1] ?? null;
  const newest = messagesFromEnd(snapshot, session, isWhole ? null : MAX_MESSAGES);
  const messages = [...newest].reverse().filter(({ id }) => revertedFrom === null || id < revertedFrom);
  const head = {
    id: session,
    cwd: text(row.directory) ?? '',
    version: text(row.version),
    title: text(row.title),
  };
  const state = stateOfMessages(head, messages, (message) => isAutomaticIn(snapshot, message));
  return { state, updatedAt: typeof row.time_updated === 'number' ? row.time_updated : 0 };
}

function* messagesFromEnd(
  { pages, schema }: Snapshot,
  session: string,
  most: number | null,
): Generator<StoredMessage> {
  const rows = rowsWith(pages, schema, {
    table: 'message',
    columns: ['id', 'data'],
    longest: LONGEST_ANSWER,
    column: 'session_id',
    value: session,
  });
  let count = 0;
  for (const row of rows) {
    if (count === most) return;
    count += 1;
    const [id, data] = [text(row.id), text(row.data)];
    if (id !== null) yield { id, data: data !== null && isAnswerText(data) ? data : null };
  }
}

/** A part of the question for the summary says it. */
function isAutomaticIn({ pages, schema }: Snapshot, message: string): boolean | null {
  const parts = rowsWith(pages, schema, {
    table: 'part',
    columns: ['data'],
    longest: LONGEST_ANSWER,
    column: 'message_id',
    value: message,
  });
  for (const { data } of parts) {
    const found = compactionOf(text(data ?? null) ?? '');
    if (found !== null) return found;
  }
  return null;
}

function text(value: Value | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
