/** Programs that git gives the contents of files to: filters, and what shows or merges differences. */

import { appendFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

import { calls, setting, status } from './trap.ts';
import type { Trap } from './trap.ts';
import type { TrapPlace } from './trap-place.ts';

/** @param set what names the filter for `*.bin` */
function filter(name: string, set: Trap['set'], more: Partial<Trap> = {}): Trap {
  return { name: `filter ${name}`, set, spring: status, ...more };
}

const named =
  (name: string, kind = 'clean') =>
  (place: TrapPlace): void => {
    const program = place.trap('trap', kind === 'process' ? 'exit 1' : 'cat');
    const quoted = name.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
    place.append(`[filter "${quoted}"]\n\t${kind} = ${program}\n`);
    place.write({ '.gitattributes': `*.bin filter=${name}\n` });
  };

export const FILTERS: readonly Trap[] = [
  ...[
    'lfs',
    'a.b',
    'a.clean',
    'UPPER',
    '',
    'quo"te',
    "it's",
    'é',
    '-c',
    '--exec',
    '$HOME',
    'a=b',
    'process',
  ].map((name) => filter(`clean called '${name}'`, named(name))),
  filter('clean called by a byte that is no text', (place) => {
    const config = `[filter "\xff"]\n\tclean = ${place.trap('trap', 'cat')}\n`;
    appendFileSync(join(place.folder, '.git/config'), Buffer.from(config, 'latin1'));
    appendFileSync(join(place.folder, '.gitattributes'), Buffer.from('*.bin filter=\xff\n', 'latin1'));
  }),
  filter('process', named('lfs', 'process')),
  filter('smudge', named('lfs', 'smudge'), {
    spring: calls('cat-file', '--filters', 'HEAD:b.bin'),
    isForTasks: true,
  }),
  filter('process, for a checkout', named('lfs', 'process'), {
    spring: calls('cat-file', '--filters', 'HEAD:b.bin'),
    isForTasks: true,
  }),
  filter('clean and required', (place) => {
    named('lfs')(place);
    place.config('filter.lfs.required', 'true');
  }),
  filter('by .git/info/attributes', (place) => {
    named('lfs')(place);
    renameSync(join(place.folder, '.gitattributes'), join(place.folder, '.git/info/attributes'));
  }),
  filter('by core.attributesFile', (place) => {
    named('lfs')(place);
    renameSync(join(place.folder, '.gitattributes'), join(place.tools, 'attributes'));
    place.config('core.attributesFile', join(place.tools, 'attributes'));
  }),
  filter('by an attribute macro', (place) => {
    named('lfs')(place);
    place.write({ '.gitattributes': '[attr]kept filter=lfs\n*.bin kept\n' });
  }),
  filter('of the person, by the home folder', (place) => {
    place.append(`[filter "own"]\n\tclean = ${place.trap()}\n`, join(place.home, '.gitconfig'));
    place.append('*.bin filter=own\n', join(place.home, '.config/git/attributes'));
  }),
];

export const DIFFS: readonly Trap[] = [
  { name: 'diff.external', set: setting('diff.external'), spring: calls('diff') },
  ...(['command', 'textconv'] as const).map((part): Trap => ({
    name: `diff.*.${part}`,
    set: (place) => {
      place.write({ '.gitattributes': '* diff=own\n' });
      setting(`diff.own.${part}`, 'exit 0')(place);
    },
    spring: calls('diff'),
  })),
  {
    name: 'merge.*.driver',
    set: (place) => {
      place.append('* merge=own\n', join(place.folder, '.git/info/attributes'));
      setting('merge.own.driver')(place);
      place.done('checkout', '-q', '-b', 'other', 'HEAD~1');
      place.write({ 'a.ts': 'other\n' });
      place.done('commit', '-q', '-m', 'other', 'a.ts');
      place.done('checkout', '-q', '-f', 'main');
      place.write({ 'a.ts': 'mine\n' });
      place.done('commit', '-q', '-m', 'mine', 'a.ts');
    },
    spring: calls('merge', 'other'),
  },
  ...['gpg.program', 'gpg.openpgp.program'].map((key): Trap => ({
    name: `log.showSignature and ${key}`,
    set: (place) => {
      place.config('log.showSignature', 'true');
      setting(key)(place);
    },
    spring: calls('log'),
  })),
];
