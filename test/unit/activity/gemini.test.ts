import { deepStrictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { geminiActivity } from '../../../src/core/agents/gemini/activity.ts';
import { geminiHead, person } from '../meter/gemini-lines.ts';
import { fed } from './fed.ts';
import { geminiCall, geminiDid } from './gemini-calls.ts';

type Fields = Readonly<Record<string, unknown>>;

describe("what Gemini CLI did, by its chat's lines", () => {
  const read = (...records: readonly Fields[]): Activity =>
    fed(
      geminiActivity,
      [geminiHead('one'), ...records].map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
  const commands = (...outputs: readonly string[]): readonly (readonly [string, number | null])[] =>
    read(
      ...outputs.map((output, at) =>
        geminiDid(`g${at}`, geminiCall('run_shell_command', { command: `c${at}` }, { output })),
      ),
    ).commands.map(({ command, exitCode }) => [command, exitCode]);

  it('is every file that was written with success', () => {
    const { files } = read(
      geminiDid(
        'g1',
        geminiCall('write_file', { file_path: 'docs/a.md', content: '' }),
        geminiCall('replace', { file_path: 'docs/b.md' }),
        geminiCall('replace', { file_path: 'docs/a.md' }),
        geminiCall('write_file', { file_path: 'failed.md' }, { status: 'error' }),
        geminiCall('write_file', { file_path: 'cancelled.md' }, { status: 'cancelled' }),
        geminiCall('write_file', { file_path: 'asked.md' }, { status: 'awaiting_approval' }),
        geminiCall('read_file', { file_path: 'read.md' }),
      ),
    );
    deepStrictEqual(
      files.map(({ path, edits }) => [path, edits]),
      [
        ['docs/a.md', 2],
        ['docs/b.md', 1],
      ],
    );
  });

  it('is every command that ran to an end, as older and newer versions tell it', () => {
    const older = (code: string, signal: string): string =>
      [
        'Command: npm test',
        'Directory: (root)',
        'Output: Exit Code: 9',
        'Error: (none)',
        `Exit Code: ${code}`,
        `Signal: ${signal}`,
        'Background PIDs: (none)',
        'Process Group PGID: 26593',
      ].join('\n');
    const newer = (...rest: readonly string[]): string =>
      ['<untrusted_context>', 'Output: ok', 'Exit Code: 9', 'more', ...rest, '</untrusted_context>'].join(
        '\n',
      );
    deepStrictEqual(
      commands(
        older('0', '0'),
        older('1', '0'),
        older('(none)', '15'),
        newer('Process Group PGID: 12'),
        newer('Exit Code: 2', 'Process Group PGID: 12'),
        newer('Signal: 9', 'Process Group PGID: 12'),
        'Output: (empty)',
        'Command moved to background (PID: 12). Output hidden. Press Ctrl+B to view.',
        'Command is running in background. PID: 12. Initial output:\n',
        'Command was cancelled by user before it could complete. There was no output before it was cancelled.',
        'Command was automatically cancelled because it exceeded the timeout of 5.0 minutes without output.',
        '',
      ),
      [
        ['c0', 0],
        ['c1', 1],
        ['c3', 0],
        ['c4', 2],
        ['c6', 0],
      ],
    );
  });

  it('counts a call once, although its message is written again with every change or after a rewind', () => {
    const waiting = geminiCall('write_file', { file_path: 'a.md' }, { id: 'w', status: 'executing' });
    const done = { ...waiting, status: 'success' };
    const compressed = { id: 's', type: 'user', content: [{ text: '<state_snapshot>…</state_snapshot>' }] };
    const { files, prompts } = read(
      person('u1', 'add a page'),
      geminiDid('g1', waiting),
      geminiDid('g1', done),
      geminiDid('g1', done),
      {
        $set: {
          messages: [compressed, { ...person('other', ' add a page'), type: 'user' }, geminiDid('g9', done)],
        },
      },
      { $rewindTo: 'u1' },
      person('u2', 'add a page'),
    );
    deepStrictEqual(
      [files.map(({ edits }) => edits), prompts.map(({ text }) => text)],
      [[1], ['add a page', 'add a page']],
    );
  });

  it('has what a person typed: what was shown of it, and no command of its own', () => {
    const { prompts } = read(
      {
        ...person('u1'),
        content: [{ text: 'look at @a' }, { text: '--- content of a ---' }],
        displayContent: [{ text: 'look at @a' }],
      },
      person('u2', '/compress'),
      person('u3', '/home/me/shop is slow'),
      person('u4', '?'),
      person('u5', '<session_context>\n'),
      { ...person('u6'), content: [{ functionResponse: { response: { output: 'x' } } }] },
      { ...person('u7'), type: 'info' },
    );
    deepStrictEqual(
      prompts.map(({ text }) => text),
      ['look at @a', '/home/me/shop is slow'],
    );
  });

  it('has the to-do list as it was written last', () => {
    const list = (...todos: readonly unknown[]): Fields =>
      geminiDid(`g${todos.length}`, geminiCall('write_todos', { todos }));
    deepStrictEqual(
      read(
        list({ description: 'old', status: 'pending' }),
        list(
          { description: 'one', status: 'completed' },
          { description: 'two', status: 'blocked' },
          { description: 7 },
        ),
        geminiDid('g4', geminiCall('write_todos', { todos: [] }, { status: 'error' })),
      ).todos,
      [
        { text: 'one', status: 'completed' },
        { text: 'two', status: 'blocked' },
      ],
    );
  });

  it('is read from a whole document as from lines, and not from an invalid text', () => {
    const messages = [
      person('u1', 'add a page'),
      geminiDid('g1', geminiCall('write_file', { file_path: 'a.md' })),
    ];
    const whole = geminiActivity.document?.(JSON.stringify({ ...geminiHead('one'), messages }));
    deepStrictEqual(whole, read(...messages));
    deepStrictEqual(geminiActivity.document?.('{"sessionId":'), geminiActivity.document?.(''));
    deepStrictEqual(
      read({
        id: 'x',
        type: 'gemini',
        toolCalls: [null, 7, { id: 7 }, { id: 'y', status: 'success', args: 7 }],
      }).files,
      [],
    );
  });
});
