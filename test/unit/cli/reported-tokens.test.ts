import { deepStrictEqual } from 'node:assert/strict';
import { readdirSync } from 'node:fs';

import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

describe('a reported number on the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('is read until it is taken back', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const reading = async (): Promise<unknown[]> => {
      const { source, tokens, window, level } = (await terminal.json('meter')) as Record<string, unknown>;
      return [source, tokens, window, level];
    };
    await terminal.done('meter', 'set', '9000', '--window', '10000');
    const reported = await reading();
    deepStrictEqual(
      [
        reported,
        await terminal.done('meter', 'clear'),
        await reading(),
        await terminal.done('meter', 'clear'),
      ],
      [
        ['reported', 9000, 10_000, 'force'],
        'discarded the reported number\n',
        [null, null, null, 'unknown'],
        'no number was reported\n',
      ],
    );
  });

  it('clears nothing where nothing was reported, and writes nothing', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('meter', 'clear');
    deepStrictEqual(readdirSync(terminal.folder), []);
  });
});
