/** Opens a folder: finds its state root and wires the service over it. Opening writes nothing. */

import { monotonicFactory } from 'ulid';

import type { NinefoldError } from '../../core/errors.ts';
import { mayHoldSecret } from '../../core/redaction/may-hold-secret.ts';
import type { Clock, RedactorPort } from '../../core/service/ports.ts';
import type { AgentTaskService } from '../../core/service/agent-task-service.ts';
import { onlyInProgress } from '../../core/service/active-workflow.ts';
import { WorkflowService } from '../../core/service/workflow-service.ts';
import { CachedRedactor } from '../redactor/cached-redactor.ts';
import { EditStore } from '../exports/edit-store.ts';
import { ExportStore } from '../exports/export-store.ts';
import { requirePersonsRoot } from '../git/persons-link.ts';
import { closeToPrograms } from '../git/find-git.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { GitSharing } from '../state/git-sharing.ts';
import { makePrivate } from '../state/private-state.ts';
import type { Redaction } from '../../core/redaction/finding.ts';
import { SessionStore } from '../state/session-store.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { findStateRoot } from '../state/state-root.ts';
import { openTasks } from '../tasks/open-tasks.ts';
import { Trash } from '../state/trash.ts';
import { registerProject } from '../state/project-registry.ts';
import { WorkspaceFiles } from './workspace-files.ts';

export interface OpenFolderOptions {
  readonly folder: string;
  /** Chosen state directory: a setting or `--state-dir`. */
  readonly stateDirectory?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** Stores the state in the user's own root (`init --user`). */
  readonly isUserWanted?: boolean;
  /** Tests whether programs may run here; only then is git asked. Called each time. */
  readonly isTrusted?: () => boolean;
  readonly clock?: Clock;
  /** Milliseconds to wait for another writer; defaults to ten seconds. */
  readonly lockPatience?: number;
  /** Called with a fault that was found and fixed on the way; once, in the process that fixed it. */
  readonly report?: (notice: NinefoldError) => void;
  /** Removes secrets from what leaves; defaults to its own bundle. */
  readonly redactor?: Pick<RedactorPort, 'redact'>;
}

export interface OpenFolder {
  readonly service: WorkflowService;
  readonly tasks: AgentTaskService;
  readonly layout: StateLayout;
  /** Absolute path of the state root. */
  readonly root: string;
  /** Absolute path of the workspace folder. */
  readonly folder: string;
}

const SYSTEM_CLOCK: Clock = { now: () => new Date().toISOString() };

/**
 * Opens a folder.
 *
 * @throws folder-missing; link-outside if the state root is a link from the repository that points outside
 */
export async function openFolder(options: OpenFolderOptions): Promise<OpenFolder> {
  const { folder, home, environment, isUserWanted = false } = options;
  const chosen = options.stateDirectory ?? environment.NINEFOLD_STATE_DIR;
  const layout = await findStateRoot({ folder, home, chosen, isUserWanted });
  for (const one of [folder, layout.folder]) closeToPrograms(one);
  await requirePersonsRoot(layout.root, layout.folder);
  const clock = options.clock ?? SYSTEM_CLOCK;
  const isTrusted = options.isTrusted ?? (() => true);
  const { lockPatience: patience } = options;
  const lock = patience === undefined ? {} : { patience };
  const shared = { layout, lock, prepare: () => prepareRoot(layout) };
  const journals = new JournalStore({ ...shared, isTrusted, report: options.report });
  const firstActive = async () => onlyInProgress(await journals.readOverviews());
  const service = new WorkflowService({
    clock,
    newId: monotonicFactory(),
    journals,
    session: new SessionStore({ ...shared, firstActive }),
    workspace: new WorkspaceFiles({ layout, home, isTrusted }),
    exports: new ExportStore({ ...shared, clock, report: options.report }),
    edits: new EditStore({ layout, lock, clock, isTrusted }),
    trash: new Trash(layout),
    redactor: new CachedRedactor(layout, options.redactor ?? lazyRedactor),
    sharing: new GitSharing({ layout, isTrusted }),
  });
  const tasks = openTasks({ service, ...shared, environment, home, isTrusted });
  return { service, tasks, layout, root: layout.root, folder: layout.folder };
}

/** Prepares a root before its first file is written. */
export async function prepareRoot(layout: StateLayout): Promise<void> {
  await registerProject(layout);
  await makePrivate(layout);
}

/** Of the bundle. `import()` would first read the whole file for its exports. */
declare const require: (file: string) => unknown;

/** The redactor's bundle, loaded for the first text that may contain a secret. */
export const lazyRedactor: Pick<RedactorPort, 'redact'> = {
  async redact(text) {
    if (!mayHoldSecret(text)) return { text, counts: {} };
    // A variable keeps it a separate file next to this bundle.
    const bundle = './redactor.js';
    const module = require(bundle) as { redact(text: string): Promise<Redaction> };
    return module.redact(text);
  },
};
