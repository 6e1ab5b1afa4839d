/** Expected failures of agent tasks. */

import type { Failure } from './failure.ts';

export const TASK_FAILURES = {
  'check-program-missing': {
    what: "the program '{program}' is not on the PATH",
    remedy: 'install it, or give its path',
    mcp: 'ask a person to install it or to correct `checks` in ninefold.json',
  },
  'check-program-inside': {
    what: "'{program}' would run {path}, which is in the workspace folder",
    remedy: 'name it by that path if you mean it',
    mcp: 'ask a person to name it by its path in `checks` of ninefold.json',
  },
  'check-argument-invalid': {
    what: "an argument of '{program}' has a line break, which a batch file can't be given",
    remedy: 'leave it out, or call the program behind the batch file',
  },
  'check-unstartable': {
    what: "'{program}' can't be started ({reason})",
    remedy: 'see whether it is a program that this machine runs',
  },
  'check-unknown': {
    what: "there is no check '{name}' that a person accepted ({names})",
    remedy: 'set `checks.{name}` in ninefold.json and accept it with `ninefold config trust`',
    window: 'add it to checks in ninefold.json, and accept it',
    mcp: 'run its command with `ninefold check COMMAND` in your own shell',
  },
  'task-none-such': {
    what: 'no agent task is given, and there is none to choose',
    remedy: '`ninefold tasks create` makes one',
    window: 'create one',
  },
  'task-unknown': {
    what: "there is no agent task '{id}' here",
    remedy: '`ninefold tasks list --all` shows the ones there are',
    window: null,
    mcp: 'call list_agent_tasks for the ones there are',
  },
  'task-exists': { what: "agent task '{id}' exists already", remedy: 'choose another id' },
  'task-id-invalid': {
    what: "'{id}' is no id of a task",
    remedy: 'use 1 to 40 lower case letters, digits or dashes, starting with a letter or digit',
  },
  'task-template-unknown': { what: "there is no template '{template}'", remedy: 'choose one of {templates}' },
  'task-place-unknown': { what: "'{place}' is no place for a task", remedy: 'use one of {places}' },
  'task-limit-invalid': {
    what: "'{value}' is no time limit",
    remedy: 'give minutes, above 0 and at most 1440',
  },
  'task-outputs-missing': {
    what: 'an agent task names what it may write',
    remedy: 'add --output PATH',
    window: 'give at least one path',
    mcp: 'give outputs',
  },
  'task-commit-missing': {
    what: 'there is no git commit to make a worktree from',
    remedy: 'commit first, or add --place workspace',
    window: 'commit first, or set tasks.place to workspace in ninefold.json',
    mcp: 'ask a person to commit, or give place: workspace',
  },
  'task-agent-unknown': {
    what: "there is no command for the agent '{agent}'",
    remedy: 'use one of {agents}, or set taskCommands.{agent} in ninefold.json',
  },
  'task-command-waiting': {
    what: "nobody on this machine accepted the command that ninefold.json sets for the agent '{agent}'",
    remedy: 'nothing was run, `ninefold config trust` accepts {command}',
    window: 'nothing was run, Open Rules lets you accept it',
    mcp: 'ask a person to accept {command}, or choose another agent',
  },
  'task-program-missing': {
    what: "the program '{program}' is not to be found",
    remedy: 'install it, or set taskCommands.{agent} in ninefold.json',
  },
  'task-running': {
    what: "agent task '{id}' is running",
    remedy: 'wait for its end, or `ninefold tasks cancel {id}`',
    window: 'wait for its end, or cancel it',
  },
  'task-not-running': { what: "agent task '{id}' is {state}", remedy: 'there is nothing to cancel' },
  'task-closed': {
    what: "agent task '{id}' is {state}",
    remedy: '`ninefold tasks create` makes a new one',
    window: 'create a new one',
  },
  'task-failed': {
    what: "agent task '{id}' failed: {reason}",
    remedy: 'its log is {log}, `ninefold tasks run {id}` runs it again',
    window: 'its log says more, and it can be run again',
  },
  'task-damaged': {
    what: "agent task '{id}' cannot be read ({file}: {reason})",
    remedy: 'mend it, or `ninefold tasks discard {id}`',
    window: 'mend it, or discard the task',
    exitCode: 3,
  },
  'task-worktree-failed': {
    what: 'git could not make a worktree in {path} ({reason})',
    remedy: 'nothing was changed',
  },
  'task-worktree-left': {
    what: "'{path}' could not be removed ({reason})",
    remedy: 'mend the cause and `ninefold tasks discard {id}` again',
    window: "mend the cause and discard '{id}' again",
  },
  'task-unreadable': {
    what: "what agent task '{id}' left cannot be read ({reason})",
    remedy: 'look at {path}, run it again or discard it',
  },
  'task-too-many': {
    what: "agent task '{id}' left more than {max} files",
    remedy: 'look at {path} and discard it',
  },
  'task-file-unknown': {
    what: "agent task '{id}' has no file '{path}'",
    remedy: '`ninefold tasks diff {id}` shows the ones it has',
    window: null,
  },
  'task-file-refused': { what: "'{path}' is never merged: {reason}", remedy: 'leave it out' },
  'task-file-undeclared': {
    what: "'{path}' was not declared as output",
    remedy: 'look at it, then add --include-undeclared to take it',
    window: 'look at it, then accept it by itself',
  },
  'task-nothing': {
    what: "agent task '{id}' has nothing to merge",
    remedy: '`ninefold tasks diff {id}` says why',
    window: 'its files show why',
  },
  'task-conflict': {
    what: '{files} changed on both sides',
    remedy: 'nothing was merged, resolve the marked copies in {folder} and add --resolved',
    window: 'nothing was merged, resolve the marked copies in {folder} and merge again',
  },
  'task-conflict-whole': {
    what: "'{path}' changed on both sides and cannot be put together",
    remedy: 'nothing was merged, take it with --theirs {path} or leave it with --reject {path}',
    window: "nothing was merged, take the task's version or reject it",
  },
  'task-unresolved': {
    what: "'{path}' still has conflict marks",
    remedy: 'nothing was merged, resolve them first',
  },
  'task-file-moved': {
    what: "'{path}' changed while it was merged",
    remedy: 'nothing was merged, look at the task again',
  },
  'task-merge-failed': { what: "'{path}' could not be written ({reason})", remedy: 'nothing was merged' },
  'task-merge-of-person': {
    what: 'only a person merges what an agent task wrote (rule approvedBy)',
    remedy: 'ask one to look at it',
  },
} as const satisfies Readonly<Record<string, Failure>>;
