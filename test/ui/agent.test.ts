/** An agent that speaks only MCP carries a workflow, and the tree follows; a person answers what it asks. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { decode } from '@toon-format/toon';

import { projectFolder } from '../harness/paths.mjs';
import { hookContext, ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { git, makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';

/** What matters here of what a session is told. */
interface Told {
  readonly workflow: {
    readonly id: string;
    readonly phase: number;
    readonly phase_name: string;
    readonly branch: string;
  };
  readonly git: { readonly branch: string };
  readonly deliverables: readonly object[];
  readonly decisions: readonly object[];
  readonly next_steps: readonly { readonly num: number }[];
  readonly drift: readonly { readonly kind: string }[];
}

async function connect({ workspace, home }: Places): Promise<Client> {
  const client = new Client({ name: 'test-agent', version: '1.0.0' });
  const env = { PATH: process.env.PATH ?? '', HOME: home, CLAUDECODE: '1' };
  const args = [join(projectFolder, 'dist', 'mcp.js')];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env, cwd: workspace }));
  return client;
}

describe('an agent at work by MCP', function () {
  this.timeout(120_000);
  let agent: Client;
  const window = useWorkbench({
    files: { 'docs/.keep': '' },
    prepare: ({ workspace }) => makeRepository(workspace),
  });
  const call = async (name: string, args: Record<string, unknown> = {}): Promise<string> => {
    const { content, isError } = await agent.callTool({ name, arguments: args });
    const [first] = content;
    const text = first?.type === 'text' ? first.text : '';
    strictEqual(isError === true, false, text);
    return text;
  };

  before('the agent connects', async () => {
    agent = await connect(window().places);
  });
  after('the agent leaves', () => agent.close());

  it('starts a workflow that shows in the tree', async () => {
    await window().openContainer('Ninefold');
    await call('start_workflow', { id: 'wf-001', name: 'Sign in' });
    await window().tree().row('1 Requirements').waitForSpoken('in progress, current phase');
  });

  it('adds a deliverable, which a click opens', async () => {
    writeFileSync(join(window().places.workspace, 'docs/requirements.md'), '# What is wanted\n');
    await call('add_deliverable', { file: 'docs/requirements.md' });
    await window().tree().row('requirements.md').waitForSpoken('Deliverable docs/requirements.md');
    await window().tree().row('requirements.md').click();
    await window().waitForTab('requirements.md');
  });

  it('asks a person to approve, once, in the tree and by a message', async () => {
    match(await call('approve_phase'), /is waiting for a person's approval/);
    await window().tree().row('1 Requirements').waitForSpoken('awaiting approval, current phase');
    const request = await window().notifications.message(
      "Phase 1 Requirements of 'Sign in' is waiting for your approval.",
    );
    deepStrictEqual(await request.buttons(), ['Review', 'Approve', 'Reject…']);
    await window().screenshot('approval-request');
    await request.press('Approve');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    match(await call('get_workflow'), /Phase 2 - Tech Planning is in progress/);
  });

  it('takes the answer to a message for the phase that it asked about, and for no other', async () => {
    await call('approve_phase');
    const request = await window().notifications.message(
      "Phase 2 Tech Planning of 'Sign in' is waiting for your approval.",
    );
    ninefold(window().places, 'phase', 'wf-001', '3');
    await window().tree().row('3 UI Breakdown').waitForSpoken('in progress, current phase');
    await request.press('Approve');
    await window().notifications.message("Phase 2 isn't the current phase");
    await window().notifications.close();
    ninefold(window().places, 'phase', 'wf-001', '2');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    match(await call('get_workflow'), /Phase 2 - Tech Planning is in progress/);
  });

  it('offers a constraint, which counts once a person accepts it in the tree', async () => {
    await call('add_constraint', { text: 'Keep the public API' });
    const row = window().tree().row('Keep the public API');
    await row.waitForSpoken('offered by an agent');
    await window().screenshot('constraint-offered');
    await row.pressAction('Accept Constraint');
    await row.locator.filter({ hasNotText: 'offered by an agent' }).waitFor();
    match(await call('get_workflow'), /Keep the public API/);
  });

  it('hands over with a decision that the document has', async () => {
    await call('record_decision', { key: 'auth', choice: 'JWT', reason: 'stateless' });
    match(await call('create_handoff'), /^Wrote \.claude\/state\/handoffs\/handoff-wf-001\.md\./);
    await window().chooseFromViewMenu('Handoff', 'Open Handoff');
    await window().waitForTab(/handoff-wf-001\.md/);
  });

  it('is followed by a second one, which goes on from what its start is told', async () => {
    const { workspace } = window().places;
    await call('add_next_step', { text: 'Compare two libraries', status: 'in_flight' });
    git(workspace, 'checkout', '-q', '-b', 'topic');
    writeFileSync(join(workspace, 'docs/requirements.md'), '# What is wanted now\n');
    const told = decode(
      hookContext(window().places, 'SessionStart', { source: 'startup' }),
    ) as unknown as Told;
    deepStrictEqual(
      [
        told.workflow.id,
        told.workflow.phase,
        told.workflow.phase_name,
        told.workflow.branch,
        told.git.branch,
      ],
      ['wf-001', 2, 'Tech Planning', 'main', 'topic'],
    );
    deepStrictEqual(told.deliverables, [{ phase: 1, file: 'docs/requirements.md', exists: true }]);
    deepStrictEqual(told.decisions, [{ id: 'auth', choice: 'JWT', reason: 'stateless' }]);
    deepStrictEqual(told.next_steps, [{ num: 1, text: 'Compare two libraries', status: 'in_flight' }]);
    deepStrictEqual(
      told.drift.map(({ kind }) => kind),
      ['branch differs', 'changed since', 'changed since'],
    );
    const second = await connect(window().places);
    try {
      const [step] = told.next_steps;
      await second.callTool({ name: 'complete_next_step', arguments: { number: step?.num } });
      await second.callTool({ name: 'submit_phase', arguments: {} });
      const spoken = 'awaiting approval, current phase';
      await window().tree().row(`${told.workflow.phase} ${told.workflow.phase_name}`).waitForSpoken(spoken);
    } finally {
      await second.close();
    }
  });
});
