/** Each way in which the caller's environment makes git run a program, write a file, or speak of another repository. */

import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { calls, status } from './trap.ts';
import type { Trap } from './trap.ts';
import type { TrapPlace } from './trap-place.ts';

/** A variable that names a program. */
function names(variable: string, spring: Trap['spring'], prepare?: Trap['set'], answer?: string): Trap {
  return {
    name: variable,
    set: (place) => {
      prepare?.(place);
      place.variables[variable] = place.trap('trap', answer);
    },
    spring,
  };
}

/** A blob is missing that a remote of this address has promised. */
const promisedAt =
  (url: string) =>
  (place: TrapPlace): void => {
    place.append(`[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n`);
    place.append(`[remote "origin"]\n\tpromisor = true\n\turl = ${url}\n`);
  };
const fetched = calls('cat-file', 'blob', '1234567890123456789012345678901234567890');
const credential = (place: TrapPlace): void => {
  place.git(['credential', 'fill'], 'protocol=https\nhost=example.com\n\n');
};
const amend = calls('commit', '--amend');
const log = (place: TrapPlace): void => place.onTerminal('log');

const PROGRAMS: readonly Trap[] = [
  names('GIT_SSH_COMMAND', fetched, promisedAt('ssh://localhost/nowhere')),
  names('GIT_SSH', fetched, promisedAt('ssh://localhost/nowhere')),
  names('GIT_PROXY_COMMAND', fetched, promisedAt('git://localhost/nowhere')),
  names('GIT_EXTERNAL_DIFF', calls('diff')),
  names('GIT_PAGER', log),
  names('PAGER', log),
  names('GIT_EDITOR', amend),
  names('EDITOR', amend),
  names('GIT_SEQUENCE_EDITOR', (place) => {
    place.git(['stash', '-q']);
    place.git(['rebase', '-i', 'HEAD~1']);
  }),
  names('GIT_ASKPASS', credential),
  names('SSH_ASKPASS', credential),
  {
    name: 'GIT_EXEC_PATH',
    set: (place) => {
      promisedAt('own::address')(place);
      place.trap('exec/git-remote-own');
      place.variables.GIT_EXEC_PATH = join(place.tools, 'exec');
    },
    spring: calls('remote-own'),
  },
  {
    name: 'GIT_TEMPLATE_DIR',
    set: (place) => {
      place.trap('template/hooks/post-index-change', 'exit 0');
      place.variables.GIT_TEMPLATE_DIR = join(place.tools, 'template');
    },
    spring: (place) => {
      place.git(['init', '-q', 'made']);
      place.git(['-C', 'made', 'read-tree', '--empty']);
    },
  },
];

/** Settings by the environment, to a file monitor and a filter. */
function settings(
  name: string,
  set: (place: TrapPlace, file: string) => Readonly<Record<string, string>>,
): Trap {
  return {
    name,
    set: (place) => {
      const program = place.trap();
      const file = join(place.tools, 'config');
      place.append(`[core]\n\tfsmonitor = ${program}\n[filter "env"]\n\tclean = ${program}\n`, file);
      place.write({ '.gitattributes': '*.bin filter=env\n' });
      Object.assign(place.variables, set(place, file));
    },
    spring: status,
  };
}

const SETTINGS: readonly Trap[] = [
  settings('GIT_CONFIG_GLOBAL', (_, file) => ({ GIT_CONFIG_GLOBAL: file })),
  settings('GIT_CONFIG_SYSTEM', (_, file) => ({ GIT_CONFIG_SYSTEM: file, GIT_CONFIG_NOSYSTEM: '0' })),
  settings('GIT_CONFIG_COUNT', (place) => ({
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.fsmonitor',
    GIT_CONFIG_VALUE_0: place.trap(),
  })),
  settings('GIT_CONFIG_PARAMETERS', (place) => ({
    GIT_CONFIG_PARAMETERS: `'core.fsmonitor'='${place.trap()}'`,
  })),
  settings('GIT_CONFIG_PARAMETERS to another file', (_, file) => ({
    GIT_CONFIG_PARAMETERS: `'include.path'='${file}'`,
  })),
];

/** Variables by which git writes into a file of its own accord. */
const WRITERS: readonly Trap[] = ['GIT_TRACE', 'GIT_TRACE_SETUP', 'GIT_TRACE2', 'GIT_TRACE2_EVENT'].map(
  (variable) => ({
    name: variable,
    set: (place) => {
      place.variables[variable] = place.log;
    },
    spring: status,
  }),
);

