/** The environment and the settings that git is called with: ours, and nothing that the caller's `GIT_*` variables say. */

import { randomUUID } from 'node:crypto';
import { devNull } from 'node:os';

export type Variables = Readonly<Record<string, string | undefined>>;

/** What git needs of the caller's environment to find the person's own settings; Windows needs the rest to run at all. */
const NEEDED_BY_LOOKS = [
  'HOME',
  'XDG_CONFIG_HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'ALLUSERSPROFILE',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'SYSTEMDRIVE',
  'SYSTEMROOT',
  'WINDIR',
];

/**
 * Of the caller's `GIT_*` an agent keeps those that say who the person is and how this machine reaches a remote. None of
 * the others: in a hook they name the repository, the index and the editor of somebody else's call.
 */
const KEPT_FOR_AGENTS =
  /^GIT_(?:(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL)|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)|SSH(?:_COMMAND|_VARIANT)?|(?:ASKPASS|TERMINAL_PROMPT)|(?:SSL|HTTP|LFS)_\w+)$/i;

/** `cmd.exe` and what starts programs as it does look into the current folder first, unless this is set. */
const NO_CURRENT_FOLDER = { NoDefaultCurrentDirectoryInExePath: '1' };

/** Set in every call: no lock, no question, one language. */
const QUIET = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };

/**
 * The only transport that a look allows: none has this name. A list of protocols in the environment counts more than any
 * `protocol.*.allow` of a config, but an empty one would let `remote.*.vcs` name a helper by the empty text.
 */
const NO_TRANSPORT = `none-${randomUUID()}`;

/**
 * The environment of git that only looks: a short list of the caller's variables, and every transport closed. Lazy fetch of
 * a partial clone is switched off by `GIT_NO_LAZY_FETCH` (git 2.45, 2.39.4 and the other releases of that day); an older
 * git starts it, and it ends at the closed transport before any program of the remote is run.
 *
 * @param path the `PATH` to give it
 */
export function readOnlyEnvironment(
  env: Variables,
  platform: NodeJS.Platform,
  path: string,
): NodeJS.ProcessEnv {
  const needed = Object.entries(env).filter(([name]) =>
    NEEDED_BY_LOOKS.includes(platform === 'win32' ? name.toUpperCase() : name),
  );
  return {
    ...Object.fromEntries(needed),
    ...QUIET,
    ...(platform === 'win32' ? NO_CURRENT_FOLDER : {}),
    PATH: path,
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: NO_TRANSPORT,
    GIT_PROTOCOL_FROM_USER: '0',
  };
}

/** The environment of git that makes a task's worktree, whose filters and remotes may need anything but `GIT_*`. */
export function taskGitEnvironment(
  env: Variables,
  platform: NodeJS.Platform,
  path: string,
): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(?:GIT_.*|PATH)$/i.test(name));
  return {
    ...Object.fromEntries(kept),
    ...QUIET,
    ...(platform === 'win32' ? NO_CURRENT_FOLDER : {}),
    PATH: path,
  };
}

/** The environment of an agent that is started: it works on its own repository, whoever's git call we run in. */
export function agentEnvironment(env: Variables): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name) || KEPT_FOR_AGENTS.test(name));
  return Object.fromEntries(kept);
}

/** Programs that a config names and that no call of ours runs, a task's neither. */
const NO_PROGRAMS = {
  'core.hooksPath': devNull,
  'core.fsmonitor': 'false',
  'submodule.recurse': 'false',
};

/** And those that no look runs. The last two change what a look reads, not what it runs. */
const ONLY_LOOKING = {
  ...NO_PROGRAMS,
  'log.showSignature': 'false',
  'status.submoduleSummary': 'false',
  'protocol.allow': 'never',
  'safe.bareRepository': 'explicit',
  'i18n.logOutputEncoding': 'UTF-8',
};

/** Options of `git` itself before a look's command. @param more settings, by key */
export function readOnlyOptions(more: Readonly<Record<string, string>> = {}): readonly string[] {
  return ['--no-pager', ...settings({ ...ONLY_LOOKING, ...more })];
}

/** Options of `git` itself before the command that makes a task's worktree. @param more settings, by key */
export function taskOptions(more: Readonly<Record<string, string>> = {}): readonly string[] {
  return ['--no-pager', ...settings({ ...NO_PROGRAMS, ...more })];
}

function settings(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}
