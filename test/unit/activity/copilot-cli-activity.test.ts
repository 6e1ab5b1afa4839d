import { deepStrictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { copilotCliActivity } from '../../../src/core/agents/copilot-cli/activity.ts';
import { fed } from './fed.ts';

type Fields = Readonly<Record<string, unknown>>;

const AT = '2026-11-29T21:34:33.144Z';

let made = 0;

function event(type: string, data: unknown, more: Fields = {}): Fields {
  return { type, data, id: `e${++made}`, timestamp: AT, parentId: null, ...more };
}

const START = event('session.start', { sessionId: 's1', context: { cwd: '/home/me/shop' } });

function typed(content: unknown, data: Fields = {}, more: Fields = {}): Fields {
  return event('user.message', { content, ...data }, more);
}

/** A call and its result. */
function did(toolName: string, input: unknown, result: Fields = {}, more: Fields = {}): readonly Fields[] {
  const toolCallId = `call${++made}`;
  return [
    event('tool.execution_start', { toolCallId, toolName, arguments: input }, more),
    event(
      'tool.execution_complete',
      { toolCallId, success: true, result: { content: 'ok' }, ...result },
      more,
    ),
  ];
}

function read(...records: readonly unknown[]): Activity {
  return fed(copilotCliActivity, [START, ...records].map((record) => `${JSON.stringify(record)}\n`).join(''));
}

describe('what Copilot CLI did', () => {
  it('is every file that was written with success, by the main conversation', () => {
    const edits = (...paths: readonly string[]): Fields => ({
      fileEdits: paths.map((path) => ({ path, kind: 'edit' })),
    });
    const { files, sessionId, cwd } = read(
      ...did('create', { path: '/home/me/shop/cart.js' }, edits('/home/me/shop/cart.js')),
      ...did('apply_patch', '*** Begin Patch', edits('/home/me/shop/cart.js', 'b.js', 'b.js')),
      ...did('apply_patch', '*** Begin Patch', { fileEdits: [{ path: 'gone.js', kind: 'delete' }] }),
      ...did('edit', { path: 'failed.js' }, { success: false, error: { message: 'No match' } }),
      ...did('edit', { path: 'unchanged.js' }, { fileEdits: [] }),
      ...did('edit', { path: 'helper.js' }, edits('helper.js'), { agentId: 'explore-1' }),
      ...did('view', { path: 'read.js' }),
    );
    deepStrictEqual(
      files.map(({ path, edits: count }) => [path, count]),
      [
        ['/home/me/shop/cart.js', 2],
        ['b.js', 1],
      ],
    );
    deepStrictEqual([sessionId, cwd], ['s1', '/home/me/shop']);
  });

  it('is every command that outlived its first wait, by the call that has its end', () => {
    const told = (content: string, more: Fields = {}): Fields => ({ result: { content }, ...more });
    const running = (shell: string): Fields =>
      told(`<command with shellId: ${shell} is still running after 30 seconds. Wait for it.>`);
    const readShell = (shellId: string, result: Fields): readonly Fields[] =>
      did('read_bash', { shellId, delay: 5 }, result);
    const ended = told('  2 passing (4ms)\n  1 failing\n<shellId: 1 completed with exit code 4>', {
      shellExecution: { exitCode: 4 },
    });
    const activity = read(
      ...did('bash', { command: 'npm test' }, running('1')),
      ...did('bash', { command: 'npm run dev' }, running('2')),
      ...did('bash', { command: 'sleep 9' }, running('3')),
      ...did(
        'bash',
        { command: 'async', mode: 'async' },
        told('<command started in background with shellId: 3>'),
      ),
      ...readShell('1', running('1')),
      ...readShell('1', ended),
      ...readShell('1', ended),
      ...readShell('3', told('<shellId: 3 completed with exit code 0>')),
      ...readShell('4', told('<shellId: 4 completed with exit code 0>')),
    );
    deepStrictEqual(
      activity.commands.map(({ command, exitCode, verdict }) => [command, exitCode, verdict?.result]),
      [['npm test', 4, 'fail']],
    );
  });

  it('is every written file where a version tells only the call', () => {
    const patch = '*** Begin Patch\n*** Update File: a.js\n@@\n-a\n+b\n*** Add File: b.js\n+b\n*** End Patch';
    const { files } = read(
      ...did('edit', { path: 'a.js', old_str: 'a', new_str: 'b' }),
      ...did('str_replace_editor', { command: 'create', path: 'c.js' }),
      ...did('str_replace_editor', { command: 'view', path: 'd.js' }),
      ...did('apply_patch', patch),
    );
    deepStrictEqual(
      files.map(({ path, edits }) => [path, edits]),
      [
        ['a.js', 2],
        ['c.js', 1],
        ['b.js', 1],
      ],
    );
  });

  it('is every command that ran to an end', () => {
    const text = (content: string): Fields => ({ result: { content } });
    const { commands } = read(
      ...did('bash', { command: 'true' }, { shellExecution: { exitCode: 0 } }),
      ...did('bash', { command: 'false' }, { shellExecution: { exitCode: 1 } }),
      ...did('powershell', { command: 'exit 3' }, text('x\n<exited with exit code 3>')),
      ...did('bash', { command: 'exit 2' }, text('\n<shellId: 0 completed with exit code 2>')),
      ...did(
        'bash',
        { command: 'serve', mode: 'async' },
        text('<command started in background with shellId: 1>'),
      ),
      ...did(
        'bash',
        { command: 'slow' },
        text('<command with shellId: 2 is still running after 30 seconds.>'),
      ),
      ...did('bash', { command: 'refused' }, { success: false, error: { message: 'no', code: 'denied' } }),
      ...did('bash', { command: 'by hand' }, { isUserRequested: true, shellExecution: { exitCode: 0 } }),
      ...did('bash', { command: 'helper' }, { parentToolCallId: 'c', shellExecution: { exitCode: 0 } }),
      ...did('bash', { command: 'odd' }, { shellExecution: { exitCode: '1' } }),
    );
    deepStrictEqual(
      commands.map(({ command, exitCode }) => [command, exitCode]),
      [
        ['true', 0],
        ['false', 1],
        ['exit 3', 3],
        ['exit 2', 2],
      ],
    );
  });

  it('is the checklist of older versions', () => {
    const todos = '- [x] Add the cart\n* [ ] Write tests\n1. [~] Deploy\nno line of it\n- [ ] ';
    const { todos: list } = read(
      ...did('update_todo', { todos }),
      ...did('update_todo', { todos: '- [ ] refused' }, { success: false }),
    );
    deepStrictEqual(list, [
      { text: 'Add the cart', status: 'completed' },
      { text: 'Write tests', status: 'pending' },
      { text: 'Deploy', status: 'in_progress' },
    ]);
  });

  it('is what a person typed, not what programs send', () => {
    const { prompts } = read(
      typed('Add a cart to the shop', {
        transformedContent: '<current_datetime>x</current_datetime>\n\nAdd',
      }),
      typed('Read the skill', { source: 'skill-pdf' }),
      typed('Continue until it is done', { isAutopilotContinuation: true }),
      typed('Find the cart', {}, { agentId: 'explore-1' }),
      typed('<system_notification>A shell ended</system_notification>'),
      event('session.compaction_complete', { success: true, summaryContent: 'A cart was added.' }),
      event('model.messages_snapshot', { messages: [{ role: 'user', content: 'Add a cart to the shop' }] }),
      typed('Go on with the tests', { delivery: 'queued' }),
    );
    deepStrictEqual(
      prompts.map(({ text }) => text),
      ['Add a cart to the shop', 'Go on with the tests'],
    );
  });

  it('counts a repeated line once', () => {
    const command = did('bash', { command: 'c' }, { shellExecution: { exitCode: 0 } });
    const lines = [typed('Add a cart'), ...did('edit', { path: 'a' }), ...command];
    deepStrictEqual(read(...lines, ...lines), read(...lines));
  });

  it('survives lines with anything in them', () => {
    const odd = [null, 3, [], {}, [null], [{ path: 3 }]];
    const lines = odd.flatMap((value) => [
      ...['session.start', 'user.message', 'tool.execution_start', 'tool.execution_complete'].map((type) =>
        event(type, value),
      ),
      typed(value),
      ...did('create', value, { fileEdits: value, result: value, shellExecution: value }),
      ...did('bash', { command: value }, { shellExecution: { exitCode: 0 } }),
      ...did('update_todo', { todos: value }),
      ...did('bash', { command: 'c' }, { shellExecution: value, result: { content: value } }),
    ]);
    const { files, commands, prompts, todos } = read(...lines);
    deepStrictEqual([files, commands, prompts, todos], [[], [], [], []]);
  });
});
