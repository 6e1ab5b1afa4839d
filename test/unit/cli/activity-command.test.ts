import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectName } from '../../../src/node/agents/claude-code/folders.ts';
import { ClaudeCodeSession } from '../activity/claude-code-session.ts';
import { failureLine, failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

describe('activity on the command line', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  const worked = (id: string, prompt: string, cwd: string): string => {
    const session = new ClaudeCodeSession({ sessionId: id });
    session.cwd = cwd;
    session.prompt(prompt);
    session.did('Write', { file_path: join(cwd, 'cart.ts') });
    session.did('Write', { file_path: join(cwd, 'cart.ts') });
    session.did('Bash', { command: 'npm test\necho done' }, 'failed');
    session.did('TodoWrite', { todos: [{ content: 'Test it', status: 'in_progress' }] });
    return session.text;
  };

  const kept = (terminal: InProcessTerminal, home: string, id: string, prompt: string): void => {
    const path = `.claude/projects/${projectName(terminal.folder)}/${id}.jsonl`;
    writeFiles(home, { [path]: worked(id, prompt, terminal.folder) });
  };

  it('is of the session at work, as JSON and for people', async () => {
    const home = newFolder();
    const terminal = new InProcessTerminal(newFolder(), { HOME: home });
    kept(terminal, home, 'one', 'add a cart');
    const path = join(terminal.folder, 'cart.ts');
    deepStrictEqual(await terminal.json('activity'), {
      agent: 'claude-code',
      sessionId: 'one',
      cwd: terminal.folder,
      files: [{ path, edits: 2, at: '2026-09-14T10:00:09.000Z' }],
      commands: [
        {
          command: 'npm test\necho done',
          exitCode: 1,
          at: '2026-09-14T10:00:13.000Z',
          cwd: terminal.folder,
        },
      ],
      todos: [{ text: 'Test it', status: 'in_progress' }],
      prompts: [{ text: 'add a cart', at: '2026-09-14T10:00:01.000Z' }],
    });
    const lines = (await terminal.done('activity')).split('\n');
    strictEqual(lines[0]?.startsWith('claude-code one, '), true);
    deepStrictEqual(lines.slice(3), [
      'commands: 1',
      '  exit 1  npm test echo done',
      'to-dos: 1',
      '  [>] Test it',
      'prompts: 1',
      '  add a cart',
      '',
    ]);
  });

  it('is of a session that is named, and refuses one that is not there', async () => {
    const home = newFolder();
    const terminal = new InProcessTerminal(newFolder(), { HOME: home });
    kept(terminal, home, 'one', 'first');
    kept(terminal, home, 'two', 'second');
    for (const [id, prompt] of [
      ['one', 'first'],
      ['two', 'second'],
    ] as const) {
      const { prompts } = (await terminal.json('activity', '--session', id)) as {
        prompts: readonly { text: string }[];
      };
      deepStrictEqual(prompts[0]?.text, prompt);
    }
    const { code, error } = await terminal.run(['activity', '--session', 'three']);
    strictEqual(code, 1);
    strictEqual(error, failureLine('session-unknown', { session: 'three' }));
    strictEqual((await terminal.run(['activity', '--session', 'one', '--transcript', 'x'])).code, 2);
  });

  it('is of a transcript that is named, whoever it is of, and says what cannot be read', async () => {
    const terminal = new InProcessTerminal(newFolder());
    writeFileSync(join(terminal.folder, 't.jsonl'), worked('t', 'x\u001b[31m', '/home/me/shop'));
    match(await terminal.done('activity', '--transcript', 't.jsonl'), /\n {2}x\ufffd\[31m\n/);
    strictEqual((await terminal.run(['activity', '--transcript', 'gone.jsonl'])).code, 1);
    writeFileSync(join(terminal.folder, 'begun.jsonl'), '{"type":');
    deepStrictEqual(await terminal.json('activity', '--transcript', 'begun.jsonl'), {
      agent: null,
      sessionId: 'begun',
      cwd: null,
      files: [],
      commands: [],
      todos: [],
      prompts: [],
    });
  });

  it('says so where the folder has no session', async () => {
    const terminal = new InProcessTerminal(newFolder());
    strictEqual(await terminal.done('activity'), 'no agent session found for this folder\n');
    strictEqual(((await terminal.json('activity')) as { agent: unknown }).agent, null);
  });

  it('is refused while the rule is off, which nobody has to accept', async () => {
    const home = newFolder();
    const terminal = new InProcessTerminal(newFolder(), { HOME: home });
    kept(terminal, home, 'one', 'add a cart');
    writeFiles(terminal.folder, { '.claude/ninefold.json': '{ "activity": "off" }' });
    for (const options of [[], ['--json'], ['--session', 'one'], ['--transcript', 'gone.jsonl']]) {
      const { code, out, error } = await terminal.run(['activity', ...options]);
      deepStrictEqual([code, out], [1, '']);
      match(error, failurePattern('activity-off'));
    }
    deepStrictEqual((await terminal.run(['config', 'set', 'activity', 'no'])).code, 1);
    await terminal.done('config', 'set', 'activity', 'on');
    match(await terminal.done('activity'), /add a cart/);
  });
});
