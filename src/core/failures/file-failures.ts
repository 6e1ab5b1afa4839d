/** Expected failures of files: paths, folders, rules, settings of other tools, locks. */

import type { Failure } from './failure.ts';

export const FILE_FAILURES = {
  'path-outside': { what: "'{path}' is outside the workspace folder", remedy: 'give a path inside {folder}' },
  'path-invalid': {
    what: "'{path}' is no path of a file",
    remedy: 'give one relative to the workspace folder',
  },
  'transcript-missing': { what: "there is no transcript '{path}'", remedy: 'give the path of a .jsonl file' },
  'transcript-compressed': {
    what: "'{path}' is compressed, which cannot be read here",
    remedy: "unpack it first ('zstd -d {path}')",
  },
  'transcript-unrecognized': {
    what: "'{path}' doesn't say which agent wrote it",
    remedy: 'name it with --agent, one of {agents}',
    window: "it can't be read here",
  },
  'transcript-unreadable': {
    what: "'{path}' cannot be read ({reason})",
    remedy: 'check the path and its permissions',
  },
  'folder-missing': {
    what: "there is no folder '{path}'",
    remedy: 'give one that exists with --cwd',
    window: 'open one that exists',
  },
  'folder-read-only': {
    what: "'{path}' cannot be written ({reason})",
    remedy: 'make it writable or choose another with --state-dir',
    window: 'make it writable or choose another with the setting ninefold.stateDirectory',
  },
  'file-unwritable': {
    what: "'{path}' cannot be written ({reason})",
    remedy: 'nothing was changed, mend the cause and try again',
  },
  'file-unreadable': {
    what: "'{path}' cannot be read ({reason})",
    remedy: 'mend the cause and try again',
    exitCode: 3,
  },
  'path-unreadable': {
    what: "'{path}' cannot be read ({reason})",
    remedy: 'check the path and its permissions',
  },
  'file-not-plain': {
    what: "'{path}' cannot be read ({reason})",
    remedy: 'delete it, or put back what belongs there',
    exitCode: 3,
  },
  'file-too-large': {
    what: "'{path}' is larger than {most}, the most that is read of such a file",
    remedy: 'make it smaller, or move it away',
    exitCode: 3,
  },
  'link-outside': {
    what: "'{path}' is a link that leads out of the folder, to '{target}'",
    remedy: 'nothing was changed, put a plain file or folder there',
  },
  'file-exists': {
    what: "'{path}' exists already",
    remedy: 'it was left as it is, open it or add it as a deliverable',
  },
  'file-missing': { what: "there is no file '{path}'", remedy: 'check the path' },
  'state-damaged': {
    what: '{file}:{line}: {reason}',
    remedy: 'nothing was changed, run `ninefold recover {id}`',
    window: 'nothing was changed, use Recover Workflow',
    mcp: 'nothing was changed, tell a person, who can recover it (`ninefold recover {id}`)',
    exitCode: 3,
  },
  'file-damaged': {
    what: '{file}:{line}: {reason}',
    remedy: 'it was left as it is, mend it or move it away and Ninefold begins a new one',
    exitCode: 3,
  },
  'state-newer': {
    what: '{file} was written by a newer Ninefold (version {version})',
    remedy: 'update Ninefold, the file was left alone',
    exitCode: 3,
  },
  'event-newer': {
    what: "{file} has an event '{type}', which only a newer Ninefold knows",
    remedy: 'update Ninefold, the file was left alone',
    exitCode: 3,
  },
  'rules-invalid': {
    what: '{file}:{line}: {reason}',
    remedy: 'mend the file, it was left as it is',
    exitCode: 3,
  },
  'rule-unknown': {
    what: "there is no rule '{key}'",
    remedy: '`ninefold config` lists the rules',
    window: 'ninefold.json completes the ones there are',
  },
  'rule-invalid': { what: '{reason}', remedy: 'nothing was changed, give another value' },
  'rule-of-person': {
    what: "only a person sets '{key}', as it says who may approve or what is run",
    remedy: 'ask one to',
  },
  'rule-loosens': {
    what: "only a person sets '{key}' to {value}, as it loosens what the default guards",
    remedy: 'ask one to',
  },
  'rules-waiting': {
    what: 'ninefold.json sets {names}, which nobody on this machine accepted',
    remedy: 'the defaults hold until a person runs `ninefold config trust`',
    window: 'the defaults hold until you accept them',
    mcp: 'the defaults hold until a person does',
  },
  'trust-of-person': {
    what: 'only a person accepts the rules of ninefold.json',
    remedy: 'ask one to run `ninefold config trust`',
    window: null,
  },
  'trust-no-terminal': {
    what: 'rules are accepted where a person reads them first',
    remedy: 'run `ninefold config trust` in a terminal, or accept them in VS Code',
    window: null,
  },
  'lock-busy': {
    what: "can't write the state: '{path}' is held by {holder}",
    remedy: 'try again in a moment, or delete that file if nothing is running',
  },
  'edit-set-aside': {
    what: "'{path}' was edited and is written anew",
    remedy: "what stood there is kept in '{kept}'",
  },
  'line-set-aside': {
    what: 'a process died while it wrote and left {bytes} bytes of a line',
    remedy: "they are in '{path}' now, no saved change is lost",
  },
  'lock-lost': {
    what: 'this process stood still for so long that another one took over writing',
    remedy: 'nothing was changed, try again',
  },
  'agent-not-connectable': {
    what: "'{agent}' is no agent that can be connected",
    remedy: 'use one of {agents}',
  },
  'settings-invalid': {
    what: '{file}:{line}: {reason}',
    remedy: 'nothing was changed, mend the file and try again',
  },
  'settings-read-only': {
    what: "'{path}' is read-only",
    remedy: 'nothing was changed, make it writable and try again',
  },
  'settings-link-outside': {
    what: "'{path}' is a link that leads out of the folder, to '{target}'",
    remedy: 'nothing was changed, connect for the user (--user) or put a file there',
    window: 'nothing was changed, connect for all your folders or put a file there',
  },
  'settings-link-broken': {
    what: "'{path}' is a link to nothing",
    remedy: 'nothing was changed, mend the link and try again',
  },
  'settings-changed': {
    what: "'{path}' was changed meanwhile",
    remedy: 'nothing was written, look at the difference again and repeat',
  },
  'settings-foreign': {
    what: "'{path}' is there already and is not Ninefold's",
    remedy: 'it was left as it is, move it away and try again',
  },
  untrusted: { what: 'this folder is not trusted', remedy: 'trust it to let Ninefold write here' },
  'folder-none': { what: 'no folder is open', remedy: 'open one to start a workflow' },
} as const satisfies Readonly<Record<string, Failure>>;
