/**
 * The English words of every expected failure, keyed by code: what is wrong; what to do.
 *
 * `{name}` is a parameter. The command line prints the text after `ninefold: `; the host passes the same text
 * through `vscode.l10n.t`, so a translation is keyed by it.
 */

export type MessageParameters = Readonly<Record<string, string | number>>;

const UNREADABLE = 3;
const REFUSED = 1;

export const MESSAGES = {
  'workflow-unknown':
    "there is no workflow '{id}' here; `ninefold list` shows the ones there are, `ninefold recover {id}` what is left of one",
  'workflow-none-active':
    'no workflow is active in this folder; start one with `ninefold init ID NAME` or pick one with `ninefold switch ID`',
  'workflow-exists': "workflow '{id}' exists already; choose another id or `ninefold switch {id}`",
  'workflow-id-invalid':
    "'{id}' is no workflow id; use 1 to 64 letters, digits, dots, underscores or dashes, starting with a letter or digit",
  'workflow-not-running':
    "workflow '{id}' is {status}; set its status with `ninefold set {id} status in_progress` or reopen a phase first",
  'text-invalid':
    '{field} must be one line of 1 to {max} characters; shorten it or take line breaks and control characters out',
  'text-redacted':
    '{field} holds a redaction mark ([redacted: …]) in place of a secret; write what is meant, or leave that part out',
  'preset-unknown': "there is no preset '{preset}'; choose one of {presets}",
  'phase-unknown': "there is no phase '{phase}'; use 1 to 9, or 5a, 5b, 5c",
  'phase-not-current': 'phase {phase} is not the current one; approve phase {current} ({name}) first',
  'phase-unnamed':
    'name the phase to {action}: the current one is {current}; without a name a repeated call would pass the next one too',
  'phase-not-submittable': 'phase {phase} is {status}; only a phase in progress can be submitted',
  'phase-already-skipped': 'phase {phase} is skipped already; `reopen {phase}` takes it back',
  'phase-completed': 'phase {phase} is completed; `reopen {phase}` goes back to it',
  'phase-awaiting-person':
    'phase {phase} awaits a person already; a person approves it in VS Code or at the terminal',
  'phase-not-reopenable': 'phase {phase} has not been reached; the current one is {current}',
  'reason-missing': '{action} needs a reason; add --reason "…"',
  'undo-impossible': 'there is no approval to undo; use `reopen {phase}` to go back to a phase',
  'field-unknown': "there is no field '{field}'; use one of {fields}",
  'status-unknown': "there is no status '{status}'; use one of {statuses}",
  'path-outside': "'{path}' is outside the workspace folder; give a path inside {folder}",
  'path-invalid': "'{path}' is no path of a file; give one relative to the workspace folder",
  'parts-too-many': "workflow '{id}' has {max} {parts}, the most that one keeps; go on in a new workflow",
  'deliverable-exists': "'{file}' is a deliverable of phase {phase} already; nothing to add",
  'deliverable-unknown': "'{file}' is no deliverable; `ninefold deliverable list` shows them",
  'step-unknown': 'there is no next step {number}; `ninefold next list` numbers them',
  'step-done': 'next step {number} is done already; nothing to do',
  'decision-key-invalid':
    "'{key}' is no key for a decision; use 1 to 64 letters, digits, dots, underscores or dashes",
  'pattern-type-invalid':
    "'{type}' is no pattern type; use 1 to 64 letters, digits, underscores or dashes, such as file_naming",
  'exit-code-invalid': "'{value}' is no exit code; give a whole number from 0 to 255",
  'tokens-invalid': "'{value}' is no number of tokens; give a whole number from 0 to 100000000",
  'window-invalid': "'{value}' is no window; give a whole number of tokens from 1000 to 100000000",
  'agent-unknown': "'{agent}' is no agent whose transcripts can be read; use one of {agents}",
  'session-none': 'no agent session is given; choose one in the view Agent Sessions',
  'transcript-missing': "there is no transcript '{path}'; give the path of a .jsonl file",
  'transcript-compressed':
    "'{path}' is compressed, which cannot be read here; unpack it first ('zstd -d {path}')",
  'transcript-unrecognized':
    "'{path}' doesn't say which agent wrote it; name it with --agent, one of {agents}",
  'transcript-unreadable': "'{path}' cannot be read ({reason}); check the path and its permissions",
  'folder-missing': "there is no folder '{path}'; give one that exists with --cwd",
  'folder-read-only':
    "'{path}' cannot be written ({reason}); make it writable or choose another with --state-dir",
  'file-unwritable':
    "'{path}' cannot be written ({reason}); nothing was changed, mend the cause and try again",
  'file-unreadable': "'{path}' cannot be read ({reason}); mend the cause and try again",
  'path-unreadable': "'{path}' cannot be read ({reason}); check the path and its permissions",
  'file-not-plain': "'{path}' cannot be read ({reason}); delete it, or put back what belongs there",
  'file-too-large':
    "'{path}' is larger than {most}, the most that is read of such a file; make it smaller, or move it away",
  'link-outside':
    "'{path}' is a link that leads out of the folder, to '{target}'; nothing was changed, put a plain file or folder there",
  'file-exists': "'{path}' exists already; it was left as it is, open it or add it as a deliverable",
  'file-missing': "there is no file '{path}'; check the path",
  'state-damaged': '{file}:{line}: {reason}; nothing was changed, run `ninefold recover {id}`',
  'file-damaged':
    '{file}:{line}: {reason}; it was left as it is, mend it or move it away and Ninefold begins a new one',
  'journal-full':
    "the journal of '{id}' has reached {megabytes} MB, the most that is read; go on in a new workflow with `ninefold init ID NAME`",
  'state-newer':
    '{file} was written by a newer Ninefold (version {version}); update Ninefold, the file was left alone',
  'event-newer':
    "{file} has an event '{type}', which only a newer Ninefold knows; update Ninefold, the file was left alone",
  'rules-invalid': '{file}:{line}: {reason}; mend the file, it was left as it is',
  'rule-unknown': "there is no rule '{key}'; `ninefold config` lists the rules",
  'rule-invalid': '{reason}; nothing was changed, give another value',
  'rule-of-person': "only a person sets '{key}', as it says who may approve or what is run; ask one to",
  'rule-loosens': "only a person sets '{key}' to {value}, as it loosens what the default guards; ask one to",
  'rules-waiting':
    'ninefold.json sets {names}, which nobody on this machine accepted; the defaults hold until a person runs `ninefold config trust`',
  'trust-of-person':
    'only a person accepts the rules of ninefold.json; ask one to run `ninefold config trust`',
  'trust-no-terminal':
    'rules are accepted at a terminal, where a person reads them first; run `ninefold config trust` in one, or accept them in VS Code',
  'candidate-unknown': 'there is no candidate {number}; `ninefold recover` numbers the ones there are',
  'lock-busy':
    "can't write the state: '{path}' is held by {holder}; try again in a moment, or delete that file if nothing is running",
  'edit-set-aside': "'{path}' was edited and is written anew; what stood there is kept in '{kept}'",
  'share-secrets':
    'sharing would publish {count} recognized secrets; replace them where they are used, then share with --include-secrets, or delete the workflow',
  'share-of-person': 'only a person shares state that holds recognized secrets; ask one to',
  'line-set-aside':
    "a process died while it wrote and left {bytes} bytes of a line; they are in '{path}' now, no saved change is lost",
  'lock-lost':
    'this process stood still for so long that another one took over writing; nothing was changed, try again',
  'handoff-none': "workflow '{id}' has no handoff yet; `ninefold handoff create {id}` writes one",
  'state-of-its-own': "this folder keeps its own state in '{path}'; start the workflow there, without --user",
  'format-unknown': "there is no format '{format}'; use one of {formats}",
  'exports-unwritten':
    "the change is saved, but '{path}' could not be written ({reason}); mend the cause and run `ninefold export`",
  'follow-up-failed':
    "the change to '{id}' is saved, but a follow-up failed ({reason}); don't repeat the change",
  'started-inactive':
    "workflow '{id}' is started, but '{path}' could not be written ({reason}); mend the cause and run `ninefold switch {id}`",
  'save-incomplete': "part of the state couldn't be saved ({reason}); the rest is saved",
  'save-impossible':
    'nothing could be saved ({reason}); keep the document above, fix the cause, and save again',
  'export-not-active':
    "{file} shows the active workflow and '{id}' is not; `ninefold switch {id}` first, or add --stdout",
  'task-none-such': 'no agent task is given, and there is none to choose; `ninefold tasks create` makes one',
  'task-unknown': "there is no agent task '{id}'; `ninefold tasks list --all` shows the ones there are",
  'task-exists': "agent task '{id}' exists already; choose another id",
  'task-id-invalid':
    "'{id}' is no id of a task; use 1 to 40 lower case letters, digits or dashes, starting with a letter or digit",
  'task-template-unknown': "there is no template '{template}'; choose one of {templates}",
  'task-place-unknown': "'{place}' is no place for a task; use one of {places}",
  'task-limit-invalid': "'{value}' is no time limit; give minutes, above 0 and at most 1440",
  'task-outputs-missing': 'an agent task names what it may write; add --output PATH',
  'task-commit-missing':
    'there is no git commit to make a worktree from; commit first, or add --place workspace',
  'task-agent-unknown':
    "there is no command for the agent '{agent}'; use one of {agents}, or set taskCommands.{agent} in ninefold.json",
  'task-command-waiting':
    "nobody on this machine accepted the command {command} that ninefold.json sets for the agent '{agent}'; nothing was run, `ninefold config trust` accepts it",
  'task-program-missing':
    "the program '{program}' is not to be found; install it, or set taskCommands.{agent} in ninefold.json",
  'task-running': "agent task '{id}' is running; wait for its end, or `ninefold tasks cancel {id}`",
  'task-not-running': "agent task '{id}' is {state}; there is nothing to cancel",
  'task-closed': "agent task '{id}' is {state}; `ninefold tasks create` makes a new one",
  'task-failed':
    "agent task '{id}' failed: {reason}; its log is {log}, `ninefold tasks run {id}` runs it again",
  'task-damaged':
    "agent task '{id}' cannot be read ({file}: {reason}); mend it, or `ninefold tasks discard {id}`",
  'task-worktree-failed': 'git could not make a worktree in {path} ({reason}); nothing was changed',
  'task-worktree-left':
    "'{path}' could not be removed ({reason}); mend the cause and `ninefold tasks discard {id}` again",
  'task-unreadable':
    "what agent task '{id}' left cannot be read ({reason}); look at {path}, run it again or discard it",
  'task-too-many': "agent task '{id}' left more than {max} files; look at {path} and discard it",
  'task-file-unknown':
    "agent task '{id}' has no file '{path}'; `ninefold tasks diff {id}` shows the ones it has",
  'task-file-refused': "'{path}' is never merged: {reason}; leave it out",
  'task-file-undeclared':
    "'{path}' was not declared as output; look at it, then add --include-undeclared to take it",
  'task-nothing': "agent task '{id}' has nothing to merge; `ninefold tasks diff {id}` says why",
  'task-conflict':
    '{files} changed on both sides; nothing was merged, resolve the marked copies in {folder} and add --resolved',
  'task-conflict-whole':
    "'{path}' changed on both sides and cannot be put together; nothing was merged, take it with --theirs {path} or leave it with --reject {path}",
  'task-unresolved': "'{path}' still has conflict marks; nothing was merged, resolve them first",
  'task-file-moved': "'{path}' changed while it was merged; nothing was merged, look at the task again",
  'task-merge-failed': "'{path}' could not be written ({reason}); nothing was merged",
  'task-merge-of-person':
    'only a person merges what an agent task wrote (rule approvedBy); ask one to look at it',
  'agent-not-connectable': "'{agent}' is no agent that can be connected; use one of {agents}",
  'settings-invalid': '{file}:{line}: {reason}; nothing was changed, mend the file and try again',
  'settings-read-only': "'{path}' is read-only; nothing was changed, make it writable and try again",
  'settings-link-outside':
    "'{path}' is a link that leads out of the folder, to '{target}'; nothing was changed, connect for the user (--user) or put a file there",
  'settings-link-broken': "'{path}' is a link to nothing; nothing was changed, mend the link and try again",
  'settings-changed':
    "'{path}' was changed meanwhile; nothing was written, look at the difference again and repeat",
  'settings-foreign':
    "'{path}' is there already and is not Ninefold's; it was left as it is, move it away and try again",
  untrusted: 'this folder is not trusted; trust it to let Ninefold write here',
  'folder-none': 'no folder is open; open one to start a workflow',
} as const;

export type ErrorCode = keyof typeof MESSAGES;

/** Failures to read state: a journal, a record, rules, whatever Ninefold keeps. Every other failure is a refusal. */
const UNREADABLE_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'state-damaged',
  'file-damaged',
  'file-unreadable',
  'state-newer',
  'event-newer',
  'rules-invalid',
  'task-damaged',
  'file-not-plain',
  'file-too-large',
]);

/** Exit code of the command line for an expected failure: the one place that decides it. */
export function exitCodeOf(code: ErrorCode): 1 | 3 {
  return UNREADABLE_CODES.has(code) ? UNREADABLE : REFUSED;
}

/**
 * Fills a template's `{name}` places; a place without a parameter stays as it is.
 *
 * @example formatMessage('no {what}', { what: 'tea' }) // 'no tea'
 */
export function formatMessage(template: string, parameters: MessageParameters): string {
  return template.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(parameters[name] ?? place));
}
