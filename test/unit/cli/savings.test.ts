import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';

import type { MeasuredSavings } from '../../../src/node/savings/measure-savings.ts';
import type { Saving } from '../../../src/core/savings/savings.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { SEED_ID, seedWorkflow } from './terminal.ts';

type Printed = MeasuredSavings & { readonly encoding: string; readonly savings: readonly Saving[] };

describe('savings on the command line', function () {
  this.timeout(120_000);
  afterEach(removeFolders);

  it('measures what is there and says what is not', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    const { id, encoding, isApproximate, measures, savings } = (await terminal.json('savings')) as Printed;
    deepStrictEqual(
      [id, encoding, isApproximate, measures.handoff, measures.transcript, measures.definitions],
      [SEED_ID, 'o200k_base', false, null, null, null],
    );
    const { fullState, prettyJson, compactJson, toon, resume } = measures;
    ok(resume < fullState && toon < compactJson && compactJson < prettyJson, JSON.stringify(measures));
    deepStrictEqual(
      savings.filter(({ percent }) => percent === null).map(({ id: one }) => one),
      ['resume-transcript', 'lazy-loading'],
    );
    match(await terminal.done('savings'), /^handoff +not measured$/m);
  });

  it('sets a new session against the last reading, and definitions against their front matter', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await seedWorkflow(terminal);
    await terminal.done('handoff', 'create');
    await terminal.done('meter', 'set', '152000');
    const body = 'Long instructions that are loaded only when they are used.\n'.repeat(50);
    writeFiles(terminal.folder, {
      '.claude/agents/reviewer.md': `---\nname: reviewer\ndescription: Reviews code\n---\n${body}`,
      '.claude/skills/handoff/SKILL.md': `---\nname: handoff\ndescription: Hands over\n---\n${body}`,
      '.claude/skills/README.md': 'no skill',
    });
    const { measures, savings } = (await terminal.json('savings', SEED_ID)) as Printed;
    strictEqual(measures.transcript, 152_000);
    const share = (id: string): number => savings.find((saving) => saving.id === id)?.percent ?? -1;
    ok(share('resume-transcript') >= 98 && share('lazy-loading') > 80, JSON.stringify(savings));
  });

  it('measures a workflow that is not active by its own file', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    await terminal.done('init', 'two', 'Two');
    const { id, measures } = (await terminal.json('savings', 'one')) as Printed;
    deepStrictEqual([id, measures.resume > 0], ['one', true]);
  });

  it('refuses where there is no workflow', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const runs = [await terminal.run(['savings']), await terminal.run(['savings', 'nope'])];
    deepStrictEqual(
      runs.map(({ code, out }) => [code, out]),
      [
        [1, ''],
        [1, ''],
      ],
    );
  });
});
