/** What counts as written in a document that was made from a template. */

import { deepStrictEqual, ok } from 'node:assert/strict';

import { isBare } from '../../../src/core/templates/own-words.ts';
import { firstLineToWrite, renderTemplate, shippedTemplate } from '../../../src/core/templates/templates.ts';
import { isStillTemplate } from '../../../src/core/workflow/evidence.ts';
import { started } from '../support/workflows.ts';

const PHASES_WITH_DOCUMENTS = [1, 2, 3, 4, 6, 7, 8, 9];

/** As versions before the guiding sentences made it. */
const EARLIER = `# Requirements: Sign in

> Let people sign in with a password, and remember them.

Workflow: wf-001 · started 2025-12-16

## Goal


## User stories

`;

const documentOf = (phase: number): string =>
  renderTemplate(shippedTemplate(phase), started({ name: 'Sign in' }), '2025-12-16T10:00:00Z');

describe('a document made from a template', () => {
  it('guides under every heading, and none of it is content', () => {
    for (const phase of PHASES_WITH_DOCUMENTS) {
      const text = documentOf(phase);
      const headings = text.match(/^## /gm)?.length ?? 0;
      ok(headings > 2);
      deepStrictEqual(text.match(/^## .+\n\n<!-- \S.+\S -->\n$/gm)?.length, headings, text);
      ok(isBare(text), text);
    }
  });

  it('is opened where writing begins: below the guidance of its first section', () => {
    for (const phase of PHASES_WITH_DOCUMENTS) {
      const lines = documentOf(phase).split('\n');
      const at = firstLineToWrite(documentOf(phase));
      const heading = lines.findIndex((line) => line.startsWith('## '));
      ok(at > heading + 2 && lines[at] === '' && lines[at - 1] === '', String(phase));
      ok(lines[at - 2]?.startsWith('<!--') === true && lines[at + 1]?.startsWith('## ') === true);
    }
    deepStrictEqual(['# Notes\n\n', 'Notes', '## One\n\ntext\n'].map(firstLineToWrite), [2, 0, 3]);
  });

  it('is bare with a word or two, also if an earlier version made it or Windows ends its lines', () => {
    for (const text of [EARLIER, documentOf(1)]) {
      deepStrictEqual(
        ['', 'Login', 'To do.', 'People sign in.', '人々が入る'].map((word) =>
          isBare(`${text}${word}\n`.replaceAll('\n', '\r\n')),
        ),
        [true, true, true, false, false],
      );
    }
  });

  it('takes no part of a sentence for a frame', () => {
    deepStrictEqual(
      [
        'a > b and c',
        'Workflow: the team meets · started late',
        '#hashtag is one word',
        '<!-- one --> two three four',
      ].map((text) => isBare(text)),
      [false, false, false, false],
    );
  });

  it('is judged only if it was made from one', () => {
    const own = { phase: 1, file: 'docs/a.md', addedAt: '2025-12-16T10:00:00Z' };
    const bare = { exists: true, hash: 'b', isBare: true } as const;
    deepStrictEqual(
      [
        isStillTemplate({ ...own, template: null }, bare),
        isStillTemplate({ ...own, template: 'a' }, bare),
        isStillTemplate({ ...own, template: 'a' }, { exists: true, hash: 'a' }),
        isStillTemplate({ ...own, template: 'a' }, { exists: true, hash: 'b' }),
        isStillTemplate({ ...own, template: 'a' }, undefined),
      ],
      [false, true, true, false, false],
    );
  });
});
