/** Hand edits of values, rows and numbers. */

import type { Change, HandEdit } from './hand-edit.ts';
import { read, refused, told } from './hand-edit.ts';

const LAST_FILE = '  5,src/checkout/expiry.ts\n';
const LAST_STEP = '  Show the brand icon,deferred\n';
const twelve = (count: number): readonly [string, string] => ['deliverables[12]', `deliverables[${count}]`];
const withFile =
  (file: string, phase = 5): Change =>
  (draft) =>
    draft.deliverables.push({ phase, file });
const withStep =
  (text: string, status = 'open'): Change =>
  (draft) =>
    draft.next_steps.push({ text, status });
const fileRow = (row: string, count = 13): readonly (readonly [string, string])[] => [
  twelve(count),
  [LAST_FILE, `${LAST_FILE}  ${row}\n`],
];
const stepRow = (row: string, count = 5): readonly (readonly [string, string])[] => [
  ['next_steps[4]', `next_steps[${count}]`],
  [LAST_STEP, `${LAST_STEP}  ${row}\n`],
];
const task = (written: string): readonly (readonly [string, string])[] => [
  ['"Let returning customers pay with a saved card, with strong authentication where asked"', written],
];
const withTask =
  (text: string): Change =>
  (draft) => {
    draft.workflow.task = text;
  };

