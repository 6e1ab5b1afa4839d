/** Expected failures of workflows: their phases, parts, exports and handoffs. */

import type { Failure } from './failure.ts';

export const WORKFLOW_FAILURES = {
  'workflow-unknown': {
    what: "there is no workflow '{id}' here",
    remedy: '`ninefold list` shows the ones there are, `ninefold recover {id}` what is left of one',
    window: 'choose another with Switch Workflow',
    mcp: 'call list_workflows for the ones there are',
  },
  'workflow-none-active': {
    what: 'no workflow is active in this folder',
    remedy: 'start one with `ninefold init ID NAME` or pick one with `ninefold switch ID`',
    window: 'start one or switch to one',
    mcp: 'call start_workflow, or list_workflows and switch_workflow',
  },
  'active-missing': {
    what: "{file} names the active workflow '{id}', and there is no journal of it",
    remedy: 'pick another with `ninefold switch ID`, or see what is left of it with `ninefold recover {id}`',
    window: 'choose another with Switch Workflow',
    mcp: 'call list_workflows and switch_workflow',
    exitCode: 3,
  },
  'workflow-exists': {
    what: "workflow '{id}' exists already",
    remedy: 'choose another id or `ninefold switch {id}`',
    window: 'choose another name, or switch to it',
    mcp: 'choose another id or call switch_workflow',
  },
  'workflow-id-invalid': {
    what: "'{id}' is no workflow id",
    remedy: 'use 1 to 64 letters, digits, dots, underscores or dashes, starting with a letter or digit',
  },
  'workflow-not-running': {
    what: "workflow '{id}' is {status}",
    remedy: 'set its status with `ninefold set {id} status in_progress` or reopen a phase first',
    window: 'take it up again with Resume Workflow, or reopen a phase',
    mcp: 'call resume_workflow if it is paused, else ask a person to reopen a phase',
  },
  'text-invalid': {
    what: '{field} must be one line of 1 to {max} characters',
    remedy: 'shorten it or take line breaks and control characters out',
  },
  'text-redacted': {
    what: '{field} holds a redaction mark ([redacted: …]) in place of a secret',
    remedy: 'write what is meant, or leave that part out',
  },
  'preset-unknown': { what: "there is no preset '{preset}'", remedy: 'choose one of {presets}' },
  'phase-unknown': { what: "there is no phase '{phase}'", remedy: 'use 1 to 9, or 5a, 5b, 5c' },
  'phase-not-current': {
    what: 'phase {phase} is not the current one',
    remedy: 'approve phase {current} ({name}) first',
  },
  'phase-unnamed': {
    what: 'name the phase to {action}: the current one is {current}',
    remedy: 'without a name a repeated call would pass the next one too',
  },
  'phase-not-submittable': {
    what: 'phase {phase} is {status}',
    remedy: 'only a phase in progress can be submitted',
  },
  'phase-already-skipped': {
    what: 'phase {phase} is skipped already',
    remedy: '`reopen {phase}` takes it back',
    window: 'Reopen Phase takes it back',
    mcp: 'reopen_phase takes it back',
  },
  'phase-completed': {
    what: 'phase {phase} is completed',
    remedy: '`reopen {phase}` goes back to it',
    window: 'Reopen Phase goes back to it',
    mcp: 'reopen_phase goes back to it',
  },
  'phase-awaiting-person': {
    what: 'phase {phase} awaits a person already',
    remedy: 'a person approves it in VS Code or at the terminal',
    window: 'approve it in the tree',
    mcp: 'go on with something else until it is approved',
  },
  'phase-not-reopenable': {
    what: 'phase {phase} has not been reached',
    remedy: 'the current one is {current}',
  },
  'reason-missing': {
    what: '{action} needs a reason',
    remedy: 'add --reason "…"',
    window: 'give one',
    mcp: 'give one',
  },
  'undo-impossible': {
    what: 'there is no approval to undo',
    remedy: 'use `reopen {phase}` to go back to a phase',
    window: 'Reopen Phase goes back to a phase',
  },
  'field-unknown': { what: "there is no field '{field}'", remedy: 'use one of {fields}' },
  'status-unknown': { what: "there is no status '{status}'", remedy: 'use one of {statuses}' },
  'parts-too-many': {
    what: "workflow '{id}' has {max} {parts}, the most that one keeps",
    remedy: 'go on in a new workflow',
  },
  'deliverable-exists': {
    what: "'{file}' is a deliverable of phase {phase} already",
    remedy: 'nothing to add',
  },
  'deliverable-unknown': {
    what: "'{file}' is no deliverable",
    remedy: '`ninefold deliverable list` shows them',
    window: 'the tree shows the ones there are',
    mcp: 'get_workflow lists them',
  },
  'step-unknown': {
    what: 'there is no next step {number}',
    remedy: '`ninefold next list` numbers them',
    window: null,
    mcp: 'get_workflow numbers them from 1',
  },
  'step-done': { what: 'next step {number} is done already', remedy: 'nothing to do' },
  'decision-key-invalid': {
    what: "'{key}' is no key for a decision",
    remedy: 'use 1 to 64 letters, digits, dots, underscores or dashes',
  },
  'pattern-type-invalid': {
    what: "'{type}' is no pattern type",
    remedy: 'use 1 to 64 letters, digits, underscores or dashes, such as file_naming',
  },
  'exit-code-invalid': { what: "'{value}' is no exit code", remedy: 'give a whole number from 0 to 255' },
  'tokens-invalid': {
    what: "'{value}' is no number of tokens",
    remedy: 'give a whole number from 0 to 100000000',
  },
  'window-invalid': {
    what: "'{value}' is no window",
    remedy: 'give a whole number of tokens from 1000 to 100000000',
  },
  'agent-unknown': {
    what: "'{agent}' is no agent whose transcripts can be read",
    remedy: 'use one of {agents}',
  },
  'activity-off': {
    what: "the rule 'activity' is off, so what agents did is not read here",
    remedy: 'a person can set it to on in ninefold.json',
  },
  'activity-untold': {
    what: "{agent} doesn't record what it did in a form that can be read",
    remedy: 'choose a session of another agent',
  },
  'session-unknown': {
    what: "no session '{session}' with a transcript was found in this folder",
    remedy: 'check its id',
  },
  'session-none': { what: 'no agent session is given', remedy: 'choose one in the view Agent Sessions' },
  'journal-full': {
    what: "the journal of '{id}' has reached {megabytes} MB, the most that is read",
    remedy: 'go on in a new workflow with `ninefold init ID NAME`',
    window: 'go on in a new workflow with Start Workflow',
    mcp: 'go on in a new workflow (start_workflow)',
  },
  'candidate-unknown': {
    what: 'there is no candidate {number}',
    remedy: '`ninefold recover` numbers the ones there are',
    window: null,
  },
  'share-secrets': {
    what: 'sharing would publish {count} recognized secrets',
    remedy: 'replace them where they are used, then share with --include-secrets, or delete the workflow',
    window: 'replace them where they are used, or delete the workflow',
  },
  'share-of-person': {
    what: 'only a person shares state that holds recognized secrets',
    remedy: 'ask one to',
  },
  'handoff-none': {
    what: "workflow '{id}' has no handoff yet",
    remedy: '`ninefold handoff create {id}` writes one',
    window: 'Create Handoff writes one',
    mcp: 'call create_handoff',
  },
  'state-of-its-own': {
    what: "this folder keeps its own state in '{path}'",
    remedy: 'start the workflow there, without --user',
    window: 'start the workflow there',
  },
  'format-unknown': { what: "there is no format '{format}'", remedy: 'use one of {formats}' },
  'exports-unwritten': {
    what: "the change is saved, but '{path}' could not be written ({reason})",
    remedy: 'mend the cause and run `ninefold export`',
    window: 'mend the cause and export again',
    mcp: 'tell a person, then call export_state',
  },
  'follow-up-failed': {
    what: "the change to '{id}' is saved, but a follow-up failed ({reason})",
    remedy: "don't repeat the change",
  },
  'started-inactive': {
    what: "workflow '{id}' is started, but '{path}' could not be written ({reason})",
    remedy: 'mend the cause and run `ninefold switch {id}`',
    window: 'mend the cause and switch to it',
    mcp: 'tell a person, then call switch_workflow',
  },
  'save-incomplete': { what: "part of the state couldn't be saved ({reason})", remedy: 'the rest is saved' },
  'save-impossible': {
    what: 'nothing could be saved ({reason})',
    remedy: 'keep the document above, fix the cause, and save again',
  },
  'export-not-active': {
    what: "{file} shows the active workflow and '{id}' is not",
    remedy: '`ninefold switch {id}` first, or add --stdout',
    window: 'switch to it first',
    mcp: 'call switch_workflow first',
  },
} as const satisfies Readonly<Record<string, Failure>>;
