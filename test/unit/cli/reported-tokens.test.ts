import { deepStrictEqual } from 'node:assert/strict';
import { readdirSync } from 'node:fs';

import { newFolder, removeFolders } from '../support/folders.ts';
import { Terminal } from './terminal.ts';

describe('a reported number on the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('is read until it is taken back', () => {
    const terminal = new Terminal(newFolder());
    const reading = (): unknown[] => {
      const { source, tokens, window, level } = terminal.json('meter') as Record<string, unknown>;
      return [source, tokens, window, level];
    };
    terminal.done('meter', 'set', '9000', '--window', '10000');
    const reported = reading();
    deepStrictEqual(
      [reported, terminal.done('meter', 'clear'), reading(), terminal.done('meter', 'clear')],
      [
        ['reported', 9000, 10_000, 'force'],
        'the reported number is taken back\n',
        [null, null, null, 'unknown'],
        'no number was reported\n',
      ],
    );
  });

  it('clears nothing where nothing was reported, and writes nothing', () => {
    const terminal = new Terminal(newFolder());
    terminal.done('meter', 'clear');
    deepStrictEqual(readdirSync(terminal.folder), []);
  });
});
