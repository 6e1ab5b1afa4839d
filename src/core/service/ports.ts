/** What `WorkflowService` needs from the outside world. Implemented in `node/`; tests supply their own. */

import type { CheckReader } from '../checks/check-run.ts';
import type { Redaction } from '../redaction/finding.ts';
import type { CommitLine, GitSince } from '../handoff/drift.ts';
import type { CurrentSession } from '../session/current-session.ts';
import type { NinefoldError } from '../errors.ts';
import type { Platform } from '../paths/paths.ts';
import type { WorkflowOverview } from '../workflow/overview.ts';
import type { FileFact } from '../workflow/facts.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import type { Pattern, WorkflowState } from '../workflow/state.ts';
import type { Rules } from '../rules/rules.ts';
import type { TrustedRules } from '../rules/trusted-rules.ts';

export interface Clock {
  /** Returns the time as ISO 8601 in UTC. */
  now(): string;
}

/** Overviews for a list of workflows, sorted by id; an unreadable journal doesn't hide the others. */
export interface OverviewList {
  readonly overviews: readonly WorkflowOverview[];
  readonly failures: readonly { readonly id: string; readonly error: NinefoldError }[];
}

/** The journals of one state root. */
export interface JournalPort {
  /** Lists the workflow ids, sorted. */
  listIds(): Promise<readonly string[]>;
  /** Reads the overview of every workflow; a journal is folded only if it has changed since. */
  readOverviews(): Promise<OverviewList>;
  /**
   * Reads the folded state; undefined if there is no such workflow.
   *
   * @throws state-damaged, state-newer
   */
  read(id: string): Promise<WorkflowState | undefined>;
  /**
   * Reads every event, oldest first.
   *
   * @throws as `read`; workflow-unknown
   */
  readEvents(id: string): Promise<readonly WorkflowEvent[]>;
  /** Tests whether git may have other histories of it: it is shared, and something was recorded since. */
  hasBranches(id: string): Promise<boolean>;
  /**
   * Appends and syncs if the journal is still at `revision` (0: it must not exist).
   *
   * @returns the new state; undefined if another writer was first, and nothing was changed
   */
  append(id: string, revision: number, events: readonly WorkflowEvent[]): Promise<WorkflowState | undefined>;
}

/** `sessions/current.json`. */
export interface SessionPort {
  /** The file's path, as shown to people. */
  readonly file: string;
  read(): Promise<CurrentSession>;
  /**
   * Changes it under the lock.
   *
   * @returns what was written
   */
  update(change: (session: CurrentSession) => CurrentSession): Promise<CurrentSession>;
}

export interface GitFacts {
  readonly branch: string | null;
  readonly commit: string | null;
  /** Changed and untracked files, relative to the workspace folder. */
  readonly uncommitted: readonly string[];
  /** Git couldn't list them (too many, or the disk is too slow): the list is empty, but there may be some. */
  readonly isUnlisted?: true;
}

/** What git knows about the work since a time. */
export interface GitWork {
  /** Uncommitted files that changed since, or are gone, relative to the workspace folder. */
  readonly changed: readonly string[];
  /** Number of commits in HEAD since. */
  readonly commits: number;
  /** The latest of them, newest first. */
  readonly newest: readonly CommitLine[];
}

/** A project as its manifests and code describe it. */
export interface ProjectFacts {
  readonly name: string;
  readonly stack: readonly string[];
  /** Found in the code at the last scan; excludes those that a person set. */
  readonly patterns: readonly Pattern[];
}

/** How absolute paths name the workspace folder. */
export interface FolderPlace {
  /** As opened, and without links. */
  readonly folders: readonly string[];
  readonly platform: Platform;
}

/** The workspace folder: read, and given new files; the user's files are never overwritten. */
export interface WorkspacePort {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Resolves the folder, to find paths of others in it. */
  place(): Promise<FolderPlace>;
  /**
   * Reads facts about files given relative to the folder.
   *
   * @throws path-outside if a link leads outside it
   */
  files(paths: readonly string[]): Promise<Readonly<Record<string, FileFact>>>;
  /** Reads git facts; null values without git or without commits. */
  git(): Promise<GitFacts>;
  /**
   * Reads what changed in git since a handoff.
   *
   * @param checks commits at which checks were run
   */
  gitSince(commit: string | null, checks: readonly string[]): Promise<GitSince>;
  /**
   * Reads what was done in git since a time (ISO 8601).
   *
   * @param git current facts, whose uncommitted files are dated
   */
  workSince(at: string, git: GitFacts): Promise<GitWork>;
  /** Tests whether an uncommitted file changed after a time (ISO 8601); false without git. */
  hasChangedSince(at: string): Promise<boolean>;
  /** Reads a file as committed; undefined if git doesn't have it. */
  fileAt(commit: string, path: string): Promise<string | undefined>;
  /** Digests the content of all files that git knows or doesn't ignore; null without git. A commit keeps it. */
  content(): Promise<string | null>;
  /** Reads the project's manifests, to recognize its checks. */
  checks(): Promise<CheckReader>;
  /** Describes the project cheaply, from manifests and the last scan; never scans the code. */
  project(): Promise<ProjectFacts>;
  /** Reads the project's own template with that file name; undefined if it has none. */
  readTemplate(name: string): Promise<string | undefined>;
  /**
   * Creates a file and its folders.
   *
   * @returns its SHA-256
   * @throws file-exists, path-outside, file-unwritable
   */
  createFile(path: string, text: string): Promise<string>;
  /**
   * Reads the folder's effective rules, with defaults filled in.
   *
   * @throws rules-invalid
   */
  rules(): Promise<Rules>;
  /**
   * Reads the effective rules and those that await acceptance.
   *
   * @throws rules-invalid
   */
  trustedRules(): Promise<HeldRules>;
}

