/** Each way in which a repository's config, attributes or hooks make git run a program. */

import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { DIFFS, FILTERS } from './content-traps.ts';
import { calls, setting, status } from './trap.ts';
import type { Trap } from './trap.ts';

function hook(name: string, spring: Trap['spring'], isNamed = false): Trap {
  return {
    name: `hook ${name}${isNamed ? ' by core.hooksPath' : ''}`,
    set: (place) => {
      const file = place.trap(`hooks/${name}`, 'exit 0');
      if (isNamed) place.config('core.hooksPath', join(place.tools, 'hooks'));
      else cpSync(file, join(place.folder, '.git/hooks', name));
    },
    spring,
  };
}

const HOOKS: readonly Trap[] = [
  hook('post-index-change', status),
  hook('post-index-change', status, true),
  hook('reference-transaction', calls('update-ref', 'refs/heads/other', 'HEAD')),
  hook('reference-transaction', calls('update-ref', 'refs/heads/other', 'HEAD'), true),
  hook('post-checkout', calls('worktree', 'add', '--detach', '../made')),
  hook('post-checkout', calls('worktree', 'add', '--detach', '../made'), true),
  hook('pre-commit', calls('commit', '-q', '--allow-empty', '-m', 'x')),
];

/** @param include the line that leads to the file, with FILE in it */
function included(name: string, include: string): Trap {
  return {
    name: `${name} to a file monitor and a filter`,
    set: (place) => {
      const file = join(place.tools, 'included');
      place.append(`[core]\n\tfsmonitor = ${place.trap()}\n[filter "in"]\n\tclean = ${place.trap()}\n`, file);
      place.append(include.replace('FILE', file));
      place.write({ '.gitattributes': '*.bin filter=in\n' });
    },
    spring: status,
  };
}

/** A blob of HEAD is missing, and a remote has promised it. */
function promised(name: string, set: Trap['set'], spring = calls('cat-file', 'blob', 'HEAD:a.ts')): Trap {
  return {
    name: `lazy fetch by ${name}`,
    set: (place) => {
      const hash = place.done('rev-parse', 'HEAD:a.ts').trim();
      rmSync(join(place.folder, '.git/objects', hash.slice(0, 2), hash.slice(2)), { force: true });
      place.config('core.repositoryformatversion', '1');
      place.config('extensions.partialClone', 'origin');
      place.config('remote.origin.promisor', 'true');
      place.config('remote.origin.url', `file://${place.root}/nowhere`);
      set(place);
    },
    spring,
    isForTasks: true,
  };
}

const FETCHES: readonly Trap[] = [
  promised('remote.*.uploadpack', setting('remote.origin.uploadpack')),
  promised('remote.*.uploadpack with its protocol allowed', (place) => {
    setting('remote.origin.uploadpack')(place);
    place.config('protocol.allow', 'always');
    place.config('protocol.file.allow', 'always');
  }),
  promised('core.sshCommand', (place) => {
    place.config('remote.origin.url', 'ssh://localhost/nowhere');
    place.config('protocol.ssh.allow', 'always');
    setting('core.sshCommand')(place);
  }),
  promised('core.gitProxy', (place) => {
    place.config('remote.origin.url', 'git://localhost/nowhere');
    place.config('protocol.git.allow', 'always');
    setting('core.gitProxy')(place);
  }),
  promised('an ext:: address', (place) => {
    place.config('remote.origin.url', `ext::${place.trap()} %S`);
    place.config('protocol.ext.allow', 'always');
  }),
  promised('url.ext::.insteadOf', (place) => {
    place.config('protocol.ext.allow', 'always');
    place.config('remote.origin.url', 'short:x');
    place.append(`[url "ext::${place.trap()} %S "]\n\tinsteadOf = short:\n`);
  }),
  ...['own', '', 'none', 'no/transport']
    .map((vcs) =>
      promised(`remote.*.vcs '${vcs}' and an alias`, (place) => {
        place.append(
          `[remote "origin"]\n\tvcs = "${vcs}"\n[alias]\n\t${`remote-${vcs}`.replace('/', '-')} = !${place.trap()}\n`,
        );
      }),
    )
    .filter(({ name }) => !name.includes('/')),
  promised('a helper of an address and an alias', (place) => {
    place.config('remote.origin.url', 'own::address');
    place.append(`[alias]\n\tremote-own = !${place.trap()}\n`);
  }),
];

