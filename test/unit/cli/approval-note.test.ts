import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { MessageParameters } from '../../../src/core/messages.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { planPhrase } from '../../../src/core/view/plan-words.ts';
import { failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

const note = (word: 'ends' | 'over', parameters: MessageParameters): string =>
  `ninefold: ${phraseText(planPhrase(word, parameters))}`;

describe('an approval at the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  /** In phase 4, with so many tokens of 200,000 in use. */
  async function working(tokens: number | null): Promise<InProcessTerminal> {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'wf-001', 'Login');
    await terminal.done('phase', 'wf-001', '4');
    if (tokens !== null) await terminal.done('meter', 'set', String(tokens), '--window', '200000');
    return terminal;
  }

  const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n').slice(1);

  it('says on stderr that the phase which begins will not fit, after what it did', async () => {
    const { code, out, error } = await (await working(160_000)).run(['approve']);
    deepStrictEqual(
      [code, linesOf(error)],
      [0, [note('ends', { number: 1 }), note('over', { left: '40,000', phase: '5', need: '80K-150K' })]],
    );
    match(out, /^approved phase 4\n/);
  });

  it('says only that a session of the plan ends where the next fits, may not fit, or no window is known', async () => {
    for (const tokens of [20_000, 100_000, null]) {
      const { error } = await (await working(tokens)).run(['approve']);
      deepStrictEqual(linesOf(error), [note('ends', { number: 1 })], String(tokens));
    }
  });

  it('says nothing within a session of the plan, and nothing of other gates', async () => {
    const terminal = await working(20_000);
    await terminal.done('phase', 'wf-001', '3');
    deepStrictEqual(linesOf((await terminal.run(['approve'])).error), []);
    strictEqual((await (await working(160_000)).run(['skip', '--reason', 'none'])).error, '');
  });

  it('is saved, and says why, where the session cannot be read', async () => {
    const terminal = await working(160_000);
    writeFileSync(join(terminal.folder, '.claude/state/sessions/current.json'), '{');
    const { code, out, error } = await terminal.run(['approve', '--workflow', 'wf-001']);
    match(out, /^approved phase 4\n/);
    strictEqual(code, 0);
    match(error, failurePattern('file-damaged', { file: /.*current\.json/, line: 1 }));
  });
});
