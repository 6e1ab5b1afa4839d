/** Expected failures of agent tasks. */

import { LONGEST, MAX_TASK_MINUTES } from '../workflow/limits.ts';
import type { Failure } from './failure.ts';

export const TASK_FAILURES = {
  'check-program-missing': {
    what: "program '{program}' not found on the PATH",
    remedy: 'install it or use its path',
    mcp: 'ask a person to install it or to correct `checks` in ninefold.json',
  },
  'check-separator-missing': {
    what: "missing '--' between step '{step}' and the command",
    remedy: 'run `ninefold check {step} -- COMMAND`',
    window: null,
  },
  'check-program-inside': {
    what: "'{program}' would run {path}, which is in the workspace folder",
    remedy: 'use its path if you want to run it',
    mcp: 'ask a person to use its path in `checks` of ninefold.json',
  },
  'check-needs-shell': {
    what: "'{line}' needs a shell",
    remedy: 'use one program with its arguments, or call a script',
  },
  'check-argument-invalid': {
    what: "can't pass an argument with a line break to '{program}', which is a batch file",
    remedy: 'remove the line break, or call the program that the batch file runs',
  },
  'check-unstartable': {
    what: "can't start '{program}' ({reason})",
    remedy: 'check if this machine can run it',
  },
  'check-unknown': {
    what: "no accepted check is called '{name}' ({names})",
    remedy: 'set `checks.{name}` in ninefold.json and accept it with `ninefold config trust`',
    window: 'add it to checks in ninefold.json, and accept it',
    mcp: 'run its command with `ninefold check COMMAND` in your own shell',
  },
  'task-none-such': {
    what: 'no agent task to select',
    remedy: 'create one with `ninefold tasks create`',
    window: 'create one',
  },
  'task-unknown': {
    what: "agent task '{id}' not found",
    remedy: '`ninefold tasks list --all` lists all tasks',
    window: null,
    mcp: 'call list_agent_tasks to see all tasks',
  },
  'task-exists': { what: "agent task '{id}' already exists", remedy: 'choose another id' },
  'task-id-invalid': {
    what: "invalid task id '{id}'",
    remedy: `use 1 to ${LONGEST.taskId} lowercase letters, digits, or dashes, starting with a letter or digit`,
  },
  'task-template-unknown': { what: "unknown template '{template}'", remedy: 'use one of {templates}' },
  'task-place-unknown': { what: "invalid place '{place}' for a task", remedy: 'use one of {places}' },
  'task-limit-invalid': {
    what: "invalid time limit '{value}'",
    remedy: `use minutes, more than 0 and at most ${MAX_TASK_MINUTES}`,
  },
  'task-outputs-missing': {
    what: 'an agent task must declare the paths it may write',
    remedy: 'add --output PATH',
    window: 'enter at least one path',
    mcp: 'provide outputs',
  },
  'task-commit-missing': {
    what: "can't create a worktree because there is no git commit",
    remedy: 'commit first, or add --place workspace',
    window: 'commit first, or set tasks.place to workspace in ninefold.json',
    mcp: 'ask a person to commit, or set place to workspace',
  },
  'task-agent-unknown': {
    what: "unknown agent '{agent}'",
    remedy: 'use one of {agents}, or set taskCommands.{agent} in ninefold.json',
  },
  'task-command-waiting': {
    what: "ninefold.json sets a command for the agent '{agent}' that isn't accepted on this machine yet",
    remedy: 'accept {command} with `ninefold config trust` (nothing was run)',
    window: 'accept it with Open Rules (nothing was run)',
    mcp: 'ask a person to accept {command}, or choose another agent',
  },
  'agent-not-started': {
    what: "{agent} didn't start, because the terminal can't find or run '{program}'",
    remedy: 'check the PATH of your shell, or continue with another agent; the handoff is saved',
  },
  'task-program-missing': {
    what: "program '{program}' not found",
    remedy: 'install it, or set taskCommands.{agent} in ninefold.json',
  },
  'task-running': {
    what: "agent task '{id}' is running",
    remedy: 'wait until it ends, or cancel it with `ninefold tasks cancel {id}`',
    window: 'wait until it ends, or cancel it',
  },
  'task-not-running': { what: "agent task '{id}' is {state}", remedy: 'there is nothing to cancel' },
  'task-closed': {
    what: "agent task '{id}' is {state}",
    remedy: 'create a new one with `ninefold tasks create`',
    window: 'create a new one',
  },
  'task-failed': {
    what: "agent task '{id}' failed: {reason}",
    remedy: 'see its log {log}, or run it again with `ninefold tasks run {id}`',
    window: 'see its log for details, or run it again',
  },
  'task-damaged': {
    what: "can't read agent task '{id}' ({file}: {reason})",
    remedy: 'fix the file, or discard the task with `ninefold tasks discard {id}`',
    window: 'fix the file, or discard the task',
    exitCode: 3,
  },
  'task-worktree-failed': {
    what: "git can't create a worktree in {path} ({reason})",
    remedy: 'fix the cause and try again (nothing was changed)',
  },
  'task-worktree-left': {
    what: "can't remove '{path}' ({reason})",
    remedy: 'fix the cause and run `ninefold tasks discard {id}` again',
    window: "fix the cause and discard '{id}' again",
  },
  'task-unreadable': {
    what: "can't read the output of agent task '{id}' ({reason})",
    remedy: 'check {path}, then run the task again or discard it',
  },
  'task-too-many': {
    what: "agent task '{id}' left more than {max} files",
    remedy: 'check {path}, then discard the task',
  },
  'task-file-unknown': {
    what: "agent task '{id}' has no file '{path}'",
    remedy: '`ninefold tasks diff {id}` lists its files',
    window: null,
  },
  'task-file-refused': { what: "can't merge '{path}': {reason}", remedy: 'leave it out' },
  'task-file-undeclared': {
    what: "'{path}' wasn't declared as output",
    remedy: 'review it, then add --include-undeclared to merge it',
    window: 'review it, then accept it on its own',
  },
  'task-nothing': {
    what: "agent task '{id}' has nothing to merge",
    remedy: '`ninefold tasks diff {id}` shows why',
    window: 'its files show why',
  },
  'task-conflict': {
    what: '{files} changed on both sides',
    remedy: 'resolve the marked copies in {folder}, then add --resolved (nothing was merged)',
    window: 'resolve the marked copies in {folder}, then merge again (nothing was merged)',
  },
  'task-conflict-whole': {
    what: "'{path}' changed on both sides and can't be merged automatically",
    remedy: 'take it with --theirs {path} or leave it out with --reject {path} (nothing was merged)',
    window: "take the task's version or reject it (nothing was merged)",
  },
  'task-unresolved': {
    what: "'{path}' still contains conflict markers",
    remedy: 'resolve them first (nothing was merged)',
  },
  'task-file-moved': {
    what: "'{path}' changed during the merge",
    remedy: 'review the task again (nothing was merged)',
  },
  'task-merge-failed': {
    what: "can't write '{path}' ({reason})",
    remedy: 'fix the cause and merge again (nothing was merged)',
  },
  'task-merge-of-person': {
    what: 'only a person can merge what an agent task wrote (rule approvedBy)',
    remedy: 'ask a person to review it',
  },
} as const satisfies Readonly<Record<string, Failure>>;
