/** What a session did becomes part of a workflow, line by line, and only if a person takes it. */

import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { deepStrictEqual } from 'node:assert/strict';

import { ClaudeCodeSession } from '../unit/activity/claude-code-session.ts';
import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import { makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';

const SESSION = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';

describe('the work of a session', function () {
  this.timeout(180_000);
  const window = useWorkbench({
    files: { 'package.json': '{"name":"shop","scripts":{"test":"mocha"}}' },
    prepare: ({ workspace }) => makeRepository(workspace),
  });
  /** An agent writes files, and has a to-do. */
  const work = (files: readonly string[], todo: string): void => {
    const { workspace } = window().places;
    const timestamp = new Date().toISOString();
    const session = new ClaudeCodeSession({ cwd: workspace, sessionId: SESSION, timestamp });
    for (const file of files) {
      writeFileSync(join(workspace, file), 'exports.cart = 1;\n');
      const id = session.call('Write', { file_path: join(workspace, file) }, { id: `write-${file}` });
      session.result(id, 'ok');
    }
    const todos = [{ content: todo, status: 'in_progress' }];
    session.result(session.call('TodoWrite', { todos }, { id: `todo-${todo}` }), 'ok');
    appendFileSync(new AgentSession(window().places, SESSION).path, session.text);
  };

  it('is offered first by Start Workflow…, as a list of lines', async () => {
    new AgentSession(window().places, SESSION).start(40_000);
    work(['cart.js'], 'Test the cart');
    await window().openContainer('Ninefold');
    await window().statusBarItem('ninefold.meter').waitForText('20%');
    await window().runCommand('Ninefold: Start Workflow…');
    await window().quickInput.entry('From This Session').waitFor();
    await window().screenshot('start-from-session-choice');
    await window().quickInput.pick('From This Session');
    await window().quickInput.waitForValue(/./);
    await window().screenshot('start-from-session-name');
    await window().quickInput.accept();
    await window().quickInput.pick('Full');
    await window().quickInput.entry('Test the cart').waitFor();
    await window().screenshot('start-from-session-lines');
    await window().quickInput.accept();
    await window()
      .tree()
      .row(/^1 Requirements/)
      .waitForSpoken('current phase');
    const steps = window().tree().row('Next steps (1)');
    await steps.expand();
    await window().tree().row('Test the cart').waitFor();
    await window().screenshot('start-from-session-started');
    await steps.collapse();
  });

  it('is offered below the current phase as it grows, and added by one click', async () => {
    work(['order.js', 'refund.js'], 'Refund a cart');
    const files = window().tree().row('2 files written by the agent');
    await files.waitFor();
    await window().screenshot('offers-light');
    await files.expand();
    await window().tree().row("Agent's plan").expand();
    await window().tree().row('Refund a cart').waitFor();
    await window().screenshot('offers-open-light');
    await window().useTheme('dark');
    await window().screenshot('offers-open-dark');
    await window().useTheme('light');
    await files.pressAction('Add as Deliverable');
    await window().tree().row('2 files written by the agent').locator.waitFor({ state: 'detached' });
    await window().tree().row('Refund a cart').pressAction('Add Next Step');
    await window().tree().row('Refund a cart').locator.waitFor({ state: 'detached' });
    const { deliverables, nextSteps } = JSON.parse(ninefold(window().places, 'status', '--json')) as {
      readonly deliverables: readonly { readonly file: string }[];
      readonly nextSteps: readonly { readonly text: string }[];
    };
    deepStrictEqual(
      [deliverables.map(({ file }) => file), nextSteps.map(({ text }) => text)],
      [
        ['cart.js', 'order.js', 'refund.js'],
        ['Test the cart', 'Refund a cart'],
      ],
    );
  });
});
