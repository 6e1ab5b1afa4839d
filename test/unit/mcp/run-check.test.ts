import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { acceptRulesOf } from '../support/accepted.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { countTokens } from '../checks/tokens.ts';
import { Agent } from './agent.ts';

const FAILS =
  'console.log("  1 passing (2ms)\\n  1 failing\\n\\n  1) cart\\n       adds:\\n     Error: no"); process.exit(1)';

describe('run_check', function () {
  this.timeout(60_000);
  let agent: Agent;

  beforeEach(async () => {
    agent = new Agent(newFolder());
    const checks = { tests: [process.execPath, '-e', FAILS] };
    writeFiles(agent.folder, { '.claude/ninefold.json': JSON.stringify({ checks }) });
    await agent.connect();
    await agent.done('start_workflow', { id: 'wf-001', name: 'Sign in' });
  });
  afterEach(async () => {
    await agent.client.close();
    removeFolders();
  });

  it('runs no check that nobody accepted, and says where it can be run', async () => {
    for (const name of ['tests', 'other', 'toString']) {
      const { isError, text } = await agent.call('run_check', { name });
      strictEqual(isError, true);
      match(text, /`ninefold check COMMAND` in your own shell/);
    }
  });

  it('runs an accepted one by its name, and records it as witnessed', async () => {
    acceptRulesOf(join(agent.folder, '.claude'), agent.home);
    const { text, data } = await agent.done('run_check', { name: 'tests', phase: '5a' });
    deepStrictEqual(text.split('\n').slice(0, 4), [
      'exit 1; mocha: 1 failed, 1 passed',
      '- cart adds',
      '  Error: no',
      'recorded for 5a',
    ]);
    deepStrictEqual(data, { exitCode: 1, summary: text });
    ok(countTokens(JSON.stringify(data)) <= 150);
    const state = readFileSync(join(agent.folder, '.claude/state/workflows/wf-001.json'), 'utf8');
    match(state, /"grade": ?"witnessed"/);
  });
});
