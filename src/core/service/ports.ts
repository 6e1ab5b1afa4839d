/** What `WorkflowService` needs of the world. `node/` supplies it; a test supplies its own. */

import type { Redaction } from '../redaction/finding.ts';
import type { GitSince } from '../handoff/drift.ts';
import type { CurrentSession } from '../session/current-session.ts';
import type { NinefoldError } from '../errors.ts';
import type { WorkflowOverview } from '../workflow/overview.ts';
import type { FileFact } from '../workflow/facts.ts';
import type { WorkflowEvent } from '../workflow/events.ts';
import type { Pattern, WorkflowState } from '../workflow/state.ts';
import type { Rules } from '../rules/rules.ts';
import type { TrustedRules } from '../rules/trusted-rules.ts';

export interface Clock {
  /** The time as ISO 8601 in UTC. */
  now(): string;
}

/** What a list of workflows shows, each by id; a journal that can't be read doesn't hide the others. */
export interface OverviewList {
  readonly overviews: readonly WorkflowOverview[];
  readonly failures: readonly { readonly id: string; readonly error: NinefoldError }[];
}

/** The journals of one state root. */
export interface JournalPort {
  /** Ids of the workflows, sorted. */
  listIds(): Promise<readonly string[]>;
  /** Every workflow as a list shows it, without folding a journal that is as it was when it was folded last. */
  readOverviews(): Promise<OverviewList>;
  /** The folded state; undefined where there is no such workflow. @throws state-damaged, state-newer */
  read(id: string): Promise<WorkflowState | undefined>;
  /** Every event, oldest first. @throws as `read`; workflow-unknown */
  readEvents(id: string): Promise<readonly WorkflowEvent[]>;
  /**
   * Appends and syncs, if the journal still stands at `revision` (0: it must not exist).
   *
   * @returns the state after them; undefined where somebody else wrote first, and nothing was changed
   */
  append(id: string, revision: number, events: readonly WorkflowEvent[]): Promise<WorkflowState | undefined>;
}

/** `sessions/current.json`. */
export interface SessionPort {
  /** The file, as people are told of it. */
  readonly file: string;
  read(): Promise<CurrentSession>;
  /** Changes it under the lock. @returns what was written */
  update(change: (session: CurrentSession) => CurrentSession): Promise<CurrentSession>;
}

export interface GitFacts {
  readonly branch: string | null;
  readonly commit: string | null;
  /** Changed and untracked files, relative to the workspace folder. */
  readonly uncommitted: readonly string[];
  /** Git could not list them (too many, or too slow a disk): none is named, and there may be some. */
  readonly isUnlisted?: true;
}

/** A project as its manifests and its code describe it. */
export interface ProjectFacts {
  readonly name: string;
  readonly stack: readonly string[];
  /** Found in the code when it was last looked at; what a person set isn't among them. */
  readonly patterns: readonly Pattern[];
}

/** The workspace folder: looked at, and given new files; nothing of the user's is ever overwritten. */
export interface WorkspacePort {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  /** Facts of files given relative to the folder. @throws path-outside where a link leads out of it */
  files(paths: readonly string[]): Promise<Readonly<Record<string, FileFact>>>;
  /** Nulls where there is no git or no commit. */
  git(): Promise<GitFacts>;
  /** What git says with a handoff in hand. @param checks commits at which checks were run */
  gitSince(commit: string | null, checks: readonly string[]): Promise<GitSince>;
  /** A file as it was committed; undefined where git hasn't it. */
  fileAt(commit: string, path: string): Promise<string | undefined>;
  /** Cheap: by manifests and what was found last, never by a look at the code. */
  project(): Promise<ProjectFacts>;
  /** The project's own template of that file name; undefined where it has none. */
  readTemplate(name: string): Promise<string | undefined>;
  /** Creates a file and its folders. @returns its SHA-256 @throws file-exists, path-outside, file-unwritable */
  createFile(path: string, text: string): Promise<string>;
  /** The folder's rules that hold, defaults filled in. @throws rules-invalid */
  rules(): Promise<Rules>;
  /** The same with those that wait for a person. @throws rules-invalid */
  trustedRules(): Promise<HeldRules>;
}

