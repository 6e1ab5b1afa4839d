import { deepStrictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { qwenCodeActivity } from '../../../src/core/agents/qwen-code/activity.ts';
import { fed } from './fed.ts';

type Fields = Readonly<Record<string, unknown>>;

const AT = '2026-11-29T21:38:15.725Z';

let made = 0;

function line(type: string, more: Fields): Fields {
  const uuid = `u${++made}`;
  return { uuid, parentUuid: null, sessionId: 's1', timestamp: AT, type, cwd: '/home/me/shop', ...more };
}

function typed(text: string, more: Fields = {}): Fields {
  return line('user', { message: { role: 'user', parts: [{ text }] }, ...more });
}

interface Outcome {
  readonly status?: string;
  readonly output?: string;
  readonly display?: unknown;
  /** Of both lines. */
  readonly more?: Fields;
}

/** A call and its result. */
function did(
  name: string,
  args: unknown,
  { status = 'success', output = 'ok', display, more = {} }: Outcome = {},
): readonly Fields[] {
  const id = `call${++made}`;
  const response = status === 'success' ? { output } : { error: output };
  const parts = [{ functionResponse: { id, name, response } }];
  return [
    line('assistant', { message: { role: 'model', parts: [{ functionCall: { id, name, args } }] }, ...more }),
    line('tool_result', {
      message: { role: 'user', parts },
      toolCallResult: { callId: id, status, resultDisplay: display },
      ...more,
    }),
  ];
}

function ran(command: string, outcome: Outcome, args: Fields = {}): readonly Fields[] {
  return did('run_shell_command', { command, ...args }, outcome);
}

function read(...records: readonly unknown[]): Activity {
  return fed(qwenCodeActivity, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function ends({ commands }: Activity): readonly (readonly [string, number | null])[] {
  return commands.map(({ command, exitCode }) => [command, exitCode]);
}

describe('what Qwen Code did', () => {
  it('is every file that was written with success, by the main conversation', () => {
    const { files, sessionId, cwd } = read(
      ...did('write_file', { file_path: '/home/me/shop/cart.js' }),
      ...did('edit', { file_path: '/home/me/shop/cart.js' }),
      ...did('notebook_edit', { notebook_path: 'a.ipynb' }),
      ...did('edit', { file_path: 'failed.js' }, { status: 'error' }),
      ...did('edit', { file_path: 'refused.js' }, { status: 'cancelled' }),
      ...did('edit', { file_path: 'helper.js' }, { more: { isSidechain: true } }),
      ...did('edit', { file_path: 'helper.js' }, { more: { agentId: 'explore-1' } }),
      ...did('read_file', { file_path: 'read.js' }),
    );
    deepStrictEqual(
      files.map(({ path, edits }) => [path, edits]),
      [
        ['/home/me/shop/cart.js', 2],
        ['a.ipynb', 1],
      ],
    );
    deepStrictEqual([sessionId, cwd], ['s1', '/home/me/shop']);
  });

  it('is what a tool did that was called through another one', () => {
    const through = (name: unknown, args: Fields, outcome: Outcome = {}): readonly Fields[] =>
      did('tool_call', { name, arguments: args }, outcome);
    const activity = read(
      ...through('write_file', { file_path: '/home/me/shop/cart.js' }),
      ...through('edit', { file_path: 'refused.js' }, { status: 'error' }),
      ...through(
        'run_shell_command',
        { command: 'false' },
        { display: { type: 'shell_result', exitCode: 1 } },
      ),
      ...through('tool_call', { name: 'write_file', arguments: { file_path: 'nested.js' } }),
      ...through(7, {}),
    );
    deepStrictEqual(
      activity.files.map(({ path }) => path),
      ['/home/me/shop/cart.js'],
    );
    deepStrictEqual(ends(activity), [['false', 1]]);
  });

  it('is every command that ran to an end, by its result in fields', () => {
    const shell = (outcome: string, exitCode: unknown): Outcome => ({
      status: outcome === 'completed' ? 'success' : 'error',
      output: 'Command: c\nDirectory: (root)\nOutput: x\nError: (none)\nExit Code: 0\nSignal: (none)',
      display: { type: 'shell_result', outcome, exitCode, directory: '/home/me/shop/web', output: 'x' },
    });
    const activity = read(
      ...ran('true', shell('completed', 0)),
      ...ran('grep x', shell('completed', 1)),
      ...ran('false', shell('failed', 2)),
      ...ran('killed', shell('failed', null)),
      ...ran('slow', shell('timed_out', 137)),
      ...ran('stopped', shell('cancelled', 130)),
    );
    deepStrictEqual(ends(activity), [
      ['true', 0],
      ['grep x', 1],
      ['false', 2],
    ]);
    deepStrictEqual(activity.commands[0]?.cwd, '/home/me/shop/web');
  });

  it('is every command that ran to an end, by the text of its result', () => {
    const told = (code: string, signal = '(none)'): string =>
      `Command: c\nDirectory: (root)\nOutput: Exit Code: 9\nError: (none)\nExit Code: ${code}\nSignal: ${signal}\nProcess Group PGID: 12`;
    const cut =
      '[Output too large]\nend\nExit Code: 4\nSignal: (none)\nBackground PIDs: (none)\nProcess Group PGID: 12';
    const activity = read(
      ...ran('one', { output: told('0') }),
      ...ran('two', { output: told('1'), status: 'error' }),
      ...ran('three', { output: told('(none)', '15') }),
      ...ran('four', { output: cut }),
      ...ran('five', { output: told('0') }, { is_background: true }),
      ...ran('six', { output: 'Background shell bg_1 started (pid 12).' }),
      ...ran('seven', { output: 'Command was cancelled by user before it could complete.' }),
      ...ran('eight', { output: told('0'), status: 'cancelled' }),
    );
    deepStrictEqual(ends(activity), [
      ['one', 0],
      ['two', 1],
      ['four', 4],
    ]);
  });

  it('is the to-do list that was taken last, in the result or the call', () => {
    const list = (...statuses: readonly string[]): readonly Fields[] =>
      statuses.map((status, at) => ({ id: `${at}`, content: `Step ${at}`, status }));
    const newer = did(
      'todo_write',
      { todos: list('pending') },
      { display: { type: 'todo_list', todos: list('completed', 'in_progress') } },
    );
    const refused = did('todo_write', { todos: list('pending', 'pending') }, { status: 'error' });
    deepStrictEqual(read(...newer, ...refused).todos, [
      { text: 'Step 0', status: 'completed' },
      { text: 'Step 1', status: 'in_progress' },
    ]);
    const older = did('todo_write', { todos: list('pending') });
    deepStrictEqual(read(...newer, ...older).todos, [{ text: 'Step 0', status: 'pending' }]);
  });

  it('is what a person typed, not what programs send', () => {
    const command = (rawCommand: string, sentToModel: boolean): Fields =>
      line('system', {
        subtype: 'slash_command',
        systemPayload: { phase: 'invocation', rawCommand, sentToModel },
      });
    const parts = [
      { text: 'Look at @cart.js' },
      { text: '\n--- Content from referenced files ---' },
      { text: 'export const cart = [];' },
    ];
    const summary = [{ role: 'user', parts: [{ text: '<state_snapshot>Done.</state_snapshot>' }] }];
    const { prompts, request } = read(
      typed('Add a cart to the shop', { provenance: 'real_user' }),
      line('user', { message: { role: 'user', parts } }),
      typed('Also the tests', { subtype: 'mid_turn_user_message' }),
      typed('A timer went off', { subtype: 'cron' }),
      typed('A shell ended', { provenance: 'system' }),
      typed('Find the cart', { isSidechain: true }),
      typed('with what hooks add', {
        systemPayload: { displayText: 'Shown to the person', hookContext: 'x' },
      }),
      command('/compress', false),
      line('system', { subtype: 'chat_compression', systemPayload: { compressedHistory: summary } }),
      typed('Go on after that'),
      command('/plan the cart page', true),
      typed('You are a planner. Plan the cart page.'),
      typed('Now build it please'),
    );
    deepStrictEqual(
      prompts.map(({ text }) => text),
      [
        'Add a cart to the shop',
        'Look at @cart.js',
        'Also the tests',
        'Shown to the person',
        'Go on after that',
        'Now build it please',
      ],
    );
    deepStrictEqual(request, 'the cart page');
  });

  it('counts a repeated line once', () => {
    const lines = [
      typed('Add a cart'),
      ...did('edit', { file_path: 'a' }),
      ...ran('c', { output: 'Output: x' }),
    ];
    deepStrictEqual(read(...lines, ...lines), read(...lines));
  });

  it('survives lines with anything in them', () => {
    const odd = [null, 3, 'x', [], {}, [null], [{ functionCall: 3, functionResponse: 'x', text: {} }]];
    const lines = odd.flatMap((value) => [
      ...['user', 'assistant', 'tool_result'].flatMap((type) => [
        line(type, { message: value, toolCallResult: value, systemPayload: value }),
        line(type, { message: { parts: value } }),
      ]),
      line('system', { subtype: 'slash_command', systemPayload: value }),
      ...did('todo_write', { todos: value }),
      ...did('run_shell_command', { command: value }, { display: value }),
    ]);
    const { files, commands, prompts } = read(...lines);
    deepStrictEqual([files, commands, prompts.map(({ text }) => text)], [[], [], ['x']]);
  });
});
