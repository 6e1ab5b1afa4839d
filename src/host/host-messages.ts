/**
 * The words of expected failures in the window (`dist/failures.js`). Most are those of `MESSAGES`; where those name a command line, what
 * to do in VS Code is said instead. No import of `vscode`, so that a test can hold the l10n bundle to it.
 */

import { MESSAGES } from '../core/messages.ts';
import type { ErrorCode } from '../core/messages.ts';

const HOST_ONLY: Partial<Readonly<Record<ErrorCode, string>>> = {
  'workflow-unknown': "there is no workflow '{id}' here; choose another with Switch Workflow",
  'workflow-none-active': 'no workflow is active in this folder; start one or switch to one',
  'workflow-exists': "workflow '{id}' exists already; choose another name, or switch to it",
  'workflow-not-running':
    "workflow '{id}' is {status}; take it up again with Resume Workflow, or reopen a phase",
  'phase-already-skipped': 'phase {phase} is skipped already; Reopen Phase takes it back',
  'phase-completed': 'phase {phase} is completed; Reopen Phase goes back to it',
  'phase-awaiting-person': 'phase {phase} awaits a person already; approve it in the tree',
  'reason-missing': '{action} needs a reason; give one',
  'undo-impossible': 'there is no approval to undo; Reopen Phase goes back to a phase',
  'deliverable-unknown': "'{file}' is no deliverable; the tree shows the ones there are",
  'step-unknown': 'there is no next step {number}',
  'rule-unknown': "there is no rule '{key}'; ninefold.json completes the ones there are",
  'rules-waiting':
    'ninefold.json sets {names}, which nobody on this machine accepted; the defaults hold until you accept them',
  'trust-of-person': 'only a person accepts the rules of ninefold.json',
  'trust-no-terminal': 'rules are accepted where a person reads them first',
  'task-command-waiting':
    "nobody on this machine accepted the command that ninefold.json sets for the agent '{agent}'; nothing was run, Open Rules lets you accept it",
  'folder-missing': "there is no folder '{path}'; open one that exists",
  'folder-read-only':
    "'{path}' cannot be written ({reason}); make it writable or choose another with the setting ninefold.stateDirectory",
  'state-damaged': '{file}:{line}: {reason}; nothing was changed, use Recover Workflow',
  'journal-full':
    "the journal of '{id}' has reached {megabytes} MB, the most that is read; go on in a new workflow with Start Workflow",
  'state-of-its-own': "this folder keeps its own state in '{path}'; start the workflow there",
  'share-secrets':
    'sharing would publish {count} recognized secrets; replace them where they are used, or delete the workflow',
  'candidate-unknown': 'there is no candidate {number}',
  'handoff-none': "workflow '{id}' has no handoff yet; Create Handoff writes one",
  'exports-unwritten':
    "the change is saved, but '{path}' could not be written ({reason}); mend the cause and export again",
  'started-inactive':
    "workflow '{id}' is started, but '{path}' could not be written ({reason}); mend the cause and switch to it",
  'export-not-active': "{file} shows the active workflow and '{id}' is not; switch to it first",
  'task-none-such': 'no agent task is given, and there is none to choose; create one',
  'task-unknown': "there is no agent task '{id}' here",
  'task-outputs-missing': 'an agent task names what it may write; give at least one path',
  'task-commit-missing':
    'an agent task needs a git commit to make its worktree from; commit first, or set tasks.place to workspace in ninefold.json',
  'task-running': "agent task '{id}' is running; wait for its end, or cancel it",
  'task-closed': "agent task '{id}' is {state}; create a new one",
  'task-failed': "agent task '{id}' failed: {reason}; its log says more, and it can be run again",
  'task-damaged': "agent task '{id}' cannot be read ({file}: {reason}); mend it, or discard the task",
  'task-worktree-left': "'{path}' could not be removed ({reason}); mend the cause and discard '{id}' again",
  'task-file-unknown': "agent task '{id}' has no file '{path}'",
  'task-file-undeclared': "'{path}' was not declared as output; look at it, then accept it by itself",
  'task-nothing': "agent task '{id}' has nothing to merge; its files show why",
  'task-conflict':
    '{files} changed on both sides; nothing was merged, resolve the marked copies in {folder} and merge again',
  'task-conflict-whole':
    "'{path}' changed on both sides and cannot be put together; nothing was merged, take the task's version or reject it",
  'settings-link-outside':
    "'{path}' is a link that leads out of the folder, to '{target}'; nothing was changed, connect for all your folders or put a file there",
  'transcript-unrecognized': "'{path}' doesn't say which agent wrote it; it can't be read here",
  untrusted: 'this folder is not trusted; trust it to let Ninefold write here',
};

/** The template of a failure as the window says it. */
export function hostMessage(code: ErrorCode): string {
  return HOST_ONLY[code] ?? MESSAGES[code];
}

/** Every template that `hostMessage` can give. */
export const HOST_MESSAGES: readonly string[] = Object.keys(MESSAGES).map((code) =>
  hostMessage(code as ErrorCode),
);