/** The rules that hold and those that wait. */
export interface HeldRules extends TrustedRules {
  /** Why what was accepted can't be read, so that nothing counts as accepted; null where it can. */
  readonly failure: NinefoldError | null;
}

/** An export: its path relative to the state root and its text for a given time of generation. */
export interface ExportFile {
  readonly path: string;
  readonly text: (generatedAt: string) => string;
}

/** The derived files of one state root. */
export interface ExportPort {
  /** Absolute path of the state root (`…/.claude`). */
  readonly root: string;
  /** How a document names a file of the state root: relative to the workspace folder where it lies in it. */
  pathForReaders(path: string): string;
  /**
   * Makes the files under the lock and replaces, atomically, those whose content differs in more than the time.
   *
   * @param make is called inside the lock, so that it sees the newest state
   * @returns the paths that were written
   */
  write(make: () => Promise<readonly ExportFile[]>): Promise<readonly string[]>;
  /**
   * Writes the handoff of a workflow; the one before it goes to the archive under its own time and session.
   *
   * @param previous what is known of the one before; null where nothing is
   * @param isCurrent asked when nobody else can write any more: whether the text is still what there is to say
   * @returns whether it was written: not where it isn't current
   */
  writeHandoff(
    id: string,
    text: string,
    previous: HandoffLabel | null,
    isCurrent?: () => Promise<boolean>,
  ): Promise<boolean>;
  /** Where the newest handoff of a workflow is, relative to the root. @throws workflow-id-invalid */
  handoffPath(id: string): string;
  readHandoff(id: string): Promise<string | undefined>;
  /** Changes the newest handoff in its place; nothing where there is none or the text stays the same. */
  changeHandoff(id: string, change: (text: string) => string): Promise<void>;
  /** Every handoff of a workflow, newest first; all workflows' without an id. */
  listHandoffs(id?: string): Promise<readonly HandoffFile[]>;
}

/** An export that somebody edited: it isn't as Ninefold wrote it, and nobody has dealt with it yet. */
export interface EditedExport {
  /** Relative to the state root, as the core names it. */
  readonly path: string;
  readonly text: string;
  /** Git has this very text for this path: a checkout or a merge wrote it. */
  readonly isFromGit: boolean;
}

/** Edits of exports. What isn't taken in is kept, whole, in `state/edits/`. */
export interface EditPort {
  /** The edits of these exports, by path relative to the root. */
  find(paths: readonly string[]): Promise<readonly EditedExport[]>;
  /**
   * Puts a copy into `state/edits/` and lets the export be written again.
   *
   * @returns the copy's path relative to the root; undefined where another process has dealt with it, or the file
   * has changed again: then nobody else may act on this edit
   */
  keep(edit: EditedExport): Promise<string | undefined>;
  /** Takes a copy away again: everything in it was taken in. */
  release(kept: string): Promise<void>;
  /** An edit that changes nothing (a comment, an order) is the export from now on. */
  adopt(edit: EditedExport): Promise<void>;
}

/** When a handoff was written (ISO), and in which agent session where that is known. */
export interface HandoffLabel {
  readonly at: string;
  readonly session: string | null;
}

export interface HandoffFile {
  readonly id: string;
  /** Relative to the state root. */
  readonly path: string;
  readonly isCurrent: boolean;
  /** When it was written (ISO). */
  readonly at: string;
}

/** Ninefold's own trash, `state/trash/`: what is deleted can be moved back by hand. */
export interface TrashPort {
  /**
   * Moves files of the state root, under the lock; those that aren't there are passed over.
   *
   * @param name of the folder in the trash
   * @param paths relative to the root
   * @returns the folder in the trash, relative to the root
   */
  take(name: string, paths: readonly string[]): Promise<string>;
}

/** Takes secrets out of a text. */
export interface RedactorPort {
  redact(text: string): Promise<Redaction>;
  /** Remembers what it found for the next process, which then needs no patterns. To be called where writing is allowed. */
  keep(): Promise<void>;
}

export interface Ports {
  readonly clock: Clock;
  /** A new ULID, later than every one before it. */
  readonly newId: () => string;
  readonly journals: JournalPort;
  readonly session: SessionPort;
  readonly workspace: WorkspacePort;
  readonly exports: ExportPort;
  readonly edits: EditPort;
  readonly trash: TrashPort;
  readonly redactor: RedactorPort;
}
