import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { claudeCodeActivity } from '../../../src/core/agents/claude-code/activity.ts';
import { boundaryLine, line } from '../meter/transcript-lines.ts';
import { ClaudeCodeSession } from './claude-code-session.ts';
import { fed } from './fed.ts';

describe("what Claude Code did, by its transcript's lines", () => {
  let session: ClaudeCodeSession;
  beforeEach(() => (session = new ClaudeCodeSession()));
  const read = (): Activity => fed(claudeCodeActivity, session.text);
  const commands = (): readonly (readonly [string, number | null])[] =>
    read().commands.map(({ command, exitCode }) => [command, exitCode]);

  it('is every file that was written with success, in the order of the first edit', () => {
    session.did('Write', { file_path: '/home/me/shop/b.ts', content: '1' });
    session.did('Edit', { file_path: 'a.ts', old_string: '1', new_string: '2' });
    session.did('MultiEdit', { file_path: '/home/me/shop/b.ts', edits: [] });
    session.did('NotebookEdit', { notebook_path: 'n.ipynb', new_source: '' });
    session.did('Edit', { file_path: 'refused.ts' }, 'refused');
    session.did('Write', { file_path: 'failed.ts' }, 'failed');
    session.did('Write', { file_path: 'unanswered.ts' }, 'untold');
    session.did('Read', { file_path: 'read.ts' });
    deepStrictEqual(
      read().files.map(({ path, edits, at }) => [path, edits, at?.slice(11, 19)]),
      [
        ['/home/me/shop/b.ts', 2, '10:00:12'],
        ['a.ts', 1, '10:00:08'],
        ['n.ipynb', 1, '10:00:16'],
      ],
    );
  });

  it('is every command that ran to an end, with its exit code and folder', () => {
    session.did('Bash', { command: 'npm test' });
    session.cwd = '/home/me/shop/web';
    session.did('Bash', { command: 'npm test | tail' }, 'failed');
    for (const ending of ['refused', 'denied', 'interrupted', 'background', 'untold'] as const)
      session.did('Bash', { command: ending }, ending);
    session.did('Bash', { command: 'sleep 999' }, 'timed-out');
    deepStrictEqual(commands(), [
      ['npm test', 0],
      ['npm test | tail', 1],
      ['sleep 999', 143],
    ]);
    deepStrictEqual(
      read().commands.map(({ cwd }) => cwd),
      ['/home/me/shop', '/home/me/shop/web', '/home/me/shop/web'],
    );
  });

  it('counts a call once, however often its lines are repeated, with what was written of it last', () => {
    session.call('Bash', {}, { id: 'toolu_a' });
    session.call('Bash', { command: 'npm test' }, { id: 'toolu_a' });
    session.end('toolu_a', 'done');
    session.lines.push(...session.lines);
    session.end('toolu_a', 'failed');
    session.call('Bash', { command: 'another' }, { id: 'toolu_a' });
    session.end('toolu_a', 'done');
    deepStrictEqual(commands(), [['npm test', 0]]);
  });

  it('leaves sub-agents out, wherever their lines stand', () => {
    const aside = { isSidechain: true };
    session.end(session.call('Bash', { command: 'aside' }, aside), 'done');
    const id = session.call('Bash', { command: 'main' });
    session.result(id, 'of a sub-agent', aside);
    const nested = new ClaudeCodeSession();
    nested.prompt('do this', { isSidechain: true });
    nested.end(nested.call('Write', { file_path: 'x' }), 'done');
    for (const inner of nested.lines)
      session.lines.push(
        line({ type: 'progress', data: { type: 'agent_progress', message: JSON.parse(inner) as unknown } }),
      );
    session.end(id, 'done');
    deepStrictEqual([commands(), read().files, read().prompts], [[['main', 0]], [], []]);
  });

  it('keeps what was before a compaction', () => {
    session.prompt('add a cart');
    session.did('Write', { file_path: 'cart.ts' });
    session.did('TodoWrite', { todos: [{ content: 'Test it', status: 'pending', activeForm: '' }] });
    session.lines.push(boundaryLine('auto', 160_000));
    session.prompt('This session is being continued …', { isCompactSummary: true });
    session.did('Write', { file_path: 'cart.ts' });
    const { files, todos, prompts } = read();
    deepStrictEqual(
      [files.map(({ edits }) => edits), todos, prompts.map(({ text }) => text)],
      [[2], [{ text: 'Test it', status: 'pending' }], ['add a cart']],
    );
  });

  it('has the to-do list that was used last, of either tool', () => {
    const created = (id: string): Record<string, unknown> => ({ task: { id, subject: '' } });
    session.did('TodoWrite', { todos: [{ content: 'old', status: 'in_progress' }] });
    deepStrictEqual(read().todos, [{ text: 'old', status: 'in_progress' }]);
    session.did('TaskCreate', { subject: 'one', description: '' }, 'done', created('1'));
    session.result(session.call('TaskCreate', { subject: 'two' }), 'Task #2 created successfully: two');
    session.did('TaskCreate', { subject: 'three' }, 'done', created('3'));
    session.did('TaskUpdate', { taskId: '1', status: 'completed' });
    session.did('TaskUpdate', { taskId: '2', status: 'in_progress', subject: 'second' });
    session.did('TaskUpdate', { taskId: '3', status: 'deleted' });
    session.did('TaskUpdate', { taskId: '2', status: 'completed' }, 'failed');
    session.did('TaskUpdate', { taskId: '2', status: 'completed' }, 'done', { success: false });
    session.did('TaskUpdate', { taskId: '9', status: 'completed' });
    const tasks = [
      { text: 'one', status: 'completed' },
      { text: 'second', status: 'in_progress' },
    ];
    deepStrictEqual(read().todos, tasks);
    session.did('TodoWrite', { todos: [] }, 'refused');
    deepStrictEqual(read().todos, tasks);
    session.did('TodoWrite', { todos: [] });
    deepStrictEqual(read().todos, []);
  });

  it('has what a person typed, trimmed and cut at 200 code points, and nothing that a program put there', () => {
    session.prompt('  add a cart\n');
    session.prompt([
      { type: 'text', text: '<ide_opened_file>The user opened a.ts</ide_opened_file>' },
      { type: 'text', text: 'and test it' },
      { type: 'image', source: {} },
    ]);
    session.prompt('👩'.repeat(300));
    session.prompt('< 3 is no tag');
    session.prompt('meta', { isMeta: true });
    for (const text of [
      '<command-name>/compact</command-name>',
      '<local-command-stdout>Compacted</local-command-stdout>',
      '<task-notification>\n<task-id>b1</task-id>',
      '<bash-input>ls</bash-input>',
      '[Request interrupted by user for tool use]',
      ' \n ',
    ])
      session.prompt(text);
    session.prompt([{ type: 'text', text: '[Request interrupted by user]' }]);
    deepStrictEqual(
      read().prompts.map(({ text }) => text),
      ['add a cart', 'and test it', '👩'.repeat(200), '< 3 is no tag'],
    );
  });

  it('has a prompt once that a resumed file repeats, and twice where it was typed twice', () => {
    session.prompt('go on');
    session.lines.push(...session.lines);
    session.prompt('go on');
    deepStrictEqual(
      read().prompts.map(({ at }) => at),
      ['2026-09-14T10:00:01.000Z', '2026-09-14T10:00:02.000Z'],
    );
  });

  it('tells session and folder of the last line that told something', () => {
    session.prompt('one');
    session.cwd = '/home/me/other';
    session.prompt('two', { sessionId: 'session-two' });
    const { sessionId, cwd } = read();
    deepStrictEqual([sessionId, cwd], ['session-two', '/home/me/other']);
  });

  it('skips lines with the wrong shape, and continues after them', () => {
    session.did('Bash', { command: 5 });
    session.did('Bash', 'rm -rf');
    session.did('Write', { file_path: ['a'] });
    session.did('Write', null);
    session.did('TodoWrite', { todos: 'all' });
    session.did('TodoWrite', { todos: [null, 5, { content: 7 }, { content: 'kept', status: 9 }] });
    session.did('toString', { command: 'x' });
    session.did('__proto__', { command: 'x' });
    session.prompt(5);
    session.prompt([null, 7, { type: 'text', text: 9 }]);
    session.call('Bash', { command: 'no id' }, { id: 7 });
    session.say({ type: 'user', message: 'text' });
    session.say({ type: 'assistant', message: { content: { type: 'tool_use' } } });
    session.lines.push('', 'null', '[]', '"assistant"', '{"type":"user"', '{"type":"user","message":{}}');
    const id = session.call('Bash', { command: 'a\ud800b' });
    session.result(id, 'ok', { timestamp: 'no time', cwd: 7 });
    deepStrictEqual(read().commands, [{ command: 'a\ufffdb', exitCode: 0, at: null, cwd: '/home/me/shop' }]);
    deepStrictEqual([read().files, read().prompts], [[], []]);
    deepStrictEqual(read().todos, [{ text: 'kept', status: 'pending' }]);
  });

  it('sees a result whatever stands in front of, in and behind what is kept beside it', () => {
    const toolUseResult = { originalFile: 'x'.repeat(2000), toolUseResult: { a: 1 } };
    const ids = ['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => session.call('Write', { file_path: path }));
    const block = (id = ''): object => ({ type: 'tool_result', tool_use_id: id, content: 'ok' });
    const envelope = { type: 'user', isSidechain: false, cwd: '/home/me/shop', sessionId: 'one' };
    const message = (id = ''): object => ({ role: 'user', content: [block(id)] });
    const late = {
      ...envelope,
      message: message(ids[0]),
      toolUseResult,
      timestamp: '2026-09-14T12:00:00.000Z',
    };
    const first = {
      ...envelope,
      toolUseResult,
      message: message(ids[1]),
      timestamp: '2026-09-14T12:00:01.000Z',
    };
    const nested = { content: [{ a: 1, toolUseResult: { b: 'y'.repeat(2000) } }, block(ids[2])] };
    const aside = { ...envelope, isSidechain: true, message: message(ids[3]), timestamp: 'x', toolUseResult };
    for (const record of [late, first, { ...envelope, message: nested }, aside])
      session.lines.push(JSON.stringify(record));
    deepStrictEqual(
      read().files.map(({ path, at }) => [path, at?.slice(11, 19)]),
      [
        ['a.ts', '12:00:00'],
        ['b.ts', '12:00:01'],
        ['c.ts', undefined],
      ],
    );
  });

  it('asks for a line to be decoded only where it may tell something', () => {
    const reader = claudeCodeActivity.lines?.();
    const asked = (text: string): boolean | undefined =>
      reader?.concerns(Buffer.from(text).toString('latin1'));
    session.did('Read', { file_path: 'a' });
    session.did('Bash', { command: 'b' });
    const [readCall = '', readResult = '', bashCall = '', bashResult = ''] = session.lines;
    deepStrictEqual([asked(readCall), asked(bashCall)], [false, true]);
    reader?.feed(bashCall);
    deepStrictEqual([asked(readResult), asked(bashResult)], [false, true]);
    strictEqual(asked(bashResult.replace('"tool_use_id":"t', '"tool_use_id":"\\u0074')), true);
    strictEqual(asked(bashResult.replace('"tool_use_id":"t', '"tool_use_id" : "ü')), true);
    strictEqual(asked(line({ type: 'progress', data: { message: JSON.parse(bashCall) as unknown } })), false);
  });
});
