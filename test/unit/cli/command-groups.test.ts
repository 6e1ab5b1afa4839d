import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

describe('the command line', () => {
  after(removeFolders);

  it('finds each command that its help lists, also those whose file is loaded with the command', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const help = await terminal.done('--help');
    const listed = [...help.slice(help.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)(?= )/gm)];
    const names = listed.map(([, name = '']) => name);
    ok(names.length > 30 && names.includes('check') && names.includes('remove'), names.join());
    const lost: string[] = [];
    for (const name of names) {
      const usage = await terminal.done(name, '--help');
      if (!usage.startsWith(`Usage: ninefold ${name} `)) lost.push(name);
    }
    deepStrictEqual(lost, []);
  });

  it('refuses a word that no file has as a command', async () => {
    const { code, out } = await new InProcessTerminal(newFolder()).run(['chek', 'npm', 'test']);
    strictEqual(code, 2);
    strictEqual(out, '');
  });
});
