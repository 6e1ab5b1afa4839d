import { match, strictEqual } from 'node:assert/strict';

import { failurePattern } from '../support/failure-texts.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { Agent } from './agent.ts';

describe('the MCP server in a repository that brings rules', function () {
  this.timeout(60_000);
  let agent: Agent;
  afterEach(async () => {
    await agent.client.close();
    removeFolders();
  });

  it('asks a person, and says why, where nobody accepted that anyone approves', async () => {
    agent = new Agent(newFolder());
    writeFiles(agent.folder, {
      '.claude/ninefold.json': '{ "approvedBy": "anyone", "taskCommands": { "mine": ["sh"] } }',
    });
    await agent.connect();
    await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
    const { text, data } = await agent.done('approve_phase');
    match(text, failurePattern('rules-waiting', { names: 'approvedBy' }, 'mcp'));
    strictEqual(data.phase, 1);
    const task = await agent.call('create_agent_task', {
      template: 'tests',
      agent: 'mine',
      place: 'workspace',
    });
    match(task.text, failurePattern('task-command-waiting', { agent: 'mine', command: '["sh"]' }, 'mcp'));
    strictEqual(task.isError, true);
  });
});
