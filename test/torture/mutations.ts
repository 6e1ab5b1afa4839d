/** What happens to documents in the hands of people, agents and disks. */

import type { Random } from './seeded-random.ts';

type Mutation = (text: string, random: Random) => string;

const CHARACTERS = Array.from(',:"#\\[]{}|-\t\r\n \u00a0\ufeff0159aé日✅\'`~<=>');
const PIECES = [
  '\n\n',
  '\n  5,src/new.ts\n',
  '\n  Do it,open\n',
  '\n  Ask, then do,open\n',
  '\n  #12,src/a.ts\n',
  '\n# note\n',
  ' # note',
  '```toon\n',
  '\n```\n',
  '<<<<<<< HEAD\n',
  '\n=======\n',
  '\n>>>>>>> other\n',
  'Here is the file:\n',
  '\n- 2025-01-01T10:00:00Z\n',
  '"',
  ', ',
  '1e10',
  'revision: 3\n',
  '__proto__: 1\n',
  '\\ud800',
];

const onLines =
  (change: (lines: string[], random: Random) => void): Mutation =>
  (text, random) => {
    const lines = text.split('\n');
    change(lines, random);
    return lines.join('\n');
  };

const inserted =
  (pieces: readonly string[]): Mutation =>
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(pieces) + text.slice(at);
  };

const MUTATIONS: readonly Mutation[] = [
  inserted(CHARACTERS),
  inserted(CHARACTERS),
  inserted(PIECES),
  (text, random) => {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + 1 + random.below(4));
  },
  (text, random) => {
    const at = random.below(text.length);
    return text.slice(0, at) + random.pick(CHARACTERS) + text.slice(at + 1);
  },
  (text, random) => text.slice(0, random.below(text.length + 1)),
  onLines((lines, random) => lines.splice(random.below(lines.length), 1)),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    lines.splice(random.below(lines.length), 0, lines[at] ?? '');
  }),
  onLines((lines, random) => {
    const [one, other] = [random.below(lines.length), random.below(lines.length)];
    [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
  }),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    lines[at] =
      random.pick(['', ' ', '  ', '   ', '    ', '\t', '- ', '#', '  #', '  - ']) + (lines[at] ?? '').trim();
  }),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    lines.splice(at, 2, `${lines[at] ?? ''}${random.pick(['', ' ', ','])}${lines[at + 1] ?? ''}`);
  }),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    lines[at] = (lines[at] ?? '').replace(/\d+/, () => String(random.below(20)));
  }),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    lines[at] = (lines[at] ?? '').replace(/[,:]/, () => random.pick([', ', ' ,', ',,', ':', ': ', '']));
  }),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    lines.splice(at, 0, random.pick(['', '  ', '# note', '  # note', '  5,src/a,b.ts', '  x,y,z']));
  }),
  (text, random) => text.replaceAll('\n', random.pick(['\r\n', '\r', '\n'])),
  (text, random) => text.replaceAll(/^ {2}/gm, random.pick(['\t', '    ', ' ', '   '])),
];

/** One to four things happen to a text. */
export function mutate(text: string, random: Random): string {
  let mutated = text;
  for (let times = 1 + random.below(4); times > 0; times--) mutated = random.pick(MUTATIONS)(mutated, random);
  return mutated;
}
