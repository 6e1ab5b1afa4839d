import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { type Activity, NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import { clineActivity } from '../../../src/core/agents/cline/activity.ts';

type Fields = Readonly<Record<string, unknown>>;

const TIME = 1789380002000;
const AT = '2026-09-14T10:00:02.000Z';

let made = 0;

function message(role: string, content: unknown, more: Fields = {}): Fields {
  made += 1;
  return { id: `msg_${made}`, role, content, ts: TIME, ...more };
}

/** A call and its result. */
function called(name: string, input: unknown, content: unknown): readonly Fields[] {
  made += 1;
  const id = `call_${made}`;
  return [
    message('assistant', [
      { type: 'text', text: 'Now.' },
      { type: 'tool_use', id, name, input },
    ]),
    message('user', [{ type: 'tool_result', tool_use_id: id, name, content }]),
  ];
}

function edited(path: string, success = true): readonly Fields[] {
  const operation = { query: `edit:${path}`, result: success ? `Edited ${path}` : '', success };
  return called('editor', { path, new_text: 'x' }, JSON.stringify(operation));
}

function asked(text: string, more: Fields = {}): Fields {
  return message('user', [{ type: 'text', text }], more);
}

function wrapped(text: string): string {
  return `<user_input mode="act">${text}</user_input>`;
}

function read(...messages: readonly unknown[]): Activity | null | undefined {
  const session = { version: 1, agent: 'lead', sessionId: 'one', messages };
  return clineActivity.document?.(JSON.stringify(session, null, 2));
}

describe('what Cline did, by the messages of its newer layout', () => {
  const ran = (input: unknown, content: unknown): readonly unknown[] | undefined =>
    read(...called('run_commands', input, content))?.commands.map(({ command, exitCode }) => [
      command,
      exitCode,
    ]);

  it('is every file that was written with success, also by a patch', () => {
    const patch = '*** Begin Patch\n*** Update File: c.js\n*** Add File: d.js\n+1\n*** End Patch';
    const told = read(
      ...edited('/home/me/shop/a.js'),
      ...edited('/home/me/shop/a.js'),
      ...edited('failed.js', false),
      ...called('editor', { path: 'refused.js' }, 'The user denied this operation.'),
      ...called('editor', { path: 'b.js' }, [
        { type: 'text', text: '{"query":"insert:b.js","success":true}' },
      ]),
      ...called('apply_patch', { input: patch }, { query: 'apply_patch', result: 'ok', success: true }),
      ...called('apply_patch', '*** Add File: e.js', [{ query: 'apply_patch', success: true }]),
      ...called('read_files', { path: 'read.js' }, [{ query: 'read.js', success: true }]),
    );
    deepStrictEqual(
      [told?.sessionId, told?.files.map(({ path, edits, at }) => [path, edits, at])],
      [
        'one',
        [
          ['/home/me/shop/a.js', 2, AT],
          ['b.js', 1, AT],
          ['c.js', 1, AT],
          ['d.js', 1, AT],
          ['e.js', 1, AT],
        ],
      ],
    );
  });

  it('is every command that ran to an end, several of them in one call', () => {
    deepStrictEqual(
      ran(
        { commands: ['npm test', 'npm run lint', { command: 'go', args: ['test', './...'] }, 'sleep 99'] },
        [
          { query: 'npm test', result: 'Command exited with code 5', success: true },
          {
            query: 'npm run lint',
            result: '[Command exited with code 2]\nbad',
            error: 'Command exited with code 2',
            success: false,
          },
          { query: 'go test ./...', result: 'ok', success: true },
          {
            query: 'sleep 99',
            result: '',
            error: 'Command failed: Command timed out after 30000ms',
            success: false,
          },
        ],
      ),
      [
        ['npm test', 0],
        ['npm run lint', 2],
        ['go test ./...', 0],
      ],
    );
    deepStrictEqual(ran({ command: 'ls' }, JSON.stringify([{ query: 'ls', result: 'a', success: true }])), [
      ['ls', 0],
    ]);
  });

  it('has no command that was refused or sent to the background', () => {
    deepStrictEqual(ran({ commands: ['rm -r x'] }, 'Command not executed: it can modify files.'), []);
    const result = '[Command is still running. Output will continue in /tmp/x]\nhalf';
    deepStrictEqual(ran({ commands: ['npm start'] }, [{ query: 'npm start', result, success: true }]), []);
  });

  it('has the whole of a command that the result shows only the beginning of', () => {
    const long = `echo ${'x'.repeat(300)}`;
    const query = `${long.slice(0, 200)} ... [command truncated: 105 more chars; full command is in the tool call input]`;
    const ok = { result: '', success: true };
    deepStrictEqual(ran({ commands: [long] }, [{ query, ...ok }]), [[long, 0]]);
    // Lines of a script are joined to one command.
    deepStrictEqual(
      ran({ commands: [long, 'cat <<E', 'E'] }, [
        { query, ...ok },
        { query: 'cat <<E\nE', ...ok },
      ]),
      [
        [long, 0],
        ['cat <<E\nE', 0],
      ],
    );
    deepStrictEqual(ran({ commands: [long, `${long}y`, 'ls'] }, [{ query, ...ok }]), [
      [long.slice(0, 200), 0],
    ]);
  });

  it('counts a call once, although its messages are repeated', () => {
    const lines = edited('a.js');
    const prompt = asked(wrapped('Add a page'));
    const told = read(prompt, ...lines, prompt, ...lines);
    deepStrictEqual([told?.files.map(({ edits }) => edits), told?.prompts.length], [[1], 1]);
  });

  it('has what a person typed, without what Cline adds or writes itself', () => {
    const told = read(
      asked(wrapped('Add a <page> & more')),
      asked(`<mode_notice>The user switched modes.</mode_notice>\n${wrapped('Go on with it')}`),
      message('user', [
        { type: 'text', text: wrapped('Look at this file') },
        { type: 'text', text: '<file_content path="a.js">\nx\n</file_content>' },
      ]),
      message('user', 'As plain text'),
      asked('Context summary:\n\nPages.', {
        metadata: { kind: 'compaction_summary', displayRole: 'system' },
      }),
      asked('Stop.', { metadata: { kind: 'loop_detection_notice' } }),
      asked('Of a status', { metadata: { displayRole: 'status' } }),
      asked('[TASK RESUMPTION] This task was interrupted.'),
      asked(wrapped('The user approved switching to act mode. Continue with the approved plan now.')),
      asked('<user_command slash="review">the whole cart</user_command>'),
    );
    deepStrictEqual(
      [told?.prompts.map(({ text }) => text), told?.request],
      [['Add a <page> & more', 'Go on with it', 'Look at this file', 'As plain text'], 'the whole cart'],
    );
  });

  it("is nothing yet for half a document, and untold by the older layout's", () => {
    const texts = ['{"sessionId":', '', '[{"ts":1,"type":"say","say":"task","text":"Add"}]'];
    const [half, empty, older] = texts.map((text) => clineActivity.document?.(text));
    strictEqual(half, NO_ACTIVITY);
    strictEqual(empty, NO_ACTIVITY);
    strictEqual(older, null);
  });

  it('takes no harm from values of other types', () => {
    const odd = read(
      7,
      null,
      message('assistant', [null, { type: 'tool_use', id: 7 }]),
      message('user', [
        null,
        { type: 'tool_result', tool_use_id: 7 },
        { type: 'tool_result', tool_use_id: 'x' },
      ]),
      asked('x', { content: { text: 7 }, metadata: 7 }),
      ...called('editor', { path: 7 }, [null, 7, { success: true }]),
      ...called('editor', null, { success: true }),
      ...called('apply_patch', 7, { success: true }),
      ...called('run_commands', 7, [{ success: true }, { query: 7, success: true }]),
      ...called('run_commands', { commands: [7, null] }, null),
    );
    deepStrictEqual([odd?.files, odd?.commands, odd?.prompts], [[], [], []]);
  });
});