export const ROW_EDITS: readonly HandEdit[] = [
  read('a row added and counted', fileRow('5,src/new.ts'), withFile('src/new.ts')),
  read('a row added in the middle', [twelve(13), ['  2,docs', '  1,docs/new.md\n  2,docs']], (draft) =>
    draft.deliverables.splice(1, 0, { phase: 1, file: 'docs/new.md' }),
  ),
  read('a cell in quotes that needs none', fileRow('5,"src/new.ts"'), withFile('src/new.ts')),
  read('spaces around the cells', fileRow('5 , src/new.ts '), withFile('src/new.ts')),
  read('a colon in the last cell', fileRow('5,src/a:b.ts'), withFile('src/a:b.ts')),
  read('a bracket in the last cell', fileRow('5,src/[id].ts'), withFile('src/[id].ts')),
  read('a quoted comma', stepRow('"Ask legal, then go on",open'), withStep('Ask legal, then go on')),
  read('an escaped quote', stepRow('"Say \\"yes\\"",open'), withStep('Say "yes"')),
  read('a hash in the last cell', fileRow('5,src/c#/a.cs'), withFile('src/c#/a.cs')),
  read('a row taken out and counted', [twelve(11), [LAST_FILE, '']], (draft) => draft.deliverables.pop()),
  read('a comment between rows', [['  4,docs', '  # tests\n  4,docs']]),
  read('a comment above a table', [['next_steps[', '# what is left\nnext_steps[']]),
  read('a comment at the end', (text) => `${text}# end\n`),
  read('blank lines between keys', [['agents[', '\n\nagents[']]),
  read('a phase as quoted number', fileRow('"5",src/new.ts'), withFile('src/new.ts')),
  read('a step that looks like a number', stepRow('1234567,open'), withStep('1234567')),
  read('a step that looks like a float', stepRow('1e10,open'), withStep('1e10')),
  read('a step that looks like a version', stepRow('1.10,open'), withStep('1.10')),
  read('a step that looks like true', stepRow('true,open'), withStep('true')),
  read('a step that says null', stepRow('null,open'), withStep('null')),
  read('a file that looks like a number', fileRow('5,20260101'), withFile('20260101')),
  read('emoji and other letters', stepRow('Überprüfen ✅ 日本,open'), withStep('Überprüfen ✅ 日本')),
  told('a row added and not counted', 'count-recounted', fileRow('5,src/new.ts', 12), withFile('src/new.ts')),
  told('a row taken out and not counted', 'count-recounted', [[LAST_FILE, '']], (draft) =>
    draft.deliverables.pop(),
  ),
  told(
    'all rows taken out',
    'count-recounted',
    [
      ['  Ask legal whether the card brand may be shown,person\n', ''],
      ['  Handle a card that expired since it was saved,blocked\n', ''],
      ['  Retry after a declined challenge,blocked\n', ''],
      [LAST_STEP, ''],
    ],
    (draft) => draft.next_steps.splice(0),
  ),
  told('a number of zero before rows', 'count-recounted', [['deliverables[12]', 'deliverables[0]']]),
  told('a huge number', 'count-recounted', [['deliverables[12]', 'deliverables[999999]']]),
  told('no number', 'count-added', [['deliverables[12]', 'deliverables[]']]),
  told('N for a number', 'count-added', [['deliverables[12]', 'deliverables[N]']]),
  told('a number with a zero before', 'count-added', [['deliverables[12]', 'deliverables[012]']]),
  told(
    'no brackets on a list of texts',
    'count-added',
    [
      [
        'agents[4]: pm-requirements,tech-lead,frontend-senior,tdd-specialist',
        'agents: pm-requirements, tech-lead',
      ],
    ],
    (draft) => draft.agents.splice(2),
  ),
  told(
    'brackets as in YAML',
    'count-added',
    [['agents[4]: pm-requirements,tech-lead,frontend-senior,tdd-specialist', 'agents: [tech-lead, "qa"]']],
    (draft) => {
      draft.agents = ['tech-lead', 'qa'];
    },
  ),
  told(
    'a role added and not counted',
    'count-recounted',
    [['tdd-specialist', 'tdd-specialist,qa']],
    (draft) => draft.agents.push('qa'),
  ),
  read('a comma behind the last role', [['tdd-specialist', 'tdd-specialist,']]),
  told(
    'roles as a list',
    'count-recounted',
    [
      [
        'agents[4]: pm-requirements,tech-lead,frontend-senior,tdd-specialist',
        'agents[1]:\n  - tech-lead\n  - qa',
      ],
    ],
    (draft) => {
      draft.agents = ['tech-lead', 'qa'];
    },
  ),
  told(
    'roles as a YAML list without an indent',
    ['count-added', 'indent-changed'],
    [['agents[4]: pm-requirements,tech-lead,frontend-senior,tdd-specialist', 'agents:\n- tech-lead\n- qa']],
    (draft) => {
      draft.agents = ['tech-lead', 'qa'];
    },
  ),
  read(
    'next steps as a list of objects',
    [
      ['next_steps[4]{text,status}:', 'next_steps[1]:\n  - text: One\n    status: open'],
      ['  Ask legal whether the card brand may be shown,person\n', ''],
      ['  Handle a card that expired since it was saved,blocked\n', ''],
      ['  Retry after a declined challenge,blocked\n', ''],
      [LAST_STEP, ''],
    ],
    (draft) => {
      draft.next_steps = [{ text: 'One', status: 'open' }];
    },
  ),
  told('a comma in the last cell', 'row-merged', fileRow('5,docs/a,b.md'), withFile('docs/a,b.md')),
  told('an object in the last cell', 'row-merged', fileRow('5,src/{a,b}.ts'), withFile('src/{a,b}.ts')),
  told(
    'a comma in the first cell',
    'row-merged',
    stepRow('Ask legal, then go on,open'),
    withStep('Ask legal, then go on'),
  ),
  told(
    'two commas in the first cell',
    'row-merged',
    stepRow('Ask legal, billing, sales,blocked'),
    withStep('Ask legal, billing, sales', 'blocked'),
  ),
  told('brackets in the first cell', 'row-merged', stepRow('Call f(a, b),open'), withStep('Call f(a, b)')),
  told('a comma behind the row', 'row-merged', fileRow('5,src/new.ts,'), withFile('src/new.ts')),
  told('three commas behind the row', 'row-merged', fileRow('5,src/new.ts,,,'), withFile('src/new.ts')),
  told('an inch sign', 'row-merged', stepRow('Order the 5" disk,open'), withStep('Order the 5" disk')),
  told(
    'an ISO time in the first cell',
    'cell-quoted',
    stepRow('2025-01-01T10:00:00Z,open'),
    withStep('2025-01-01T10:00:00Z'),
  ),
  told(
    'a colon in the first cell',
    'cell-quoted',
    stepRow('Note: ask legal,open'),
    withStep('Note: ask legal'),
  ),
  told('a port in the first cell', 'cell-quoted', stepRow('Free :8080,open'), withStep('Free :8080')),
  told(
    'a colon and a comma in the first cell',
    'row-merged',
    stepRow('Note: ask, then go,open'),
    withStep('Note: ask, then go'),
  ),
  told('a dash before a row', 'bullet-removed', fileRow('- 5,src/new.ts'), withFile('src/new.ts')),
  told('a tab behind a comma', 'space-around', fileRow('5,\tsrc/new.ts'), withFile('src/new.ts')),
  told(
    'a no-break space before a cell',
    'space-around',
    fileRow('5,\u00a0src/new.ts'),
    withFile('src/new.ts'),
  ),
  told('a blank line between rows', 'blank-line', [['  4,docs', '\n  4,docs']]),
  told(
    'three blank lines between rows',
    ['blank-line', 'blank-line', 'blank-line'],
    [['  4,docs', '\n\n\n  4,docs']],
  ),
  told('a blank line with spaces between rows', 'blank-line', [['  4,docs', '    \n  4,docs']]),
  told('a row that begins with # and fits the number', 'row-or-comment', fileRow('#12,src/new.ts', 12)),
  refused(
    'a row that begins with # and was counted',
    'count-and-comments',
    'deliverables[13]',
    fileRow('#12,src/new.ts'),
  ),
  refused('a comment among rows and a wrong number', 'count-and-comments', 'deliverables[12]', [
    ['  4,docs/test-plan.md', '  # plan'],
  ]),
  refused('a row commented out and not counted', 'count-and-comments', 'deliverables[12]', [
    ['  4,docs/test-plan.md', '  #4,docs/test-plan.md'],
  ]),
  refused('a row with too few cells', 'row-too-short', '  src/new.ts', fileRow('src/new.ts')),
  refused('a step without a status', 'row-too-short', '  Do it', stepRow('Do it')),
  refused('a status that is none', 'value-unknown', '  Do it,later', stepRow('Do it,later')),
  refused('a comma and no status', 'value-unknown', '  Ask, then go', stepRow('Ask, then go')),
  refused('a phase that is a word', 'number-expected', '  five,src', fileRow('five,src/new.ts')),
  refused('a sub-phase for a phase', 'number-expected', '  5b,src', fileRow('5b,src/new.ts')),
  refused('a fraction for a phase', 'number-expected', '  5.5,src', fileRow('5.5,src/new.ts')),
  refused('columns swapped in a row', 'number-expected', '  src/new.ts,5', fileRow('src/new.ts,5')),
  refused('a row with cells that fit no column', 'row-unclear', '  a,b,c,d', fileRow('a,b,c,d')),
  refused('an unknown escape', 'escape-unknown', '  "C:\\x"', stepRow('"C:\\x",open')),
  refused('a half escape of a code', 'escape-unknown', '\\u12', stepRow('"\\u12",open')),
  refused('text behind a closing quote', 'quote-early', '  "Do" it', stepRow('"Do" it,open')),
  refused('an open quote', 'row-unclear', '  5,"src/new', fileRow('5,"src/new.ts')),
  refused('a markdown table row', 'row-too-short', '  | 5 | a |', fileRow('| 5 | a |')),
];

