/** Hand edits of a document's shape: lines, indents, headers, keys, fences, merges. */

import type { HandEdit } from './hand-edit.ts';
import { read, refused, told } from './hand-edit.ts';

const HEADERS = [
  'phases[9]{num,name,status}',
  'sub_phases[3]{num,name,status}',
  'deliverables[12]{phase,file}',
  'next_steps[4]{text,status}',
] as const;
const FIRST_ROWS = {
  [HEADERS[0]]: '  1,Requirements',
  [HEADERS[1]]: '  5a,RED',
  [HEADERS[2]]: '  1,docs/requirements.md',
  [HEADERS[3]]: '  Ask legal',
} as const;
const nameOf = (header: string): string => header.replace(/\[.*/, '');

const EACH_HEADER: readonly HandEdit[] = HEADERS.flatMap((header) => {
  const name = nameOf(header);
  const isLater = name === 'deliverables' || name === 'next_steps';
  const count = Number(/\d+/.exec(header)?.[0]);
  const to = (text: string): readonly (readonly [string, string])[] => [[header, text]];
  return [
    told(`${name}: one too many counted`, 'count-recounted', to(header.replace(/\d+/, String(count + 1)))),
    told(`${name}: one too few counted`, 'count-recounted', to(header.replace(/\d+/, String(count - 1)))),
    told(`${name}: a space before the bracket`, 'header-spacing', to(header.replace('[', ' ['))),
    told(`${name}: a space before the columns`, 'header-spacing', to(header.replace('{', ' {'))),
    told(`${name}: a space before the colon`, 'header-spacing', to(`${header} `)),
    told(`${name}: no colon`, 'colon-added', [[`${header}:`, header]]),
    refused(`${name}: twice`, 'duplicate-key', isLater ? header : `${name}[0]:`, [
      ['agents[', `${name}[0]:\nagents[`],
    ]),
    refused(`${name}: renamed`, 'key-unknown', `my_${name}[`, to(`my_${header}`)),
    refused(`${name}: a column renamed`, 'column-unknown', `${name}[`, to(header.replace('{', '{my_'))),
    refused(
      `${name}: a column doubled`,
      'row-too-short',
      FIRST_ROWS[header],
      to(header.replace(/,(\w+)}/, ',$1,$1}')),
    ),
    refused(`${name}: a column left out`, 'column-missing', `${name}[`, to(header.replace(/,\w+}/, '}'))),
  ];
});

const every = (pattern: RegExp, to: string) => (text: string) => text.replaceAll(pattern, to);