/** The effective rules and those that await acceptance. */
export interface HeldRules extends TrustedRules {
  /** Why the accepted rules can't be read, in which case none count as accepted; null if they can. */
  readonly failure: NinefoldError | null;
}

/** An export: its path relative to the state root, and its text for a given time of generation. */
export interface ExportFile {
  readonly path: string;
  readonly text: (generatedAt: string) => string;
}

/** The derived files of one state root. */
export interface ExportPort {
  /** Absolute path of the state root (`…/.claude`). */
  readonly root: string;
  /** Names a file of the state root in documents: relative to the workspace folder if it is inside. */
  pathForReaders(path: string): string;
  /**
   * Makes the files under the lock and atomically replaces those that differ in more than the time.
   *
   * @param make called inside the lock, so that it sees the newest state
   * @returns the written paths
   */
  write(make: () => Promise<readonly ExportFile[]>): Promise<readonly string[]>;
  /**
   * Writes the handoff of a workflow; archives the previous one under its own time and session, unless they are the same.
   *
   * @param previous what is known about the previous one; null if nothing is
   * @param isCurrent called once no one else can write: tests whether the text is still up to date
   * @returns whether the file has the text, which it doesn't if that is outdated
   */
  writeHandoff(
    id: string,
    text: string,
    previous: HandoffLabel | null,
    isCurrent?: () => Promise<boolean>,
  ): Promise<boolean>;
  /**
   * Returns the path of a workflow's newest handoff, relative to the root.
   *
   * @throws workflow-id-invalid
   */
  handoffPath(id: string): string;
  readHandoff(id: string): Promise<string | undefined>;
  /** Changes the newest handoff in place; does nothing if there is none or the text stays the same. */
  changeHandoff(id: string, change: (text: string) => string): Promise<void>;
  /** Lists the handoffs of a workflow, newest first; without an id, those of all workflows. */
  listHandoffs(id?: string): Promise<readonly HandoffFile[]>;
}

/** An edited export: it differs from what Ninefold wrote, and no one has handled the edit yet. */
export interface EditedExport {
  /** Relative to the state root, as named in the core. */
  readonly path: string;
  readonly text: string;
  /** Git has this very text for this path: a checkout or merge wrote it. */
  readonly isFromGit: boolean;
}

/** Edits of exports. An edit that isn't accepted is kept whole in `state/edits/`. */
export interface EditPort {
  /** Finds the edits of these exports, by path relative to the root. */
  find(paths: readonly string[]): Promise<readonly EditedExport[]>;
  /**
   * Copies the edit to `state/edits/` and lets the export be written again.
   *
   * @returns the copy's path relative to the root; undefined if another process handled the edit or the file changed
   *   again, in which case the caller must not act on it
   */
  keep(edit: EditedExport): Promise<string | undefined>;
  /** Removes a copy: all of it was accepted. */
  release(kept: string): Promise<void>;
  /** Accepts an edit that changes nothing (a comment, an order) as the new export. */
  adopt(edit: EditedExport): Promise<void>;
}

/** When a handoff was written (ISO 8601), and in which agent session, if known. */
export interface HandoffLabel {
  readonly at: string;
  readonly session: string | null;
}

export interface HandoffFile {
  readonly id: string;
  /** Relative to the state root. */
  readonly path: string;
  readonly isCurrent: boolean;
  /** When it was written (ISO 8601). */
  readonly at: string;
}

/** Ninefold's own trash, `state/trash/`: deleted files can be moved back by hand. */
export interface TrashPort {
  /**
   * Moves files of the state root under the lock; skips missing ones.
   *
   * @param name folder name in the trash
   * @param paths relative to the root
   * @returns the folder in the trash, relative to the root
   */
  take(name: string, paths: readonly string[]): Promise<string>;
}

/** Whether git carries the state. */
export interface SharingPort {
  isShared(): Promise<boolean>;
  /** Returns the person's name in git for an event of shared state; null for private state, or without a name. */
  author(): Promise<string | null>;
}

/** Removes secrets from a text. */
export interface RedactorPort {
  redact(text: string): Promise<Redaction>;
  /** Saves what was found, so that the next process needs no patterns. Call it only if writing is allowed. */
  keep(): Promise<void>;
}

export interface Ports {
  readonly clock: Clock;
  /** Makes a ULID that is greater than all before it. */
  readonly newId: () => string;
  readonly journals: JournalPort;
  readonly session: SessionPort;
  readonly workspace: WorkspacePort;
  readonly exports: ExportPort;
  readonly edits: EditPort;
  readonly trash: TrashPort;
  readonly redactor: RedactorPort;
  readonly sharing: SharingPort;
}