export const VALUE_EDITS: readonly HandEdit[] = [
  read('another task', task('Ship it'), withTask('Ship it')),
  read('a task without its quotes', task('Pay with a saved card'), withTask('Pay with a saved card')),
  read('a task with a colon', task('Ship it: now'), withTask('Ship it: now')),
  read('a task with a comma', task('Ship it, now'), withTask('Ship it, now')),
  read('a task that is a number', task('1234567'), withTask('1234567')),
  read('a task that is a hash like a float', task('1e10'), withTask('1e10')),
  read('a task that is a version', task('1.10'), withTask('1.10')),
  read('a task that is a boolean', task('false'), withTask('false')),
  read('a task in brackets', task('[later] x'), withTask('[later] x')),
  read('a task with # and no space before', task('Fix#12'), withTask('Fix#12')),
  read('a task with a number sign', task('Fix #12 now'), withTask('Fix #12 now')),
  read('a created time without quotes', [['"2026-01-02T03:01:00.000Z"', '2026-01-02T03:01:00.000Z']]),
  read('a colon without a space', [['status: in_progress', 'status:in_progress']]),
  read('spaces before a colon', [['status: in_progress', 'status : in_progress']]),
  read('many spaces behind a colon', [['status: in_progress', 'status:    in_progress  ']]),
  read('a key in quotes', [['  status:', '  "status":']]),
  told('a note behind a value', 'note-in-value', task('Ship it # soon'), withTask('Ship it # soon')),
  told(
    'a note behind a cell',
    'note-in-value',
    fileRow('5,src/new.ts # mine'),
    withFile('src/new.ts # mine'),
  ),
  told('single quotes', 'quotes-single', task("'Ship it'"), withTask("'Ship it'")),
  told('a tab behind a value', 'space-around', task('Ship\u00a0it\u200b'), withTask('Ship\u00a0it')),
  told('a tab behind a colon', 'space-around', [['status: in_progress', 'status:\tin_progress']]),
  refused('a note behind a number', 'number-expected', '  phase: 5 # green', [
    ['  phase: 5', '  phase: 5 # green'],
  ]),
  refused('a note behind a status', 'value-unknown', '5,TDD Implementation,in_progress # now', [
    ['5,TDD Implementation,in_progress', '5,TDD Implementation,in_progress # now'],
  ]),
  refused('no value', 'value-missing', '  task:', task('')),
  refused('a YAML block', 'indent-unclear', '    more', task('|\n    more')),
  refused('an open quote in a value', 'quote-unclosed', '  task: "Ship', task('"Ship it')),
  refused('a path of Windows in quotes', 'escape-unknown', '  task: "C:\\dev', task('"C:\\dev"')),
  refused('a lone surrogate', 'escape-unknown', '\\ud800', task('"\\ud800"')),
  refused('a revision that is a word', 'number-expected', 'revision: next', [
    ['revision: 60', 'revision: next'],
  ]),
  refused('a status of the workflow that is none', 'value-unknown', '  status: done', [
    ['  status: in_progress', '  status: done'],
  ]),
  refused('a phase status that is none', 'value-unknown', '6,Code Review,done', [
    ['6,Code Review,pending', '6,Code Review,done'],
  ]),
  refused('a table where a text belongs', 'value-unexpected', 'handoff[1]', [['handoff: ', 'handoff[1]: ']]),
  refused('a text where a table belongs', 'value-unexpected', 'deliverables: none', (text) =>
    text.replace(/^deliverables.*\n( {2}.*\n)*/m, 'deliverables: none\n'),
  ),
];
