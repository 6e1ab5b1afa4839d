import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { git, newFolder, removeFolders } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';

/** Every command that prints what somebody said, as text and as JSON. */
const READING: readonly (readonly string[])[] = [
  ...[['status'], ['list'], ['log'], ['next', 'list'], ['deliverable', 'list'], ['tasks', 'list']],
  ...[['tasks', 'list', '--all'], ['resume'], ['recover'], ['handoff', 'list'], ['usage']],
]
  .flatMap((command) => [command, [...command, '--json']])
  .concat([
    ...[
      ['banner'],
      ['handoff', 'show'],
      ['verify'],
      ['context'],
      ['savings'],
      ['tasks', 'diff', 'one-empty-1'],
    ],
    ...['toon', 'json', 'context', 'decisions'].map((format) => ['export', '--format', format, '--stdout']),
  ]);

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

  it('answers an agent without the secrets of what it wrote', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const secret = `ghp_${'a7B9c2D4e6F8'.repeat(3)}`;
    for (const command of [
      ['init', 'one', `One ${secret}`, '--task', `use ${secret}`],
      ['rename', 'one', `One ${secret}`],
      ['next', 'add', `use ${secret}`],
      ['decision', 'add', 'auth', `token ${secret}`, `because of ${secret}`],
      ['pattern', 'set', 'calls', `curl ${secret}`],
      ['reject', '--reason', `no ${secret}`],
    ]) {
      const { code, out, error } = await terminal.run(command, { env: { CLAUDECODE: '1' } });
      deepStrictEqual([command[0], code, `${out}${error}`.includes(secret)], [command[0], 0, false]);
    }
  });

  it('refuses an agent without the secrets of what it typed, and a person with all of it', async () => {
    const terminal = new InProcessTerminal(newFolder());
    await terminal.done('init', 'one', 'One');
    const secret = `ghp_${'a7B9c2D4e6F8'.repeat(3)}`;
    const hidden: string[] = [];
    for (const command of [
      ...[['switch', secret], [secret], [`--${secret}`], ['status', secret], ['phase', 'one', secret]],
      ...[
        ['set', 'one', secret, 'a'],
        ['set', 'one', 'status', secret],
        ['approve', secret],
      ],
      ...[
        ['config', 'set', 'approvedBy', secret],
        ['config', 'get', secret],
        ['next', secret],
      ],
      ...[
        ['status', '--cwd', `/none/${secret}`],
        ['verify', secret],
        ['check', secret],
        ['next', 'done', secret],
      ],
      ...[
        ['init', 'two', 'Two', '--preset', secret],
        ['meter', '--agent', secret],
        ['connect', secret],
      ],
      ...[
        ['tasks', 'run', secret],
        ['next', 'list', secret],
        ['export', '--format', secret],
      ],
    ]) {
      const told = await terminal.run(command, { env: { CLAUDECODE: '1' } });
      const shown = await terminal.run(command);
      deepStrictEqual(
        [command, told.code, `${told.out}${told.error}`.includes(secret), told.error.split('\n').length],
        [command, shown.code, false, shown.error.split('\n').length],
      );
      ok(told.code !== 0, command.join(' '));
      if (shown.error.includes(secret)) hidden.push(command.join(' '));
    }
    ok(hidden.length > 15, hidden.join('\n'));
  });

  it('shows an agent no secret that somebody said, whichever command reads it, and a person all of it', async () => {
    const terminal = new InProcessTerminal(newFolder());
    git(terminal.folder, 'init', '-q');
    const secret = `ghp_${'a7B9c2D4e6F8'.repeat(3)}`;
    await terminal.done(
      'init',
      'one',
      `One ${secret}`,
      '--task',
      `use ${secret}`,
      '--agents',
      `lead-${secret}`,
    );
    await terminal.done('next', 'add', `use ${secret}`);
    await terminal.done('decision', 'add', 'auth', `token ${secret}`, `because of ${secret}`);
    await terminal.done('pattern', 'set', 'calls', `curl ${secret}`);
    await terminal.done('deliverable', 'add', 'docs/requirements.md');
    await terminal.done('handoff', 'create');
    git(terminal.folder, 'commit', '-q', '--allow-empty', '-m', `use ${secret}`);
    const task = ['--title', `Try ${secret}`, '--task', 'a', '--output', 'a/', '--place', 'workspace'];
    await terminal.done('tasks', 'create', 'empty', ...task);
    const leaking: string[] = [];
    for (const command of READING) {
      const { out, error } = await terminal.run(command, { env: { CLAUDECODE: '1' } });
      if (`${out}${error}`.includes(secret)) leaking.push(command.join(' '));
    }
    deepStrictEqual(leaking, []);
    for (const command of [['status'], ['list'], ['log'], ['next', 'list']])
      ok((await terminal.done(...command)).includes(secret), command.join(' '));
  });
});
