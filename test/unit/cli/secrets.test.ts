import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { git, newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

describe('the command line on secrets', () => {
  afterEach(removeFolders);

  it('names recognized secrets before it shares, and goes on only with a person’s yes', async () => {
    const terminal = new InProcessTerminal(newFolder());
    git(terminal.folder, 'init', '-q');
    await terminal.done('init', 'one', 'One');
    const secret = `ghp_${'a7B9c2D4e6F8'.repeat(3)}`;
    await terminal.done('next', 'add', `use ${secret}`);
    const named = '.claude/state/workflows/one.journal.jsonl:2: github in nextStep.added.text\n';
    const refused = await terminal.run(['share']);
    deepStrictEqual([refused.code, refused.out], [1, named]);
    const asked = await terminal.run(['share', '--include-secrets'], { env: { CLAUDECODE: '1' } });
    deepStrictEqual([asked.code, asked.out], [1, named]);
    strictEqual(git(terminal.folder, 'status', '--short'), '');
    ok((await terminal.done('share', '--include-secrets')).startsWith(named));
    ok(git(terminal.folder, 'status', '--short') !== '');
  });

  it('shows an agent no secret that somebody said, and a person all of it', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    const secret = `ghp_${'a7B9c2D4e6F8'.repeat(3)}`;
    await terminal.done('next', 'add', `use ${secret}`);
    for (const command of [['status'], ['status', '--json'], ['log'], ['log', '--json'], ['next', 'list']]) {
      const { out } = await terminal.run(command, { env: { CLAUDECODE: '1' } });
      deepStrictEqual(
        [out.includes(secret), out.includes('[redacted: github]')],
        [false, true],
        command.join(' '),
      );
      ok((await terminal.done(...command)).includes(secret));
    }
  });
});