const OTHERS: readonly Trap[] = [
  { name: 'core.fsmonitor', set: setting('core.fsmonitor'), spring: status },
  ...['core.pager', 'pager.log'].map((key): Trap => ({
    name: key,
    set: setting(key),
    spring: (place) => place.onTerminal('log'),
  })),
  { name: 'core.editor', set: setting('core.editor'), spring: calls('commit', '--amend') },
  {
    name: 'sequence.editor',
    set: setting('sequence.editor'),
    spring: (place) => {
      place.git(['stash', '-q']);
      place.git(['rebase', '-i', 'HEAD~1']);
    },
  },
  ...['credential.helper', 'core.askPass'].map((key): Trap => ({
    name: key,
    set: setting(key),
    spring: (place) => {
      place.git(['credential', 'fill'], 'protocol=https\nhost=example.com\n\n');
    },
  })),
  {
    name: 'an alias',
    set: (place) => place.config('alias.look', `!${place.trap()}`),
    spring: calls('look'),
  },
  {
    name: 'difftool.*.cmd',
    set: (place) => {
      place.config('diff.tool', 'own');
      setting('difftool.own.cmd')(place);
    },
    spring: calls('difftool', '-y'),
  },
  {
    name: 'trailer.*.command',
    set: (place) => {
      place.config('trailer.own.key', 'Own');
      place.config('trailer.own.ifmissing', 'add');
      setting('trailer.own.command')(place);
    },
    spring: (place) => {
      place.git(['interpret-trailers'], 'subject\n');
    },
  },
  {
    name: 'tar.*.command',
    set: setting('tar.own.command'),
    spring: calls('archive', '--format=own', 'HEAD'),
  },
  included('include.path', '[include]\n\tpath = FILE\n'),
  included('includeIf by folder', '[includeIf "gitdir:**"]\n\tpath = FILE\n'),
  included('includeIf by branch', '[includeIf "onbranch:main"]\n\tpath = FILE\n'),
  {
    name: "a worktree's own config",
    set: (place) => {
      place.config('core.repositoryformatversion', '1');
      place.config('extensions.worktreeConfig', 'true');
      const text = `[core]\n\tfsmonitor = ${place.trap()}\n[filter "own"]\n\tclean = ${place.trap()}\n`;
      place.append(text, join(place.folder, '.git/config.worktree'));
      place.write({ '.gitattributes': '*.bin filter=own\n' });
    },
    spring: status,
  },
  {
    name: 'the file monitor of a submodule',
    set: (place) =>
      place.append(`[core]\n\tfsmonitor = ${place.trap()}\n`, join(place.folder, 'sub/.git/config')),
    spring: status,
    folders: ['sub'],
  },
  {
    name: 'a filter of a submodule',
    set: (place) => {
      place.append(`[filter "own"]\n\tclean = ${place.trap()}\n`, join(place.folder, 'sub/.git/config'));
      place.append('*.bin filter=own\n', join(place.folder, 'sub/.git/info/attributes'));
      // As long as before, so that git has to read it.
      place.write({ 'sub/in.bin': 'BYTES\n' });
    },
    spring: status,
    folders: ['sub'],
  },
  {
    name: 'a .git file that leads elsewhere',
    set: (place) => {
      renameSync(join(place.folder, '.git'), join(place.tools, 'elsewhere'));
      place.write({ '.git': `gitdir: ${join(place.tools, 'elsewhere')}\n` });
      place.config('core.fsmonitor', place.trap());
    },
    spring: status,
  },
  {
    name: 'a bare repository in a folder of the worktree',
    set: (place) => {
      cpSync(join(place.folder, '.git'), join(place.folder, 'docs'), { recursive: true });
      const file = join(place.folder, 'docs/config');
      place.append(`[core]\n\tbare = false\n\tworktree = ..\n\tfsmonitor = ${place.trap()}\n`, file);
    },
    spring: calls('-C', 'docs', 'status'),
    folders: ['docs'],
  },
];

/** Whether this git knows hooks that a config names (2.54). */
function knowsNamedHooks(version: string): boolean {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).slice(1).map(Number);
  return major > 2 || (major === 2 && minor >= 54);
}

/** Those that a git of that version knows. @param version what `git version` says */
export function configTraps(version: string): readonly Trap[] {
  const hooks = knowsNamedHooks(version)
    ? ['post-index-change', 'reference-transaction'].map((event): Trap => ({
        name: `hook.*.command at ${event}`,
        set: (place) =>
          place.append(`[hook "own"]\n\tevent = ${event}\n\tcommand = ${place.trap('trap', 'exit 0')}\n`),
        spring: event === 'post-index-change' ? status : calls('update-ref', 'refs/heads/other', 'HEAD'),
      }))
    : [];
  return [...HOOKS, ...hooks, ...FILTERS, ...FETCHES, ...DIFFS, ...OTHERS];
}