const LINES: readonly HandEdit[] = [
  read('line ends of Windows', every(/\n/g, '\r\n')),
  read('line ends of an old Mac', every(/\n/g, '\r')),
  read('mixed line ends', every(/d\n/g, 'd\r\n')),
  read('a byte order mark', (text) => `\ufeff${text}`),
  read('a byte order mark and line ends of Windows', (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`),
  read('spaces behind lines', every(/\n/g, '  \n')),
  read('no header comment', every(/^#.*\n/gm, '')),
  read('many blank lines at the end', (text) => `${text}\n\n\n`),
  read('indented blank lines at the end', (text) => `${text}   \n\t\n`),
  told('tabs', 'indent-changed', every(/^ {2}/gm, '\t')),
  told('four spaces', 'indent-changed', every(/^ {2}/gm, '    ')),
  told('three spaces', 'indent-changed', every(/^ {2}/gm, '   ')),
  told('one space', 'indent-changed', every(/^ {2}/gm, ' ')),
  told('eight spaces', 'indent-changed', every(/^ {2}/gm, '        ')),
  told('a tab on one row', 'indent-changed', every(/^ {2}4,docs/gm, '\t4,docs')),
  told('one space on one row', 'indent-changed', every(/^ {2}4,docs/gm, ' 4,docs')),
  told('six spaces on one row', 'indent-changed', every(/^ {2}4,docs/gm, '      4,docs')),
  told('three spaces before one key', 'indent-changed', every(/^ {2}created/gm, '   created')),
  told('rows that are not indented', 'indent-changed', every(/^ {2}(?=\d,docs)/gm, '')),
  told('the whole document indented', 'indent-changed', every(/^(?=.)/gm, '  ')),
  told('no-break spaces as indent', 'indent-changed', every(/^ {2}4,docs/gm, '\u00a0\u00a04,docs')),
  told('tabs and line ends of Windows', 'indent-changed', (text) =>
    text.replaceAll(/^ {2}/gm, '\t').replaceAll('\n', '\r\n'),
  ),
  refused('a key indented too far', 'indent-unclear', '      created', [['  created', '      created']]),
  refused('a key of the workflow at the root', 'key-unknown', 'created', [['\n  created', '\ncreated']]),
  refused('a root key indented', 'row-or-key', '  handoff', [['handoff:', '  handoff:']]),
];

const KEYS: readonly HandEdit[] = [
  read('keys of the workflow in another order', [
    [
      '  id: checkout-20260105\n  name: Checkout with saved cards\n',
      '  name: Checkout with saved cards\n  id: checkout-20260105\n',
    ],
  ]),
  read('tables in another order', (text) => {
    const agents = /^agents.*\n/m.exec(text)?.[0] ?? '';
    return text.replace(agents, '').replace('phases[9]', `${agents}phases[9]`);
  }),
  read('columns in another order', (text) =>
    text
      .replace('{phase,file}', '{file,phase}')
      .replaceAll(/^ {2}(\d),((?:docs|tests|src)\/.*)$/gm, '  $2,$1'),
  ),
  read('the revision in another place', (text) =>
    text.replace('revision: 60\n', '').replace('workflow:', 'revision: 60\nworkflow:'),
  ),
  read('the handoff taken out', every(/^handoff.*\n/gm, ''), (draft) =>
    Reflect.deleteProperty(draft, 'handoff'),
  ),
  read('a table taken out', every(/^next_steps.*\n( {2}.*\n)*/gm, ''), (draft) =>
    Reflect.deleteProperty(draft, 'next_steps'),
  ),
  read('an empty table', every(/^next_steps.*\n( {2}.*\n)*/gm, 'next_steps[0]:\n'), (draft) => {
    draft.next_steps = [];
  }),
  read('an empty list', every(/^next_steps.*\n( {2}.*\n)*/gm, 'next_steps: []\n'), (draft) => {
    draft.next_steps = [];
  }),
  read(
    'an empty table with its columns',
    every(/^next_steps.*\n( {2}.*\n)*/gm, 'next_steps[0]{text,status}:\n'),
    (draft) => {
      draft.next_steps = [];
    },
  ),
  told(
    'the first row of an empty table',
    'columns-added',
    every(/^next_steps.*\n( {2}.*\n)*/gm, 'next_steps[0]:\n  Do it,open\n'),
    (draft) => {
      draft.next_steps = [{ text: 'Do it', status: 'open' }];
    },
  ),
  told(
    'rows under a plain key',
    'columns-added',
    every(/^next_steps.*\n( {2}.*\n)*/gm, 'next_steps:\n  Do it,open\n'),
    (draft) => {
      draft.next_steps = [{ text: 'Do it', status: 'open' }];
    },
  ),
  told('a number without columns', 'columns-added', [['next_steps[4]{text,status}:', 'next_steps[4]:']]),
  refused('a key twice', 'duplicate-key', '  name: Again', [['  created', '  name: Again\n  created']]),
  refused('the revision twice', 'duplicate-key', 'revision: 61', [
    ['revision: 60', 'revision: 60\nrevision: 61'],
  ]),
  refused('a key of nobody', 'key-unknown', 'notes: x', [['handoff:', 'notes: x\nhandoff:']]),
  refused('a key of the prototype', 'key-unknown', '__proto__: x', [['handoff:', '__proto__: x\nhandoff:']]),
  refused('another schema', 'schema-missing', 'schema: other/1', [['schema: ninefold/1', 'schema: other/1']]),
  refused('no schema', 'schema-missing', 'workflow:', [['schema: ninefold/1\n', '']]),
  refused('no revision', 'cut-short', 'handoff:', [['revision: 60\n', '']]),
  refused('no line end at the end', 'cut-short-line', 'revision: 60', (text) => text.trimEnd()),
  refused('an empty document', 'schema-missing', '', () => ''),
  refused('comments only', 'schema-missing', '# nothing', () => '# nothing\n'),
];

const AROUND: readonly HandEdit[] = [
  told('a code fence', 'fence-left-out', (text) => `\`\`\`toon\n${text}\`\`\`\n`),
  told('a fence without a name', 'fence-left-out', (text) => `\`\`\`\n${text}\`\`\`\n`),
  told(
    'a fence and prose around it',
    'fence-left-out',
    (text) => `Here is the file.\n\n\`\`\`toon\n${text}\`\`\`\n\nI added: a row.\n`,
  ),
  told('a fence of tildes', 'fence-left-out', (text) => `~~~toon\n${text}~~~\n`),
  told('a fence that is not closed', 'fence-left-out', (text) => `\`\`\`toon\n${text}`),
  refused(
    'two fences',
    'fence-several',
    '```toon',
    (text) => `${text.replace(/^/, '```toon\n')}\`\`\`\n\n\`\`\`toon\n${text}\`\`\`\n`,
  ),
  refused('parts outside of the fence', 'fence-mixed', 'schema: ninefold/1', (text) =>
    text.replace('phases[9]', '```toon\nphases[9]'),
  ),
  refused('prose at the top', 'prose', 'Here is the file', (text) => `Here is the file\n${text}`),
  refused(
    'prose with a colon at the top',
    'prose',
    'Here is the file:',
    (text) => `Here is the file:\n${text}`,
  ),
  refused('prose at the end', 'prose', 'I added a row.', (text) => `${text}I added a row.\n`),
  refused('a bullet among keys', 'item-unexpected', '- done', [['handoff:', '- done\nhandoff:']]),
  refused('a heading of Markdown is a comment, a rule is not', 'prose', '---', (text) => `---\n${text}`),
  refused('a merge', 'merge-marker', '<<<<<<< HEAD', [
    ['  4,docs', '<<<<<<< HEAD\n  4,a.md\n=======\n  4,b.md\n>>>>>>> other\n  4,docs'],
  ]),
  refused('a merge in three parts', 'merge-marker', '<<<<<<< ours', [
    [
      'revision: 60',
      '<<<<<<< ours\nrevision: 60\n||||||| base\nrevision: 58\n=======\nrevision: 61\n>>>>>>> theirs',
    ],
  ]),
  refused('a marker left over', 'merge-marker', '>>>>>>> other', [['handoff:', '>>>>>>> other\nhandoff:']]),
  refused('a rule of a merge left over', 'merge-marker', '=======', [['handoff:', '=======\nhandoff:']]),
  refused('JSON', 'prose', '{', () => '{\n  "schema": "ninefold/1"\n}\n'),
  refused('a document cut in a row', 'row-too-short', '  4', (text) =>
    text.slice(0, text.indexOf(',docs/test')),
  ),
];

export const SHAPE_EDITS: readonly HandEdit[] = [...EACH_HEADER, ...LINES, ...KEYS, ...AROUND];
