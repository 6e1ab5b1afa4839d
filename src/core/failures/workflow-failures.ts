/** Expected failures of workflows: their phases, parts, exports and handoffs. */

import { MAX_TOKENS } from '../json-fields.ts';
import { LONGEST, MAX_EXIT_CODE, MIN_WINDOW } from '../workflow/limits.ts';
import { PHASE_RANGE } from '../workflow/phases.ts';
import type { Failure } from './failure.ts';

export const WORKFLOW_FAILURES = {
  'workflow-unknown': {
    what: "workflow '{id}' not found",
    remedy: '`ninefold list` lists the workflows, `ninefold recover {id}` shows what is left of one',
    window: 'choose another with Switch Workflow',
    mcp: 'call list_workflows to see all workflows',
  },
  'workflow-none-active': {
    what: 'no workflow is active in this folder',
    remedy: 'start one with `ninefold init ID NAME` or switch to one with `ninefold switch ID`',
    window: 'start one or switch to one',
    mcp: 'call start_workflow, or list_workflows and switch_workflow',
  },
  'workflow-none-chosen': {
    what: 'several workflows are in progress, and none is active: {ids}',
    remedy: 'choose one with `ninefold switch ID`',
    window: 'choose one with Switch Workflow',
    mcp: 'ask the person which one, then call switch_workflow',
  },
  'workflow-none-older': {
    what: 'no workflow is active in this folder, but older state was found',
    remedy: 'see it with `ninefold recover`, or start a workflow with `ninefold init ID NAME`',
    window: null,
    mcp: 'ask the person to recover it, or call start_workflow',
  },
  'active-missing': {
    what: "{file} names the active workflow '{id}', but its journal is missing",
    remedy: 'switch to another with `ninefold switch ID`, or see what is left with `ninefold recover {id}`',
    window: 'choose another with Switch Workflow',
    mcp: 'call list_workflows and switch_workflow',
    exitCode: 3,
  },
  'workflow-exists': {
    what: "workflow '{id}' already exists",
    remedy: 'choose another id, or switch to it with `ninefold switch {id}`',
    window: 'choose another name, or switch to it',
    mcp: 'choose another id or call switch_workflow',
  },
  'workflow-id-invalid': {
    what: "invalid workflow id '{id}'",
    remedy: `use 1 to ${LONGEST.word} letters, digits, dots, underscores, or dashes, starting with a letter or digit`,
  },
  'workflow-id-reserved': {
    what: "ids that begin with 'session-' are reserved for handoffs of sessions",
    remedy: 'choose an id with another beginning',
  },
  'workflow-not-running': {
    what: "workflow '{id}' is {status}",
    remedy: 'run `ninefold resume {id}` if it is paused, otherwise `ninefold set {id} status in_progress`',
    window: 'run Resume Workflow first',
    mcp: 'call resume_workflow if it is paused, otherwise ask a person to continue it',
  },
  'text-invalid': {
    what: '{field} must be a single line of 1 to {max} characters',
    remedy: 'shorten it or remove line breaks and control characters',
  },
  'text-redacted': {
    what: '{field} contains a redaction marker ([redacted: …]) in place of a secret',
    remedy: 'describe what it stands for, or leave that part out',
  },
  'preset-unknown': { what: "unknown preset '{preset}'", remedy: 'use one of {presets}' },
  'phase-unknown': { what: "unknown phase '{phase}'", remedy: `use ${PHASE_RANGE}` },
  'phase-not-current': {
    what: "phase {phase} isn't the current phase",
    remedy: 'approve phase {current} ({name}) first',
  },
  'phase-unnamed': {
    what: 'no phase to {action} was named (the current one is {current})',
    remedy: 'name it, so that a repeated call never affects the next phase',
  },
  'phase-already-skipped': {
    what: 'phase {phase} is already skipped',
    remedy: '`ninefold reopen {phase}` reverts that',
    window: 'Reopen Phase reverts that',
    mcp: 'reopen_phase reverts that',
  },
  'phase-completed': {
    what: 'phase {phase} is already completed',
    remedy: '`ninefold reopen {phase}` goes back to it',
    window: 'Reopen Phase goes back to it',
    mcp: 'reopen_phase goes back to it',
  },
  'phase-awaiting-person': {
    what: 'phase {phase} is already waiting for approval',
    remedy: 'a person approves it in VS Code or in a terminal',
    window: 'approve it in the tree',
    mcp: 'continue with something else until a person approves it',
  },
  'phase-not-reopenable': {
    what: "phase {phase} hasn't been reached yet",
    remedy: 'the current phase is {current}',
  },
  'reason-missing': {
    what: '{action} requires a reason',
    remedy: 'add --reason "…"',
    window: 'enter one',
    mcp: 'provide reason',
  },
  'undo-impossible': {
    what: 'there is no approval to undo',
    remedy: 'go back to a phase with `ninefold reopen {phase}`',
    window: 'Reopen Phase goes back to a phase',
  },
  'field-unknown': { what: "unknown field '{field}'", remedy: 'use one of {fields}' },
  'status-unknown': { what: "unknown status '{status}'", remedy: 'use one of {statuses}' },
  'parts-too-many': {
    what: "workflow '{id}' has reached the limit of {max} {parts}",
    remedy: 'continue in a new workflow',
  },
  'constraints-too-many': {
    what: "workflow '{id}' has reached the limit of {max} constraints",
    remedy: 'remove one with `ninefold constraint remove N`',
    window: 'remove one in the view',
    mcp: 'ask the person to remove one',
  },
  'constraint-unknown': {
    what: 'constraint {number} not found',
    remedy: '`ninefold constraint list` shows the numbers',
    window: 'the view shows them',
  },
  'question-answered': {
    what: 'this question is already answered',
    remedy: 'nothing to decide',
  },
  'constraint-of-person': {
    what: 'only a person decides on constraint {number}',
    remedy: 'ask the person to run the command in a terminal',
  },
  'deliverable-exists': {
    what: "'{file}' is already a deliverable of phase {phase}",
    remedy: 'nothing to add',
  },
  'deliverable-unknown': {
    what: "'{file}' isn't a deliverable",
    remedy: '`ninefold deliverable list` lists the deliverables',
    window: 'the tree shows the deliverables',
    mcp: 'get_workflow lists the deliverables',
  },
  'step-unknown': {
    what: 'next step {number} not found',
    remedy: '`ninefold next list` shows the numbers',
    window: null,
    mcp: 'get_workflow numbers them from 1',
  },
  'step-done': { what: 'next step {number} is already done', remedy: 'nothing to do' },
  'decision-key-invalid': {
    what: "invalid decision key '{key}'",
    remedy: `use 1 to ${LONGEST.word} letters, digits, dots, underscores, or dashes`,
  },
  'pattern-type-invalid': {
    what: "invalid pattern type '{type}'",
    remedy: `use 1 to ${LONGEST.word} letters, digits, underscores, or dashes, such as file_naming`,
  },
  'exit-code-invalid': {
    what: "invalid exit code '{value}'",
    remedy: `use a whole number from 0 to ${MAX_EXIT_CODE}`,
  },
  'tokens-invalid': {
    what: "invalid number of tokens '{value}'",
    remedy: `use a whole number from 0 to ${MAX_TOKENS}`,
  },
  'window-invalid': {
    what: "invalid context window '{value}'",
    remedy: `use a whole number of tokens from ${MIN_WINDOW} to ${MAX_TOKENS}`,
  },
  'agent-unknown': {
    what: "can't read transcripts of the agent '{agent}'",
    remedy: 'use one of {agents}',
  },
  'session-missing': {
    what: 'no workflow is active in this folder, and it has no agent session to hand over',
    remedy: 'start one with `ninefold init ID NAME`, or name a session with --session',
    window: 'start a workflow, or a session of a coding agent',
    mcp: 'call start_workflow',
  },
  'activity-off': {
    what: "can't read what agents did because the rule 'activity' is off",
    remedy: 'a person can set it to on in ninefold.json',
  },
  'activity-untold': {
    what: "{agent} doesn't record what it did in a readable form",
    remedy: 'choose a session of another agent',
  },
  'session-unknown': {
    what: "session '{session}' not found, or it has no transcript in this folder",
    remedy: 'check the session id',
  },
  'session-none': { what: 'no agent session was selected', remedy: 'choose one in the Agent Sessions view' },
  'journal-full': {
    what: "the journal of '{id}' has reached the limit of {megabytes} MB",
    remedy: 'continue in a new workflow with `ninefold init ID NAME`',
    window: 'continue in a new workflow with Start Workflow',
    mcp: 'continue in a new workflow (start_workflow)',
  },
  'candidate-unknown': {
    what: 'candidate {number} not found',
    remedy: '`ninefold recover` lists the candidates',
    window: null,
  },
  'share-secrets': {
    what: 'sharing would publish recognized secrets ({count})',
    remedy: 'replace them where they are used, then share with --include-secrets, or delete the workflow',
    window: 'replace them where they are used, or delete the workflow',
  },
  'share-of-person': {
    what: 'only a person can share state that contains recognized secrets',
    remedy: 'ask a person to share it',
  },
  'handoff-none': {
    what: "workflow '{id}' has no handoff yet",
    remedy: 'create one with `ninefold handoff create {id}`',
    window: 'create one with Create Handoff',
    mcp: 'call create_handoff',
  },
  'handoff-none-older': {
    what: "no handoff of '{id}' was found",
    remedy: '`ninefold recover {id}` shows what is left of the workflow',
    window: null,
  },
  'state-of-its-own': {
    what: "this folder already has its own state in '{path}'",
    remedy: 'start the workflow there, without --user',
    window: 'start the workflow there',
  },
  'format-unknown': { what: "unknown format '{format}'", remedy: 'use one of {formats}' },
  'exports-unwritten': {
    what: "the change is saved, but '{path}' can't be written ({reason})",
    remedy: 'fix the cause and run `ninefold export`',
    window: 'fix the cause and export again',
    mcp: 'tell a person, then call export_state',
  },
  'follow-up-failed': {
    what: "the change to '{id}' is saved, but a follow-up failed ({reason})",
    remedy: "don't repeat the change",
  },
  'started-inactive': {
    what: "workflow '{id}' is started, but '{path}' can't be written ({reason})",
    remedy: 'fix the cause and run `ninefold switch {id}`',
    window: 'fix the cause and switch to it',
    mcp: 'tell a person, then call switch_workflow',
  },
  'patterns-unread': {
    what: "workflow '{id}' is started without the patterns of the previous one, because '{path}' can't be read ({reason})",
    remedy: 'set them with `ninefold pattern set`, or see what is left with `ninefold recover`',
    window: 'run Recover Workflow to see what is left',
    mcp: 'tell a person',
  },
  'save-incomplete': { what: "part of the state couldn't be saved ({reason})", remedy: 'the rest is saved' },
  'save-impossible': {
    what: "can't save anything ({reason})",
    remedy: 'keep the document above, fix the cause, and save again',
  },
  'export-not-active': {
    what: "{file} shows the active workflow, and '{id}' isn't active",
    remedy: 'run `ninefold switch {id}` first, or add --stdout',
    window: 'switch to it first',
    mcp: 'call switch_workflow first',
  },
} as const satisfies Readonly<Record<string, Failure>>;
