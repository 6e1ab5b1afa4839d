import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { type Activity, NO_ACTIVITY } from '../../../src/core/activity/activity.ts';
import { clineActivity } from '../../../src/core/agents/cline/activity.ts';
import { taskHistoryActivity } from '../../../src/core/agents/cline/task-history.ts';
import { NinefoldError } from '../../../src/core/errors.ts';
import { ActivitySource } from '../../../src/node/activity/activity-source.ts';
import { TemporaryHome } from '../meter/temporary.ts';

const SAMPLES = join('test', 'fixtures', 'transcripts');
const NAMES = [
  'roo-code/rooveterinaryinc.roo-cline/tasks/01990000-1111-7222-8333-444455556666',
  'kilo-code/kilocode.kilo-code/tasks/01990000-2222-7333-8444-555566667777',
  'cline',
];
const textOf = (name: string): string =>
  readFileSync(join(SAMPLES, name, 'api_conversation_history.json'), 'utf8');
const read = (text: string): Activity | null | undefined => taskHistoryActivity.document?.(text);
const readMessages = (...messages: readonly object[]): Activity | null | undefined =>
  read(JSON.stringify(messages));

function called(name: string, input: object, told: string): readonly object[] {
  return [
    { role: 'assistant', content: [{ type: 'tool_use', id: 'c', name, input }] },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c', content: told }] },
  ];
}

describe('what was done in a task of an extension', () => {
  for (const name of NAMES) {
    it(`${name}: is nothing of a part, and less of fewer messages`, () => {
      const text = textOf(name);
      for (let cut = 0; cut < text.trimEnd().length; cut += 1)
        strictEqual(read(text.slice(0, cut)), NO_ACTIVITY, `${cut}`);
      const messages = JSON.parse(text) as readonly object[];
      const whole = read(text) ?? NO_ACTIVITY;
      for (const count of messages.keys()) {
        const part = readMessages(...messages.slice(0, count)) ?? NO_ACTIVITY;
        deepStrictEqual(part.commands, whole.commands.slice(0, part.commands.length));
        ok(part.files.every(({ path }) => whole.files.some((file) => file.path === path)));
      }
    });

    it(`${name}: survives damage`, () => {
      const text = textOf(name);
      for (let at = 0; at < text.length; at += 31)
        for (const damage of ['null', '"', '{}', '7', ']'])
          read(text.slice(0, at) + damage + text.slice(at + damage.length));
    });
  }

  it("isn't what a refused or failed call would have done, or what its text quotes", () => {
    const json = '{"path":"a.ts","operation":"created"}';
    for (const told of [
      'The user denied this operation.',
      'Changes were rejected by the user.',
      "No changes needed for 'a.ts'",
      JSON.stringify({ status: 'error', message: 'The tool execution failed', error: json }),
      `The tool execution failed with the following error:\n<error>\n${json}\nThe content was successfully saved to a.ts.\n</error>`,
    ])
      deepStrictEqual(readMessages(...called('write_to_file', { path: 'a.ts' }, told))?.files, [], told);
    deepStrictEqual(readMessages(...called('read_file', { path: 'a.ts' }, json))?.files, []);
  });

  it('is every command that ended, with its code if the result has it', () => {
    const ends = (told: string): readonly unknown[] | undefined =>
      readMessages(...called('execute_command', { command: 'make' }, told))?.commands.map(
        ({ exitCode, cwd }) => [exitCode, cwd],
      );
    const within = "Command executed in terminal 3 within working directory '/it's/here'.";
    deepStrictEqual(ends(`${within} Exit code: 0\nOutput:\nExit code: 9\n`), [[0, "/it's/here"]]);
    deepStrictEqual(ends(`${within} Exit code: <undefined, notify user>\nOutput:\n`), [[null, "/it's/here"]]);
    deepStrictEqual(ends(`${within} Process terminated by signal SIGKILL\nOutput:\n`), []);
    deepStrictEqual(ends('Command terminated by signal SIGKILL.'), []);
    deepStrictEqual(ends('The command was terminated after exceeding a user-configured 5s timeout.'), []);
    deepStrictEqual(ends('Command executed.\nOutput:\nok'), [[null, undefined]]);
  });

  it('is the list that a person changed before it was taken', () => {
    const todos = (told: string): readonly unknown[] | undefined =>
      readMessages(...called('update_todo_list', { todos: '[ ] Mine' }, told))?.todos.map(({ text }) => text);
    deepStrictEqual(todos('Todo list updated successfully.'), ['Mine']);
    deepStrictEqual(todos('User edits todo:\n\n[x] Yours\n[ ] Mine'), ['Yours', 'Mine']);
    deepStrictEqual(todos('User declined to update the todoList.'), []);
  });

  it('is read from the file beside the messages, also of Cline itself', async () => {
    const home = new TemporaryHome();
    try {
      const folder = join(home.path, 'tasks', '1789380000000');
      const transcript = home.write(join(folder, 'ui_messages.json'), '[{"ts":1,"type":"say","say":"task"}]');
      const source = new ActivitySource();
      const question = { transcript, agent: 'cline', rule: 'on' } as const;
      await rejects(source.read(question), (error) => NinefoldError.is(error, 'activity-untold'));
      writeFileSync(join(dirname(transcript), 'api_conversation_history.json'), textOf('cline'));
      deepStrictEqual((await source.read(question)).sessionId, '1789380000000');
      deepStrictEqual(
        (await source.read(question)).prompts.map(({ text }) => text),
        ['Add a discount field', 'Go on'],
      );
      rmSync(folder, { recursive: true });
    } finally {
      home.remove();
    }
  });

  it("isn't told by other documents", () => {
    const messages = '[{"ts":1,"type":"say","say":"text","text":"<task>no</task>"}]';
    strictEqual(read(messages), null);
    strictEqual(clineActivity.document?.(messages), null);
  });
});
