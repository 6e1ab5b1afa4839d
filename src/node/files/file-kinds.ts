/** How much of each kind of file is read, in bytes. What is larger is none of ours, or was made to hurt. */

const KB = 1024;
const MB = 1024 * KB;

export const MAX_BYTES = {
  /** `ninefold.json` */
  rules: MB,
  /** Small records of ours: the session, the exports that were written, origin, projects, connections, ignore rules. */
  record: 4 * MB,
  /** What is made of a journal: exports, snapshots, handoffs, edits. As large as the journal may be. */
  derived: 64 * MB,
  /** `context/project-cache.json` and what is written for people beside it. */
  cache: 16 * MB,
  /** Record and plan of an agent task. */
  task: 4 * MB,
  /** What recovery looks into, wherever it lies. */
  recovery: 32 * MB,
  /** What stands in the place of a recovered workflow, and is kept: whatever may have been made of it. */
  backup: 256 * MB,
  /** A document of the workspace of which only a line is wanted. */
  document: 4 * MB,
  /** package.json and the like. */
  manifest: MB,
  /** Files of git that name a path. */
  gitPointer: 64 * KB,
  /** Git's private exclude file. */
  exclude: 4 * MB,
  /** Git's list of what it tracks. */
  gitIndex: 256 * MB,
  /** Settings of agents, which are changed. */
  settings: 4 * MB,
  /** Settings and lists of other programs, of which a few fields are read. */
  fields: MB,
  /** Registrations of sessions, and what a status line stored. */
  registration: 256 * KB,
  /** Chats that are one JSON document. */
  chat: 8 * MB,
  /** The same where all calls are counted, in a worker. */
  countedChat: 64 * MB,
  /** What was read of transcripts, kept in the user's cache folder. */
  usage: 256 * MB,
} as const;

export type FileKind = keyof typeof MAX_BYTES;

/** A number of bytes as people say it: `64 MB`. @param bytes a whole number of kilobytes */
export function sizeWords(bytes: number): string {
  return bytes < MB ? `${bytes / KB} KB` : `${bytes / MB} MB`;
}
