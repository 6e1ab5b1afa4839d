/** Tests that a person or an agent runs become evidence in the window, without hooks. */

import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { ClaudeCodeSession } from '../unit/activity/claude-code-session.ts';
import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import { makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';

const SESSION = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';
const TESTS = "process.exit(require('fs').existsSync('broken') ? 1 : 0);";

describe('tests as evidence in the window', function () {
  this.timeout(180_000);
  const window = useWorkbench({
    files: {
      'package.json': '{"name":"shop","scripts":{"test":"node tests.js"}}',
      'tests.js': TESTS,
      broken: '',
    },
    prepare: (places) => {
      makeRepository(places.workspace);
      ninefold(places, 'init', 'shop', 'Corner shop');
      ninefold(places, 'phase', 'shop', '5b');
    },
  });
  it('are run by the button of the current sub-phase, in a task with its exit code', async () => {
    await window().openContainer('Ninefold');
    const row = window().tree().row(/^5b/);
    await row.pressAction('Run Tests and Record');
    await window().quickInput.waitForValue(/^npm test$/);
    await window().quickInput.accept();
    await window().statusBarItemWithText('Recorded: npm test exited with 1.').waitFor();
    await row.waitForSpoken('npm test failed, run by Ninefold');
    await window().screenshot('run-tests');
  });

  it('are run before an approval that lacks evidence, which then goes on', async () => {
    rmSync(join(window().places.workspace, 'broken'));
    await window().tree().row(/^5b/).pressAction('Approve Phase');
    const question = await window().notifications.message(/missing evidence/);
    await window().screenshot('run-tests-before-approval');
    await question.press('Run Tests and Record');
    await window().tree().row(/^5c/).waitForSpoken('current phase');
  });

  it('are observed in the transcript of a session without hooks', async () => {
    const session = new AgentSession(window().places, SESSION);
    session.begin();
    const work = new ClaudeCodeSession({
      cwd: window().places.workspace,
      sessionId: SESSION,
      timestamp: new Date().toISOString(),
    });
    const id = work.call('Bash', { command: 'npm test 2>&1 | tail -3' });
    work.result(id, '\n  5 passing (2ms)\n', { isError: false });
    appendFileSync(session.path, work.text);
    await window().tree().row(/^5c/).waitForSpoken('npm test passed, run by the agent');
    await window().screenshot('observed-check');
  });
});

describe('a project without a test command', function () {
  this.timeout(180_000);
  const window = useWorkbench({
    files: { 'package.json': '{"name":"shop"}', 'tests.js': TESTS },
    prepare: (places) => {
      makeRepository(places.workspace);
      ninefold(places, 'init', 'shop', 'Corner shop');
      ninefold(places, 'phase', 'shop', '5b');
    },
  });

  it('is asked for one in a box that stays open until it can run', async () => {
    await window().openContainer('Ninefold');
    const row = window().tree().row(/^5b/);
    await row.pressAction('Run Tests and Record');
    await window().quickInput.waitFor('Run Tests and Record');
    await window().screenshot('run-tests-none-light');
    await window().quickInput.accept();
    await window().page.locator('.quick-input-widget .quick-input-message', { hasText: '1 to' }).waitFor();
    await window().quickInput.fill('node tests.js | tail');
    await window().quickInput.accept();
    await window().page.locator('.quick-input-widget .quick-input-message', { hasText: 'shell' }).waitFor();
    await window().useTheme('dark');
    await window().screenshot('run-tests-none-dark');
    await window().useTheme('light');
    await window().quickInput.fill('node tests.js');
    await window().quickInput.accept();
    await row.waitForSpoken('node tests.js passed, run by Ninefold');
  });
});
