/** Expected failures of files: paths, folders, rules, settings of other tools, locks. */

import type { Failure } from './failure.ts';

export const FILE_FAILURES = {
  'path-outside': { what: "'{path}' is outside the workspace folder", remedy: 'use a path inside {folder}' },
  'path-invalid': {
    what: "invalid file path '{path}'",
    remedy: 'use a path relative to the workspace folder',
  },
  'transcript-missing': { what: "transcript '{path}' not found", remedy: 'use the path of a .jsonl file' },
  'transcript-compressed': {
    what: "can't read '{path}' because it's compressed",
    remedy: "decompress it first ('zstd -d {path}')",
  },
  'transcript-unrecognized': {
    what: "can't tell which agent wrote '{path}'",
    remedy: 'name it with --agent ({agents})',
    window: "it can't be read here",
  },
  'transcript-unreadable': {
    what: "can't read '{path}' ({reason})",
    remedy: 'check the path and its permissions',
  },
  'folder-missing': {
    what: "folder '{path}' not found",
    remedy: 'choose an existing folder with --cwd',
    window: 'open an existing folder',
  },
  'folder-read-only': {
    what: "can't write to '{path}' ({reason})",
    remedy: 'make it writable or choose another folder with --state-dir',
    window: 'make it writable or choose another folder with the setting ninefold.stateDirectory',
  },
  'file-unwritable': {
    what: "can't write '{path}' ({reason})",
    remedy: 'fix the cause and try again (nothing was changed)',
  },
  'file-unreadable': {
    what: "can't read '{path}' ({reason})",
    remedy: 'fix the cause and try again',
    exitCode: 3,
  },
  'path-unreadable': {
    what: "can't read '{path}' ({reason})",
    remedy: 'check the path and its permissions',
  },
  'file-not-plain': {
    what: "can't read '{path}' ({reason})",
    remedy: 'delete it or restore the original file',
    exitCode: 3,
  },
  'file-too-large': {
    what: "'{path}' is larger than the limit of {most}",
    remedy: 'make it smaller or move it away',
    exitCode: 3,
  },
  'link-outside': {
    what: "'{path}' is a link that points outside the folder, to '{target}'",
    remedy: 'replace it with a plain file or folder (nothing was changed)',
  },
  'file-exists': {
    what: "'{path}' already exists",
    remedy: 'open it or add it as a deliverable (it was left unchanged)',
  },
  'file-missing': { what: "file '{path}' not found", remedy: 'check the path' },
  'state-damaged': {
    what: '{file}:{line}: {reason}',
    remedy: 'run `ninefold recover {id}` (nothing was changed)',
    window: 'run Recover Workflow (nothing was changed)',
    mcp: 'ask a person to recover it with `ninefold recover {id}`, or call switch_workflow or start_workflow for another (nothing was changed)',
    exitCode: 3,
  },
  'file-damaged': {
    what: '{file}:{line}: {reason}',
    remedy: 'fix the file, or move it away and Ninefold creates a new one (it was left unchanged)',
    exitCode: 3,
  },
  'state-newer': {
    what: '{file} was written by a newer Ninefold (version {version})',
    remedy: 'update Ninefold (the file was left unchanged)',
    exitCode: 3,
  },
  'event-newer': {
    what: "{file} contains the event '{type}' of a newer Ninefold",
    remedy: 'update Ninefold (the file was left unchanged)',
    exitCode: 3,
  },
  'rules-invalid': {
    what: '{file}:{line}: {reason}',
    remedy: 'fix the file (it was left unchanged)',
    exitCode: 3,
  },
  'rule-unknown': {
    what: "unknown rule '{key}'",
    remedy: '`ninefold config` lists the rules',
    window: 'IntelliSense in ninefold.json lists the rules',
  },
  'rule-invalid': { what: '{reason}', remedy: 'ninefold.json is unchanged' },
  'rule-of-person': {
    what: "only a person can set '{key}', because it controls who can approve or what is run",
    remedy: 'ask a person to set it',
  },
  'rule-loosens': {
    what: "only a person can set '{key}' to {value}, because it loosens a safeguard",
    remedy: 'ask a person to set it',
  },
  'rules-waiting': {
    what: 'ninefold.json sets {names}, not yet accepted on this machine',
    remedy: 'the defaults apply until a person runs `ninefold config trust`',
    window: 'the defaults apply until you accept them',
    mcp: 'the defaults apply until a person accepts them',
  },
  'trust-of-person': {
    what: 'only a person can accept the rules of ninefold.json',
    remedy: 'ask a person to run `ninefold config trust`',
    window: null,
  },
  'trust-no-terminal': {
    what: "can't accept rules here, because a person must review them first",
    remedy: 'run `ninefold config trust` in a terminal, or accept them in VS Code',
    window: null,
  },
  'lock-busy': {
    what: "can't write the state because '{path}' is locked by {holder}",
    remedy: 'try again in a moment, or delete that file if nothing is running',
  },
  'edit-set-aside': {
    what: "'{path}' was edited, and Ninefold is regenerating it",
    remedy: "your edit is kept in '{kept}'",
  },
  'line-set-aside': {
    what: 'a process stopped while writing and left an incomplete line of {bytes} bytes',
    remedy: "it was moved to '{path}', and no saved change is lost",
  },
  'lock-lost': {
    what: 'this process was suspended for too long, and another one took over',
    remedy: 'try again (nothing was changed)',
  },
  'agent-not-connectable': {
    what: "can't connect the agent '{agent}'",
    remedy: 'use one of {agents}',
  },
  'agent-user-only': {
    what: '{agent} keeps its MCP servers for all your folders, not for one',
    remedy: 'add --user (nothing was changed)',
    window: 'connect it for all your folders',
  },
  'settings-invalid': {
    what: '{file}:{line}: {reason}',
    remedy: 'fix the file and try again (nothing was changed)',
  },
  'settings-read-only': {
    what: "'{path}' is read-only",
    remedy: 'make it writable and try again (nothing was changed)',
  },
  'settings-link-outside': {
    what: "'{path}' is a link that points outside the folder, to '{target}'",
    remedy: 'connect for the user (--user) or replace the link with a file (nothing was changed)',
    window: 'connect for all your folders or replace the link with a file (nothing was changed)',
  },
  'settings-link-broken': {
    what: "'{path}' is a broken link",
    remedy: 'fix the link and try again (nothing was changed)',
  },
  'settings-changed': {
    what: "'{path}' has changed in the meantime",
    remedy: 'review the difference and try again (nothing was written)',
  },
  'settings-foreign': {
    what: "'{path}' already exists and wasn't created by Ninefold",
    remedy: 'move it away and try again (it was left unchanged)',
  },
  untrusted: { what: "this folder isn't trusted", remedy: 'trust it to let Ninefold write here' },
  'folder-none': { what: 'no folder is open', remedy: 'open a folder to start a workflow' },
} as const satisfies Readonly<Record<string, Failure>>;
