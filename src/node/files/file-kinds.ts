/** Maximum size of each kind of file, in bytes. A larger file isn't ours, or is malicious. */

const KB = 1024;
const MB = 1024 * KB;

export const MAX_BYTES = {
  /** `ninefold.json` */
  rules: MB,
  /** Our own small records: session, written exports, origin, projects, connections, ignore rules. */
  record: 4 * MB,
  /** What is made from a journal: exports, snapshots, handoffs, edits. As large as the journal may be. */
  derived: 64 * MB,
  /** `context/project-cache.json` and the generated files for people. */
  cache: 16 * MB,
  /** Record and plan of an agent task. */
  task: 4 * MB,
  /** What recovery searches, wherever it is. */
  recovery: 32 * MB,
  /** What a recovered workflow replaces, which is kept, whatever it is. */
  backup: 256 * MB,
  /** A document of the workspace from which only a line is needed. */
  document: 4 * MB,
  /** package.json and the like. */
  manifest: MB,
  /** Files of git that contain a path. */
  gitPointer: 64 * KB,
  /** Git's private exclude file. */
  exclude: 4 * MB,
  /** Git's index. */
  gitIndex: 256 * MB,
  /** Settings of agents, to be changed. */
  settings: 4 * MB,
  /** Settings and lists of other programs, from which a few fields are read. */
  fields: MB,
  /** Registrations of sessions, and stored status line input. */
  registration: 256 * KB,
  /** Chats in a single JSON document. */
  chat: 8 * MB,
  /** The same when all calls are counted, in a worker. */
  countedChat: 64 * MB,
  /** Cached usage of transcripts, in the user's cache folder. */
  usage: 256 * MB,
} as const;

export type FileKind = keyof typeof MAX_BYTES;

/**
 * Formats a number of bytes: `64 MB`.
 *
 * @param bytes a whole number of kilobytes
 */
export function sizeWords(bytes: number): string {
  return bytes < MB ? `${bytes / KB} KB` : `${bytes / MB} MB`;
}
