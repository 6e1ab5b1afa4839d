import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEFAULT_RULES } from '../../../src/core/rules/rules.ts';
import { ActivitySource } from '../../../src/node/activity/activity-source.ts';
import { readTodos } from '../../../src/node/agents/copilot-cli/todos.ts';

const EVENTS = {
  start: { type: 'session.start', id: 'e1', data: { sessionId: 's1', context: { cwd: '/home/me/shop' } } },
  begun: {
    type: 'tool.execution_start',
    id: 'e2',
    data: { toolCallId: 'c', toolName: 'update_todo', arguments: { todos: '- [ ] Of an older version' } },
  },
  ended: { type: 'tool.execution_complete', id: 'e3', data: { toolCallId: 'c', success: true } },
};

describe('the to-do list of Copilot CLI', () => {
  let folder: string;
  let transcript: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ninefold-todos-'));
    transcript = join(folder, 'events.jsonl');
    const lines = Object.values(EVENTS).map((event) => `${JSON.stringify(event)}\n`);
    writeFileSync(transcript, lines.join(''));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const todos = async (): Promise<readonly (readonly [string, string])[]> => {
    const question = { transcript, agent: 'copilot-cli', rule: DEFAULT_RULES.activity };
    const activity = await new ActivitySource().read(question);
    return activity.todos.map(({ text, status }) => [text, status]);
  };

  it('is in the database of its session, in the order of its lines', async () => {
    copyFileSync(join('test', 'fixtures', 'sqlite', 'todos.db'), join(folder, 'session.db'));
    deepStrictEqual(await todos(), [
      ['Add the cart', 'completed'],
      ['Write tests', 'in_progress'],
      ['Deploy', 'blocked'],
      ['Tell the team', 'pending'],
    ]);
  });

  it('is that of the events if there is no database, or one without a list', async () => {
    const own = [['Of an older version', 'pending']];
    deepStrictEqual(await todos(), own);
    writeFileSync(join(folder, 'session.db'), 'no database');
    deepStrictEqual(await todos(), own);
    copyFileSync(join('test', 'fixtures', 'sqlite', 'checkpointed.db'), join(folder, 'session.db'));
    strictEqual(await readTodos(transcript), null);
    deepStrictEqual(await todos(), own);
  });
});
