/** What a hover renders as Markdown: texts from files, which whoever made a repository may have written, stay text. */

import { deepStrictEqual, doesNotMatch, match } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { markdownOf } from '../../../src/core/handoff/markdown.ts';
import { phrase, phraseText } from '../../../src/core/meter/meter-words.ts';
import { taskPhrase } from '../../../src/core/view/task-words.ts';
import { projectFolder } from '../../harness/paths.mjs';
import { TASK_WORDS } from '../../../src/core/view/task-words.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { wordsOf } from '../support/words.ts';

const taskWord = wordsOf(TASK_WORDS);
const meterWord = wordsOf(METER_WORDS);

const IMAGE = '![x](https://example.invalid/a.png)';

describe('a phrase as Markdown', () => {
  const shown = (reason: string): string => phraseText(markdownOf(taskPhrase('failure', { reason })));

  it('an image, a link, emphasis, code and HTML in what it names stay text', () => {
    deepStrictEqual(
      [IMAGE, '[x]: https://e.invalid', '<img src=x>', '**b**', '`c`', '\\[d](e)', `x\n\n${IMAGE}`].map(
        shown,
      ),
      [
        taskWord('failure', { reason: '!\\[x\\](https://example.invalid/a.png)' }),
        taskWord('failure', { reason: '\\[x\\]: https://e.invalid' }),
        taskWord('failure', { reason: '\\<img src=x\\>' }),
        taskWord('failure', { reason: '\\*\\*b\\*\\*' }),
        taskWord('failure', { reason: '\\`c\\`' }),
        taskWord('failure', { reason: '\\\\\\[d\\](e)' }),
        taskWord('failure', { reason: 'x  !\\[x\\](https://example.invalid/a.png)' }),
      ],
    );
  });

  it('keeps the emphasis of its own words, and numbers', () => {
    const { template, parameters } = markdownOf(
      phrase('tooltip-tokens', { tokens: '1,000', window: '*', percent: 9 }),
    );
    deepStrictEqual(
      [template, parameters],
      [
        meterWord('tooltip-tokens', { tokens: '{tokens}', window: '{window}', percent: '{percent}' }),
        { tokens: '1,000', window: '\\*', percent: 9 },
      ],
    );
  });
});

describe('the tooltips of the window', () => {
  const host = join(projectFolder, 'src', 'host');
  const sources = readdirSync(host, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ name, text: readFileSync(join(host, name), 'utf8') }));

  it('are made of phrases as Markdown, never of phrases as they are', () => {
    const callers = sources.filter(({ text }) =>
      /row\.tooltip|[( ](?:tooltip|details|brief)\.map/.test(text),
    );
    deepStrictEqual(callers.map(({ name }) => name.replaceAll('\\', '/')).sort(), [
      'meter/status-bar.ts',
      'sessions/session-tree.ts',
      'tasks/task-tree.ts',
    ]);
    for (const { name, text } of callers) {
      match(text, /(?:tooltip|details)\.map\(translateMarkdown\)/, name);
      doesNotMatch(text, /(?:tooltip|details|line)\.map\((?!translateMarkdown\))/, name);
    }
  });
});
