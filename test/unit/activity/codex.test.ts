import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import type { Activity } from '../../../src/core/activity/activity.ts';
import { codexActivity } from '../../../src/core/agents/codex/activity.ts';
import { metaLine, turnLine } from '../meter/codex-lines.ts';
import { fed } from './fed.ts';
import { CodexSession, ended } from './codex-session.ts';

describe("what Codex did, by its rollout's lines", () => {
  let session: CodexSession;
  beforeEach(() => (session = new CodexSession()));
  const read = (): Activity => fed(codexActivity, session.text);
  const commands = (): readonly (readonly [string, number | null])[] =>
    read().commands.map(({ command, exitCode }) => [command, exitCode]);

  it('is every command that ran to an end, whichever tool ran it', () => {
    session.did(
      'exec_command',
      { cmd: 'npm test', workdir: '/home/me/shop/web' },
      ended(1, 'exited with code 9'),
    );
    session.did('exec_command', { cmd: 'ls' }, ended(0));
    session.did(
      'shell_command',
      { command: 'npm run lint' },
      'Exit code: 2\nWall time: 1 seconds\nOutput:\nno',
    );
    const told = JSON.stringify({ output: 'Exit code: 7', metadata: { exit_code: 3, duration_seconds: 1 } });
    session.did('shell', { command: ['bash', '-lc', 'npm run build | tail'] }, told);
    session.did(
      'shell',
      { command: ['git', 'status'] },
      JSON.stringify({ output: '', metadata: { exit_code: 0 } }),
    );
    const id = 'call_local';
    session.item({
      type: 'local_shell_call',
      call_id: id,
      action: { type: 'exec', command: ['zsh', '-c', 'pwd'] },
    });
    session.item({ type: 'function_call_output', call_id: id, output: told });
    session.did('exec_command', { cmd: 'refused' }, 'exec_command failed for `refused`: rejected by user');
    session.did('exec_command', { cmd: 'aborted' }, 'aborted by user after 3.2s');
    session.did('exec_command', { cmd: 'told by itself' }, 'Output:\nProcess exited with code 0');
    session.call('exec_command', { cmd: 'unanswered' });
    deepStrictEqual(commands(), [
      ['npm test', 1],
      ['ls', 0],
      ['npm run lint', 2],
      ['npm run build | tail', 3],
      ['git status', 0],
      ['pwd', 3],
    ]);
    deepStrictEqual(
      read()
        .commands.slice(0, 2)
        .map(({ cwd }) => cwd),
      ['/home/me/shop/web', '/home/me/shop'],
    );
  });

  it('is a command that went on running once it ends', () => {
    const running = 'Chunk ID: a\nWall time: 10 seconds\nProcess running with session ID 41\nOutput:\n';
    session.did('exec_command', { cmd: 'npm start' }, running);
    session.did('write_stdin', { session_id: 41, chars: '' }, running);
    deepStrictEqual(commands(), []);
    session.did('write_stdin', { session_id: 41, chars: 'q' }, ended(130));
    session.did('write_stdin', { session_id: 41, chars: '' }, ended(0));
    deepStrictEqual(commands(), [['npm start', 130]]);
  });

  it('is every file that a patch wrote, as the patch names it', () => {
    const patch = [
      '*** Begin Patch',
      '*** Add File: src/a.ts',
      '+*** Add File: no header',
      '*** Update File: b.ts',
      '*** Move to: c.ts',
      '@@',
      '*** Delete File: d.ts',
      '*** Update File: src/a.ts',
      '*** End Patch',
    ].join('\n');
    const success =
      'Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nA src/a.ts\n';
    session.patched(patch, success);
    session.patched(patch, 'apply_patch verification failed: no such file');
    session.patched(
      patch.replace('src/a.ts', 'never.ts'),
      JSON.stringify({ output: '', metadata: { exit_code: 1 } }),
    );
    session.did(
      'exec_command',
      { cmd: `apply_patch <<'EOF'\n${patch.replaceAll('a.ts', 'e.ts')}\nEOF` },
      'Success. Updated',
    );
    deepStrictEqual(
      read().files.map(({ path, edits }) => [path, edits]),
      [
        ['src/a.ts', 2],
        ['c.ts', 2],
        ['src/e.ts', 2],
      ],
    );
    deepStrictEqual(commands(), []);
  });

  it('believes the event that tells how a patch ended, and counts it once', () => {
    const id = session.callCustom('apply_patch', '*** Begin Patch\n*** Add File: a.ts\n*** End Patch');
    session.event({
      type: 'patch_apply_end',
      call_id: id,
      success: true,
      changes: { '/home/me/shop/a.ts': {} },
    });
    session.item({
      type: 'custom_tool_call_output',
      call_id: id,
      output: 'Success. Updated the following files:\nA a.ts',
    });
    deepStrictEqual(
      read().files.map(({ path, edits }) => [path, edits]),
      [['a.ts', 1]],
    );
  });

  it('has the plan as it was updated last', () => {
    const plan = [
      { step: 'Add the cart', status: 'completed' },
      { step: 'Test it', status: 'in_progress' },
    ];
    session.did('update_plan', { plan: [] }, 'Plan updated');
    session.did('update_plan', { plan, explanation: 'x' }, 'Plan updated');
    session.did(
      'update_plan',
      { plan: [{ step: 'no', status: 'pending' }] },
      'failed to parse function arguments',
    );
    deepStrictEqual(
      read().todos,
      plan.map(({ step: text, status }) => ({ text, status })),
    );
  });

  it('has what a person typed, not what the model is given', () => {
    session.prompt('  add a cart ');
    session.item({ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'add a cart' }] });
    session.prompt('<environment_context>\n</environment_context>');
    session.lines.push(...session.lines.slice(-3));
    session.prompt('add a cart');
    deepStrictEqual(
      read().prompts.map(({ text }) => text),
      ['add a cart', 'add a cart'],
    );
  });

  it('counts a call once, keeps what was compacted, and is of the first session that its file names', () => {
    session.did('exec_command', { cmd: 'ls' }, ended(0));
    session.lines.push(...session.lines);
    const history = session.lines.slice(-2).map((line) => (JSON.parse(line) as { payload: unknown }).payload);
    session.say('compacted', { message: '', replacement_history: history });
    session.lines.push(
      metaLine({ id: 'the-parent', cwd: '/home/me/other' }),
      turnLine('gpt-5.4', '/home/me/shop/api'),
    );
    session.did('exec_command', { cmd: 'pwd' }, ended(0));
    const { sessionId, cwd } = read();
    deepStrictEqual([sessionId, cwd, commands().length], ['one', '/home/me/shop/api', 2]);
    deepStrictEqual(read().commands[1]?.cwd, '/home/me/shop/api');
  });

  it('skips lines with the wrong shape, and continues after them', () => {
    session.did('exec_command', { cmd: 7 }, ended(0));
    session.did('exec_command', 'no object', ended(0));
    session.did('shell', { command: 'no list' }, ended(0));
    session.did('update_plan', { plan: 'all' }, 'Plan updated');
    session.did('apply_patch', { input: 7 }, 'Success');
    session.did('__proto__', { cmd: 'x' }, ended(0));
    session.prompt(7);
    session.item({ type: 'function_call', call_id: 7, name: 'exec_command', arguments: '{"cmd":"x"}' });
    session.item({ type: 'function_call', call_id: 'a', name: 'exec_command', arguments: '{"cmd":' });
    session.item({ type: 'function_call_output', call_id: 'b', output: ended(0) });
    session.lines.push(
      '{"type":"response_item","payload":null}',
      '{"type":"response_item","payload":["call_id"]}',
      '7',
    );
    session.did('exec_command', { cmd: 'a\ud800' }, [{ type: 'input_text', text: ended(0) }]);
    deepStrictEqual(commands(), [['a\ufffd', 0]]);
    deepStrictEqual([read().files, read().todos, read().prompts], [[], [], []]);
  });

  it('asks for a line to be decoded only where it may tell something', () => {
    const reader = codexActivity.lines?.();
    session.did('view_image', { path: 'a.png' }, 'ok');
    session.did('exec_command', { cmd: 'ls' }, ended(0));
    const [other = '', otherOutput = '', call = '', output = ''] = session.lines.slice(1);
    deepStrictEqual(
      [other, otherOutput, call].map((line) => reader?.concerns(line)),
      [false, false, true],
    );
    strictEqual(reader?.concerns(output), false);
    reader.feed(call);
    strictEqual(reader.concerns(output), true);
  });
});