/** Programs called git, where the `PATH` leads into the workspace. */
function onPath(name: string, folder: (place: TrapPlace) => string): Trap {
  return {
    name: `PATH with ${name}`,
    set: (place) => {
      for (const file of ['git', 'bin/git', 'node_modules/.bin/git']) {
        mkdirSync(join(place.folder, file, '..'), { recursive: true });
        cpSync(place.trap(), join(place.folder, file));
      }
      place.variables.PATH = [folder(place), process.env.PATH ?? ''].join(delimiter);
    },
    // As a shell would find it.
    spring: (place) => place.shell('git status'),
    folders: ['sub'],
  };
}

const PATHS: readonly Trap[] = [
  onPath('the current folder', () => '.'),
  onPath('an empty entry', () => ''),
  onPath('a relative folder', () => 'bin'),
  onPath('the workspace', ({ folder }) => folder),
  onPath('a folder of the workspace', ({ folder }) => join(folder, 'node_modules/.bin')),
];

/** A variable that has plain git answer something else: it is proven by that, and no look may be misled. */
export interface Misleading {
  readonly name: string;
  readonly set: (place: TrapPlace) => void;
  /** A call of plain git whose answer differs by it. */
  readonly call: readonly string[];
}

const LISTED = ['status', '--porcelain', '--untracked-files=all'];
const HEAD = ['rev-parse', 'HEAD'];

function misled(name: string, value: (place: TrapPlace) => string, call = LISTED): Misleading {
  return {
    name,
    set: (place) => {
      place.variables[name] = value(place);
    },
    call,
  };
}

/** Another repository, with a history of its own. */
function other(place: TrapPlace): string {
  const folder = join(place.root, 'other');
  mkdirSync(folder);
  writeFileSync(join(folder, 'other.ts'), '');
  const author = ['-c', 'user.name=O', '-c', 'user.email=o@e'];
  for (const args of [
    ['init', '-q', '-b', 'other'],
    ['add', '.'],
    [...author, 'commit', '-qm', 'other'],
  ]) {
    place.git(['-C', folder, ...args]);
  }
  return folder;
}

export const MISLEADING: readonly Misleading[] = [
  misled('GIT_DIR', (place) => join(other(place), '.git'), HEAD),
  misled('GIT_WORK_TREE', other),
  {
    name: 'GIT_DIR and GIT_WORK_TREE',
    set: (place) => {
      const folder = other(place);
      Object.assign(place.variables, { GIT_DIR: join(folder, '.git'), GIT_WORK_TREE: folder });
    },
    call: HEAD,
  },
  misled('GIT_INDEX_FILE', (place) => join(other(place), '.git/index')),
  misled('GIT_OBJECT_DIRECTORY', (place) => join(other(place), '.git/objects'), ['cat-file', '-t', 'HEAD']),
  misled(
    'GIT_SHALLOW_FILE',
    (place) => {
      const file = join(place.tools, 'shallow');
      writeFileSync(file, place.done('rev-parse', 'HEAD'));
      return file;
    },
    ['rev-list', '--count', 'HEAD'],
  ),
  misled(
    'GIT_GRAFT_FILE',
    (place) => {
      const file = join(place.tools, 'grafts');
      writeFileSync(file, place.done('rev-parse', 'HEAD'));
      return file;
    },
    ['rev-list', '--count', 'HEAD'],
  ),
  misled('GIT_CEILING_DIRECTORIES', ({ folder }) => folder, [
    '-C',
    '.claude',
    'rev-parse',
    '--show-toplevel',
  ]),
  misled('GIT_NAMESPACE', () => 'own', ['upload-pack', '--advertise-refs', '.']),
  misled('GIT_LITERAL_PATHSPECS', () => '1', ['ls-files', '*.ts']),
  misled('GIT_ICASE_PATHSPECS', () => '1', ['ls-files', 'A.TS']),
  misled('GIT_NOGLOB_PATHSPECS', () => '1', ['ls-files', '*.ts']),
  misled('GIT_DEFAULT_HASH', () => 'none', ['init', '-q', '../made']),
  misled('GIT_OPTIONAL_LOCKS', () => 'maybe'),
  misled('GIT_REF_PARANOIA', () => 'maybe', ['for-each-ref']),
  misled('GIT_DISCOVERY_ACROSS_FILESYSTEM', () => 'maybe'),
];

export const ENVIRONMENT_TRAPS: readonly Trap[] = [...PROGRAMS, ...SETTINGS, ...WRITERS, ...PATHS];
