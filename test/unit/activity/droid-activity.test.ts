import { deepStrictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { droidActivity } from '../../../src/core/agents/droid/activity.ts';
import { fed } from './fed.ts';

type Fields = Readonly<Record<string, unknown>>;

const HEAD = { type: 'session_start', id: 'one', title: 'Add a page', version: 2, cwd: '/home/me/shop' };
const AT = '2026-09-14T10:01:00.000Z';

let made = 0;

function message(role: string, content: unknown, more: Fields = {}): Fields {
  made += 1;
  return { type: 'message', id: `m${made}`, timestamp: AT, message: { role, content, ...more } };
}

/** A call and its result. */
function called(name: string, input: Fields, content: unknown, isError = false): readonly Fields[] {
  made += 1;
  const id = `call_${made}`;
  return [
    message('assistant', [
      { type: 'text', text: 'Now.' },
      { type: 'tool_use', id, name, input },
    ]),
    message('user', [{ type: 'tool_result', tool_use_id: id, is_error: isError, content }]),
  ];
}

function read(...records: readonly unknown[]): Activity {
  return fed(droidActivity, [HEAD, ...records].map((record) => `${JSON.stringify(record)}\n`).join(''));
}

function texts({ prompts }: Activity): readonly string[] {
  return prompts.map(({ text }) => text);
}

describe('what Droid did, by the lines of its session', () => {
  const ran = (content: unknown, isError = false, input: Fields = {}): readonly (number | null)[] =>
    read(...called('Execute', { command: 'npm test', ...input }, content, isError)).commands.map(
      ({ exitCode }) => exitCode,
    );

  it('is every file that was written with success, also by a patch', () => {
    const patch =
      '*** Begin Patch\n*** Update File: c.js\n*** Move to: d.js\n*** Add File: e.js\n+1\n*** End Patch';
    const { files, cwd, sessionId } = read(
      ...called('Create', { file_path: '/home/me/shop/a.js', content: '' }, '{"success":true}'),
      ...called('Edit', { file_path: '/home/me/shop/a.js' }, '{"success":true}'),
      ...called('MultiEdit', { file_path: 'b.js' }, [{ type: 'text', text: 'ok' }]),
      ...called('ApplyPatch', { input: patch }, '{"success":true}'),
      ...called('Edit', { file_path: 'failed.js' }, 'Error: text not found', true),
      ...called('Read', { file_path: 'read.js' }, 'text'),
      message('assistant', [{ type: 'tool_use', id: 'waits', name: 'Create', input: { file_path: 'w.js' } }]),
    );
    deepStrictEqual(
      [files.map(({ path, edits, at }) => [path, edits, at]), cwd, sessionId],
      [
        [
          ['/home/me/shop/a.js', 2, AT],
          ['b.js', 1, AT],
          ['d.js', 1, AT],
          ['e.js', 1, AT],
        ],
        '/home/me/shop',
        'one',
      ],
    );
  });

  it('has the exit code of a command, which its result ends with', () => {
    deepStrictEqual(ran('ok\n\n[Process exited with code 0]'), [0]);
    deepStrictEqual(
      ran('Error: Command failed (exit code: 1)\nfailed\n\n[Process exited with code 1]', true),
      [1],
    );
    deepStrictEqual(ran('Error: Command failed (exit code: 7)\nfailed', true), [7]);
    deepStrictEqual(
      ran('Error: Command not found. It may not be installed.\n\n[Process exited with code 127]', true),
      [127],
    );
    deepStrictEqual(ran([{ type: 'text', text: 'a\n\n[Process exited with code 141]' }]), [141]);
  });

  it('has no exit code that only the output of the command tells', () => {
    deepStrictEqual(ran('[Process exited with code 3]\nmore'), [null]);
    deepStrictEqual(ran('Command failed (exit code: 3)'), [null]);
  });

  it('has no command that was refused, killed, sent to the background, or timed out', () => {
    deepStrictEqual(ran('Error: Request interrupted by user', true), []);
    deepStrictEqual(ran('Error: Command terminated by signal: SIGTERM\nhalf', true), []);
    deepStrictEqual(ran('Command timed out after 60 seconds. Consider increasing the timeout.'), []);
    deepStrictEqual(ran('Background process started (PID: 7)\nCommand: npm test'), []);
    deepStrictEqual(ran('done\n\n[Process exited with code 0]', false, { fireAndForget: true }), []);
  });

  it('counts a call once, although its lines are repeated', () => {
    const lines = called('Create', { file_path: 'a.js' }, '{"success":true}');
    const prompt = message('user', [{ type: 'text', text: 'Add a page to it' }]);
    const activity = read(prompt, ...lines, { type: 'compaction_state', summaryText: 'x' }, prompt, ...lines);
    deepStrictEqual([activity.files.map(({ edits }) => edits), texts(activity)], [[1], ['Add a page to it']]);
  });

  it('has what a person typed, without what Droid adds or writes itself', () => {
    deepStrictEqual(
      texts(
        read(
          message('user', [{ type: 'text', text: 'Add a page' }], { visibility: 'both' }),
          message('user', [{ type: 'text', text: 'for the model' }], { visibility: 'llm_only' }),
          message('user', [{ type: 'text', text: 'of a hook' }], { hiddenFromUserViews: true }),
          message('user', [{ type: 'text', text: '<system-reminder>\nx\n</system-reminder>' }]),
          message('user', [{ type: 'text', text: 'Go on <system-reminder>x</system-reminder>' }]),
          message('user', [
            { type: 'text', text: '<system-notification>x</system-notification>' },
            { type: 'image', source: {} },
            { type: 'text', text: 'As in this picture' },
          ]),
          message('user', 'As plain text'),
          message('user', [{ type: 'text', text: 'Request interrupted by user' }]),
        ),
      ),
      ['Add a page', 'Go on', 'As in this picture', 'As plain text'],
    );
  });

  it('has the to-do list as it was written last, in either shape, if Droid took it', () => {
    const listed = [
      { text: 'Add the cart', status: 'completed' },
      { text: 'Write tests [soon]', status: 'in_progress' },
    ];
    const text = 'Plan:\n1. [completed] Add the cart\n 2. [in_progress] Write tests [soon]\n3. [x] other';
    const items = [
      { id: '1', content: 'Add the cart', status: 'completed', priority: 'high' },
      { content: 'Write tests [soon]', status: 'in_progress' },
      7,
    ];
    for (const todos of [text, items])
      deepStrictEqual(
        read(
          ...called('TodoWrite', { todos: '1. [pending] old' }, 'TODO List Updated'),
          ...called('TodoWrite', { todos }, 'TODO List Updated'),
          ...called('TodoWrite', { todos: '1. [pending] refused' }, 'Error: not available', true),
        ).todos,
        listed,
      );
  });

  it('takes no harm from values of other types', () => {
    const odd = read(
      7,
      null,
      { type: 'message', message: 7 },
      message('assistant', [
        null,
        7,
        { type: 'tool_use', id: 7 },
        { type: 'tool_use', id: 'x', name: '__proto__' },
      ]),
      message('user', [null, { type: 'tool_result', tool_use_id: 'x', content: 7 }, { type: 'tool_result' }]),
      message('user', { text: 7 }),
      ...called('Execute', { command: 7 }, null),
      ...called('Create', { file_path: [] }, null),
      ...called('ApplyPatch', { input: {} }, null),
      ...called('TodoWrite', { todos: 7 }, null),
    );
    deepStrictEqual([odd.files, odd.commands, odd.todos, odd.prompts], [[], [], [], []]);
  });
});
