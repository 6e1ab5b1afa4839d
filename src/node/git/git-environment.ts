/** Environment and settings for running git: our own, without the caller's `GIT_*` variables. */

import { randomUUID } from 'node:crypto';
import { devNull } from 'node:os';

export type Variables = Readonly<Record<string, string | undefined>>;

/** Variables that git needs to find the person's settings; Windows needs the rest to run at all. */
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
 * Of the caller's `GIT_*`, an agent keeps those that identify the person and configure access to remotes. In a hook,
 * the others name the repository, index, and editor of someone else's call.
 */
const KEPT_FOR_AGENTS =
  /^GIT_(?:(?:AUTHOR|COMMITTER)_(?:NAME|EMAIL)|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)|SSH(?:_COMMAND|_VARIANT)?|(?:ASKPASS|TERMINAL_PROMPT)|(?:SSL|HTTP|LFS)_\w+)$/i;

/** Without this, `cmd.exe` and similar launchers search the current folder first. */
const NO_CURRENT_FOLDER = { NoDefaultCurrentDirectoryInExePath: '1' };

/** For every call: no lock, no prompt, one language. */
const QUIET = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };

/**
 * The only transport that a query allows: none has this name. A list of protocols in the environment overrides any
 * `protocol.*.allow` of a config, but with an empty one, `remote.*.vcs` could name a helper by the empty text.
 */
const NO_TRANSPORT = `none-${randomUUID()}`;

/**
 * Returns the environment for read-only git: a short list of the caller's variables, and no transport.
 * `GIT_NO_LAZY_FETCH` (git 2.45, 2.39.4, and the other releases of that day) disables the lazy fetch of a partial
 * clone; an older git starts it, but fails at the disabled transport before it runs any program of the remote.
 *
 * @param path the `PATH` to pass
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

/** Returns the environment for making a task's worktree, whose filters and remotes may need anything but `GIT_*`. */
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

/** Returns the environment for an agent: it works on its own repository, not on that of a git call that we run in. */
export function agentEnvironment(env: Variables): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^GIT_/i.test(name) || KEPT_FOR_AGENTS.test(name));
  return Object.fromEntries(kept);
}

/** Programs in a config that none of our calls runs, not even a task's. */
const NO_PROGRAMS = {
  'core.hooksPath': devNull,
  'core.fsmonitor': 'false',
  'submodule.recurse': 'false',
};

/** Programs that no query runs. The last two change what a query reads, not what it runs. */
const ONLY_LOOKING = {
  ...NO_PROGRAMS,
  'log.showSignature': 'false',
  'status.submoduleSummary': 'false',
  'protocol.allow': 'never',
  'safe.bareRepository': 'explicit',
  'i18n.logOutputEncoding': 'UTF-8',
};

/**
 * Returns git's own options before a query's command.
 *
 * @param more settings, by key
 */
export function readOnlyOptions(more: Readonly<Record<string, string>> = {}): readonly string[] {
  return ['--no-pager', ...settings({ ...ONLY_LOOKING, ...more })];
}

/**
 * Returns git's own options before the command that makes a task's worktree.
 *
 * @param more settings, by key
 */
export function taskOptions(more: Readonly<Record<string, string>> = {}): readonly string[] {
  return ['--no-pager', ...settings({ ...NO_PROGRAMS, ...more })];
}

function settings(values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}
