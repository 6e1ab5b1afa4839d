/** The words of expected failures for a model: those of `MESSAGES`, with tools where those name a command line. */

import type { NinefoldError } from '../core/errors.ts';
import { formatMessage, MESSAGES } from '../core/messages.ts';
import type { ErrorCode } from '../core/messages.ts';
import { oneLine } from '../core/text/foreign-text.ts';

const TOOLS_INSTEAD: Partial<Readonly<Record<ErrorCode, string>>> = {
  'workflow-unknown': "there is no workflow '{id}' here; call list_workflows for the ones there are",
  'workflow-none-active':
    'no workflow is active in this folder; call start_workflow, or list_workflows and switch_workflow',
  'workflow-exists': "workflow '{id}' exists already; choose another id or call switch_workflow",
  'workflow-not-running':
    "workflow '{id}' is {status}; call resume_workflow if it is paused, else ask a person to reopen a phase",
  'phase-already-skipped': 'phase {phase} is skipped already; reopen_phase takes it back',
  'phase-completed': 'phase {phase} is completed; reopen_phase goes back to it',
  'phase-awaiting-person':
    'phase {phase} awaits a person already; go on with something else until it is approved',
  'reason-missing': '{action} needs a reason; give one',
  'deliverable-unknown': "'{file}' is no deliverable; get_workflow lists them",
  'step-unknown': 'there is no next step {number}; get_workflow numbers them from 1',
  'handoff-none': "workflow '{id}' has no handoff yet; call create_handoff",
  'journal-full':
    "the journal of '{id}' has reached {megabytes} MB, the most that is read; go on in a new workflow (start_workflow)",
  'started-inactive':
    "workflow '{id}' is started, but '{path}' could not be written ({reason}); tell a person, then call switch_workflow",
  'export-not-active': "{file} shows the active workflow and '{id}' is not; call switch_workflow first",
  'state-damaged':
    '{file}:{line}: {reason}; nothing was changed, tell a person, who can recover it (`ninefold recover {id}`)',
  'rules-waiting':
    'ninefold.json sets {names}, which nobody on this machine accepted; the defaults hold until a person does',
  'task-command-waiting':
    "nobody on this machine accepted the command {command} that ninefold.json sets for the agent '{agent}'; ask a person to accept it, or choose another agent",
  'task-unknown': "there is no agent task '{id}' here; call list_agent_tasks for the ones there are",
  'task-outputs-missing': 'an agent task names what it may write; give outputs',
  'task-commit-missing':
    'there is no git commit to make a worktree from; ask a person to commit, or give place: workspace',
  'exports-unwritten':
    "the change is saved, but '{path}' could not be written ({reason}); tell a person, then call export_state",
};

/** What is said of a change that a call before, whose answer got lost, has made. */
export const ALREADY = 'Already recorded; nothing was changed.';

/** An expected failure as a model reads it: what is wrong; what to do next. */
export function failureText(error: NinefoldError): string {
  return oneLine(formatMessage(TOOLS_INSTEAD[error.code] ?? MESSAGES[error.code], error.parameters));
}

/** Every template that `failureText` can fill. */
export const MCP_MESSAGES: readonly string[] = Object.entries(MESSAGES).map(
  ([code, text]) => TOOLS_INSTEAD[code as ErrorCode] ?? text,
);
