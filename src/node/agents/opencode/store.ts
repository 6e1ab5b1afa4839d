/** Sessions in OpenCode's database, and in those of its descendants. A transcript is named `<database>#<session>`. */

import {
  compactionOf,
  isAnswerText,
  isQuestion,
  ownTitle,
  spendingOfMessages,
  stateOfMessages,
  type StoredMessage,
} from '../../../core/agents/opencode/messages.ts';
import type { SpendingStep } from '../../../core/meter/spending.ts';
import { asTime } from '../../../core/json-fields.ts';
import { EMPTY_TRANSCRIPT } from '../../../core/meter/transcript-reader.ts';
import { type Fields, newestRows, rowsWith } from '../../../core/sqlite/query.ts';
import type { Value } from '../../../core/sqlite/record.ts';
import { stampOfFiles, statFiles } from '../../files/stat-files.ts';
import { askDatabase, databaseFiles, type Snapshot } from '../../sqlite/database.ts';
import type { PartsQuestion, PartsReading, SessionStore, StoreReading } from '../agent.ts';

/** Maximum number of sessions to list, those added last first. */
const MAX_SESSIONS = 1000;
/** Number of the newest messages that a reading needs, for its turns. */
const MAX_MESSAGES = 96;
/** Bytes of pages for a whole session. */
const WHOLE = 256 * 1024 * 1024;
/** Longest text of an answer: what it says is elsewhere. A question may contain whole differences of files. */
const LONGEST_ANSWER = 64 * 1024;
/** Longest text of a call: a file that it writes is in it, and its difference. */
const LONGEST_PART = 4 * 1024 * 1024;
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
  parts(transcript, question) {
    const { database, session } = placeOf(transcript);
    return askDatabase(database, (snapshot) => partsIn(snapshot, session, question), WHOLE);
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
      const row = sessionRow(snapshot, session);
      return row === undefined ? null : stateIn(snapshot, session, row, isWhole);
    },
    isWhole ? WHOLE : undefined,
  );
  if (answer === null) return null;
  const { state, updatedAt } = answer.value ?? { state: EMPTY_TRANSCRIPT, updatedAt: 0 };
  return { state, modifiedAt: updatedAt, bytesRead: answer.bytesRead };
}

function sessionRow({ pages, schema }: Snapshot, session: string): Fields | undefined {
  const [row] = rowsWith(pages, schema, {
    table: 'session',
    columns: ['directory', 'version', 'title', 'revert', 'time_updated'],
    longest: LONGEST_ANSWER,
    column: 'id',
    value: session,
  });
  return row;
}

/** What was taken back stays in the table until the next question. */
function takenBackFrom(row: Fields): string | null {
  return /"messageID"\s*:\s*"([\w-]+)"/.exec(text(row.revert) ?? '')?.[1] ?? null;
}

function stateIn(
  snapshot: Snapshot,
  session: string,
  row: Fields,
  isWhole: boolean,
): { readonly state: StoreReading['state']; readonly updatedAt: number } {
  const revertedFrom = takenBackFrom(row);
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
): Generator<StoredMessage, void> {
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

function partsIn(snapshot: Snapshot, session: string, { stepOf, known }: PartsQuestion): PartsReading | null {
  const row = sessionRow(snapshot, session);
  if (row === undefined) return null;
  const revertedFrom = takenBackFrom(row);
  const questions = new Questions(messagesFromEnd(snapshot, session, null));
  const steps: PartsReading['steps'][number][] = [];
  let isContinued = false;
  const wanted = {
    table: 'part',
    columns: ['id', 'message_id', 'time_created', 'data'],
    longest: LONGEST_PART,
  };
  for (const part of rowsWith(snapshot.pages, snapshot.schema, {
    ...wanted,
    column: 'session_id',
    value: session,
  })) {
    const [id, message] = [text(part.id), text(part.message_id)];
    isContinued = id !== null && id === known;
    if (isContinued) break;
    if (id === null || message === null || (revertedFrom !== null && message >= revertedFrom)) continue;
    const isAsked = (): boolean => questions.has(message);
    steps.push({ id, step: stepOf({ data: text(part.data), at: asTime(part.time_created), isAsked }) });
  }
  const head = {
    sessionId: session,
    cwd: text(row.directory),
    title: ownTitle(text(row.title)),
    todos: todosIn(snapshot, session),
  };
  return { head, steps: steps.reverse(), isContinued, takenBackFrom: revertedFrom };
}

/** Finds messages to the agent, and reads no more of the others than it takes. */
class Questions {
  readonly #messages: Generator<StoredMessage, void>;
  readonly #known = new Map<string, boolean>();

  constructor(messages: Generator<StoredMessage, void>) {
    this.#messages = messages;
  }

  has(id: string): boolean {
    while (!this.#known.has(id)) {
      const next: IteratorResult<StoredMessage, void> = this.#messages.next();
      if (next.done === true) return false;
      this.#known.set(next.value.id, isQuestion(next.value));
    }
    return this.#known.get(id) === true;
  }
}

function todosIn({ pages, schema }: Snapshot, session: string): PartsReading['head']['todos'] {
  const rows = rowsWith(pages, schema, {
    table: 'todo',
    columns: ['content', 'status', 'position'],
    longest: LONGEST_ANSWER,
    column: 'session_id',
    value: session,
  });
  const places = [...rows].map((row) => ({
    row,
    place: typeof row.position === 'number' ? row.position : 0,
  }));
  const sorted = places.toSorted((one, other) => one.place - other.place);
  return sorted.map(({ row }) => ({ text: row.content, status: row.status }));
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
