import { deepStrictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { piActivity } from '../../../src/core/agents/pi/activity.ts';
import { fed } from './fed.ts';

type Fields = Readonly<Record<string, unknown>>;

const AT = '2026-11-29T21:36:28.033Z';
const HEAD = { type: 'session', version: 3, id: 's1', timestamp: AT, cwd: '/home/me/shop' };

let made = 0;

function message(fields: Fields, id = `m${++made}`): Fields {
  return { type: 'message', id, parentId: null, timestamp: AT, message: fields };
}

function typed(text: string, id?: string): Fields {
  return message({ role: 'user', content: [{ type: 'text', text }] }, id);
}

/** A call and its result. */
function did(name: string, input: unknown, text = 'ok', isError = false): readonly Fields[] {
  const id = `call${++made}`;
  const call = { type: 'toolCall', id, name, arguments: input };
  const content = [{ type: 'text', text }];
  return [
    message({ role: 'assistant', content: [{ type: 'text', text: 'I do it.' }, call] }),
    message({ role: 'toolResult', toolCallId: id, toolName: name, content, isError }),
  ];
}

function read(...records: readonly unknown[]): Activity {
  return fed(piActivity, [HEAD, ...records].map((record) => `${JSON.stringify(record)}\n`).join(''));
}

describe('what Pi did', () => {
  it('is every file that was written with success', () => {
    const { files, sessionId, cwd } = read(
      ...did('write', { path: 'cart.js', content: '' }),
      ...did('edit', { path: 'cart.js', edits: [] }),
      ...did('edit', { path: 'failed.js', edits: [] }, 'Could not find the text', true),
      ...did('read', { path: 'read.js' }),
      message({
        role: 'assistant',
        content: [{ type: 'toolCall', id: 'open', name: 'write', arguments: { path: 'o' } }],
      }),
    );
    deepStrictEqual(files, [{ path: 'cart.js', edits: 2, at: AT }]);
    deepStrictEqual([sessionId, cwd], ['s1', '/home/me/shop']);
  });

  it('is every command that ran to an end', () => {
    const { commands } = read(
      ...did('bash', { command: 'true' }, 'Command exited with code 7'),
      ...did('bash', { command: 'false' }, '(no output)\n\nCommand exited with code 1', true),
      ...did('bash', { command: 'sleep' }, 'Command exited with code 3\n\nCommand aborted', true),
      ...did('bash', { command: 'slow' }, 'x\n\nCommand timed out after 5 seconds', true),
      ...did('bash', { command: 'refused' }, 'Blocked by user', true),
      message({ role: 'bashExecution', command: 'by hand', output: '', exitCode: 0 }),
      ...did('powershell', { command: 'exit 2' }, 'Command exited with code 2', true),
    );
    deepStrictEqual(
      commands.map(({ command, exitCode, cwd }) => [command, exitCode, cwd]),
      [
        ['true', 0, '/home/me/shop'],
        ['false', 1, '/home/me/shop'],
        ['exit 2', 2, '/home/me/shop'],
      ],
    );
  });

  it('is what a person typed, without summaries and what extensions and skills send', () => {
    const skill = '<skill name="review" location="/s">\nLook.\n</skill>';
    const { prompts, request } = read(
      typed('Add a cart to the shop'),
      { type: 'compaction', id: 'c1', timestamp: AT, summary: 'A cart was added.', tokensBefore: 900 },
      message({ role: 'compactionSummary', summary: 'A cart was added.' }),
      { type: 'custom_message', id: 'x', timestamp: AT, customType: 'note', content: 'by a program' },
      message({ role: 'custom', content: 'by an extension' }),
      typed(`${skill}\n\nthe whole cart page`),
      typed(skill),
      message({ role: 'user', content: 'Go on with the tests' }),
    );
    deepStrictEqual(
      prompts.map(({ text }) => text),
      ['Add a cart to the shop', 'Go on with the tests'],
    );
    deepStrictEqual(request, 'the whole cart page');
  });

  it('counts a repeated line once', () => {
    const lines = [
      typed('Add a cart', 'p'),
      ...did('write', { path: 'a' }),
      ...did('bash', { command: 'c' }),
    ];
    deepStrictEqual(read(...lines, ...lines), read(...lines));
  });

  it('survives lines with anything in them', () => {
    const odd = [null, 3, 'x', [], {}, [null], [{ type: 'toolCall', id: 4, name: {}, arguments: 'x' }]];
    const lines = odd.flatMap((content) => [
      { type: 'message', message: content },
      ...['user', 'assistant', 'toolResult'].map((role) => message({ role, content, toolCallId: content })),
      { type: 'session', id: content, cwd: content },
      ...did('write', content),
      ...did('bash', { command: content }),
    ]);
    const { files, commands } = read(...lines);
    deepStrictEqual([files, commands.map(({ command }) => command)], [[], ['x']]);
  });
});
