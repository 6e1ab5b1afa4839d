import { deepStrictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { kimiCodeActivity } from '../../../src/core/agents/kimi-code/activity.ts';
import { fed } from './fed.ts';

type Fields = Readonly<Record<string, unknown>>;

const TIME = 1789380002000;
const AT = '2026-09-14T10:00:02.000Z';
const HEAD = [
  { type: 'metadata', protocol_version: '1.5', created_at: TIME },
  { type: 'profile.bind', agentId: 'main', environmentDisclosure: { cwd: '/home/me/shop' }, time: TIME },
];

let made = 0;

function happened(event: Fields, agentId = 'main'): Fields {
  return { type: 'context.append_loop_event', agentId, event, time: TIME };
}

/** A call and its result. */
function called(name: string, args: Fields, result: unknown, more: Fields = {}): readonly Fields[] {
  made += 1;
  const toolCallId = `call_${made}`;
  return [
    happened({ type: 'tool.call', toolCallId, name, args, ...more }),
    happened({ type: 'tool.result', toolCallId, result }),
  ];
}

function prompt(text: string, more: Fields = {}): Fields {
  made += 1;
  return {
    type: 'turn.prompt',
    agentId: 'main',
    input: [{ type: 'text', text }],
    origin: { kind: 'user' },
    promptId: `msg_${made}`,
    time: TIME,
    ...more,
  };
}

function read(...records: readonly unknown[]): Activity {
  return fed(kimiCodeActivity, [...HEAD, ...records].map((record) => `${JSON.stringify(record)}\n`).join(''));
}

describe("what Kimi Code did, by its main agent's log", () => {
  const ran = (output: unknown, isError = false, args: Fields = {}): readonly (number | null)[] =>
    read(...called('Bash', { command: 'npm test', ...args }, { output, isError })).commands.map(
      ({ exitCode }) => exitCode,
    );

  it('is every file that was written with success', () => {
    const { files, cwd } = read(
      ...called('Write', { path: '/home/me/shop/a.js', content: '' }, { output: 'Wrote 2 bytes' }),
      ...called('Edit', { path: '/home/me/shop/a.js' }, { output: 'Replaced 1 occurrence', isError: false }),
      ...called('Write', { path: 'b.js', mode: 'append' }, { output: 'Appended 2 bytes' }),
      ...called('Edit', { path: 'failed.js' }, { output: 'No replacement', isError: true }),
      ...called('Read', { path: 'read.js' }, { output: 'text' }),
      happened({ type: 'tool.call', toolCallId: 'waits', name: 'Write', args: { path: 'waits.js' } }),
    );
    deepStrictEqual(
      [files, cwd],
      [
        [
          { path: '/home/me/shop/a.js', edits: 2, at: AT },
          { path: 'b.js', edits: 1, at: AT },
        ],
        '/home/me/shop',
      ],
    );
  });

  it('has the exit code of a command, which the result of a failed one ends with', () => {
    deepStrictEqual(ran('all good'), [0]);
    deepStrictEqual(ran('Process exited with code 1\nCommand failed with exit code: 1.', true), [1]);
    deepStrictEqual(ran([{ type: 'text', text: 'x\nCommand failed with exit code: 2.' }], true), [2]);
    deepStrictEqual(
      ran(
        'x\nCommand failed with exit code: 3.\ntask_id: t1\noutput_size_bytes: 60000\nnext_step: Use it',
        true,
      ),
      [3],
    );
    deepStrictEqual(ran('Command failed with exit code: 9.'), [0]);
    const [command] = read(
      ...called('Bash', { command: 'ls' }, { output: '' }, { display: { kind: 'command', cwd: '/tmp' } }),
    ).commands;
    deepStrictEqual(command, { command: 'ls', exitCode: 0, at: AT, cwd: '/tmp' });
  });

  it('has no command that was refused, killed, interrupted, or sent to the background', () => {
    const background =
      'task_id: bash-1\npid: 77\ndescription: tests\nstatus: running\nautomatic_notification: true';
    deepStrictEqual(ran('Command failed with exit code: 1.\nCommand killed by timeout (60s)', true), []);
    deepStrictEqual(ran('half\nInterrupted by user', true), []);
    deepStrictEqual(ran('Command failed with exit code: null.', true), []);
    deepStrictEqual(ran('Tool call was denied', true), []);
    deepStrictEqual(ran(background), []);
    deepStrictEqual(ran(`${background}\n\nforeground_output:\nhalf`), []);
    deepStrictEqual(ran('started', false, { run_in_background: true }), []);
  });

  it("leaves out another agent's calls, and counts repeated lines once", () => {
    const lines = called('Write', { path: 'a.js' }, { output: 'Wrote 2 bytes' });
    const others = called('Write', { path: 'other.js' }, { output: 'Wrote 2 bytes' }).map((line) => ({
      ...line,
      agentId: 'agent-1',
    }));
    const asked = prompt('Add a page to it');
    const { files, prompts } = read(
      asked,
      ...lines,
      ...others,
      { type: 'forked', agentId: 'main' },
      asked,
      ...lines,
    );
    deepStrictEqual(
      [files.map(({ path, edits }) => [path, edits]), prompts],
      [[['a.js', 1]], [{ text: 'Add a page to it', at: AT }]],
    );
  });

  it('has what a person typed, before a turn or during it', () => {
    const { prompts } = read(
      prompt('Add a page'),
      {
        type: 'context.append_message',
        agentId: 'main',
        message: { role: 'user', content: [{ type: 'text', text: 'Add a page' }], origin: { kind: 'user' } },
      },
      prompt('Rather two', { type: 'turn.steer', promptId: undefined, messageId: 'msg_steer' }),
      prompt('of a goal', { origin: { kind: 'system_trigger', name: 'goal_continuation' } }),
      prompt('ls', { origin: { kind: 'shell_command', phase: 'input' } }),
      prompt('skill', {
        input: [
          { type: 'text', text: 'How to review' },
          { type: 'text', text: 'Review it' },
        ],
        origin: { kind: 'user', skillActivations: [{ name: 'review' }] },
      }),
      prompt('<system-reminder>x</system-reminder>'),
      prompt('Of an older version', { origin: undefined, promptId: undefined }),
      { type: 'context.apply_compaction', agentId: 'main', summary: 'Pages were added.', time: TIME },
    );
    deepStrictEqual(
      prompts.map(({ text }) => text),
      ['Add a page', 'Rather two', 'Review it', 'Of an older version'],
    );
  });

  it('has the to-do list as it was stored last', () => {
    const stored = (key: string, value: unknown): Fields => ({
      type: 'tools.update_store',
      agentId: 'main',
      key,
      value,
    });
    deepStrictEqual(
      read(
        stored('todo', [{ title: 'old', status: 'pending' }]),
        stored('todo', [
          { title: 'one', status: 'done' },
          { title: 'two', status: 'in_progress' },
          7,
          { title: 7 },
        ]),
        stored('other', []),
        stored('todo', 7),
      ).todos,
      [
        { text: 'one', status: 'completed' },
        { text: 'two', status: 'in_progress' },
      ],
    );
    deepStrictEqual(
      read(stored('todo', [{ title: 'old', status: 'pending' }]), stored('todo', [])).todos,
      [],
    );
  });

  it('takes no harm from values of other types', () => {
    const odd = read(
      7,
      null,
      happened({ type: 'tool.result', toolCallId: 'unknown', result: 7 }),
      happened({ type: 'tool.call', toolCallId: 7 }),
      { type: 'context.append_loop_event', event: 'tool.call', time: 'x' },
      prompt('x', { input: 7 }),
      prompt('x', { input: [7, { text: 7 }] }),
      ...called('Write', { path: 7 }, 7),
      ...called('Bash', { command: [] }, null),
      ...called('Bash', { command: 'a' }, { isError: true, output: { text: 'b' } }),
    );
    deepStrictEqual([odd.files, odd.commands, odd.todos, odd.prompts], [[], [], [], []]);
  });
});
