/** Multi-session architecture: overview, budget, session patterns, detection of the thresholds, banner. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';
import { begun, statePath } from '../cli/hooked.ts';
import { SEED_ID } from '../cli/terminal.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { InProcessTerminal } from '../support/in-process.ts';
import { BANNER, LEVELS, SESSIONS } from './facts.ts';
import { begunWorkflow, exampleWorkflow, says } from './statement.ts';
import type { Fields } from './statement.ts';

after(removeFolders);

/** A hook's answer to a person, at so many tokens of a window that its agent never compacts. */
async function toldAt(tokens: number): Promise<{ readonly message: string; readonly folder: string }> {
  const { agent } = await begun();
  writeFiles(agent.home, { '.claude.json': JSON.stringify({ autoCompactEnabled: false }) });
  agent.reach(tokens);
  const { answer } = await agent.fire(
    'UserPromptSubmit',
    { prompt: 'Go on' },
    { env: { DISABLE_AUTO_COMPACT: '1' } },
  );
  return { message: answer.systemMessage ?? '', folder: agent.folder };
}

const HANDOFF = 'state/handoffs/handoff-wf-001.md';

describe('A1 Overview', () => {
  says('A1.1', async () => {
    const { plan } = (await (await begunWorkflow()).json('usage')) as {
      readonly plan: { readonly sessions: unknown[] };
    };
    strictEqual(plan.sessions.length, 3);
  });
  says('A1.2', async () => {
    const { folder, home } = await begunWorkflow();
    const later = new InProcessTerminal(folder, { HOME: home });
    strictEqual(((await later.json('status')) as Fields).id, 'wf-001');
  });
  says('A1.3', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('handoff', 'create');
    match(await terminal.done('resume'), /^unchanged since the handoff/);
  });
  says('A1.4', async () => {
    const terminal = await begunWorkflow();
    match(await terminal.done('tasks', 'create', 'docs', '--place', 'workspace'), /^created docs: /);
  });
});

describe('A2 Token budget', () => {
  let terminal: InProcessTerminal;
  before(async () => (terminal = await exampleWorkflow()));

  const isAt = async (index: number): Promise<void> => {
    const { tokens, level, heading } = LEVELS[index] ?? LEVELS[0];
    await terminal.done('meter', 'set', String(tokens), '--window', '200000');
    strictEqual(((await terminal.json('meter')) as Fields).level, level);
    const banner = await terminal.done('banner');
    strictEqual(heading === null ? banner === '' : banner.includes(heading), true, banner);
  };

  says('A2.1', () => isAt(0));
  says('A2.2', () => isAt(1));
  says('A2.3', () => isAt(2));
  says('A2.4', () => isAt(3));
  says('A2.5', async () => {
    match((await toldAt(181_000)).message, /must save and restart/);
  });
});

describe('A3 Pattern 1: phase-based splitting', () => {
  let plan: { readonly nextBreak: string | null; readonly sessions: readonly Fields[] };
  before(async () => {
    ({ plan } = (await (await begunWorkflow()).json('usage')) as { plan: typeof plan });
  });
  const planned = (index: number): void => {
    const { session, phases, focus, typicalTokens } = plan.sessions[index] ?? {};
    deepStrictEqual({ session, phases, focus, typicalTokens }, SESSIONS[index]);
  };

  says('A3.1', () => planned(0));
  says('A3.2', () => planned(1));
  says('A3.3', () => planned(2));
  says('A3.4', () => strictEqual(String(plan.nextBreak), '4'));
  says('A3.5', async () => {
    const terminal = await begunWorkflow();
    await terminal.done('deliverable', 'add', '1:docs/requirements.md');
    const { deliverables } = (await terminal.json('status')) as { readonly deliverables: unknown };
    deepStrictEqual(deliverables, [{ phase: 1, file: 'docs/requirements.md', exists: false }]);
  });
  says('A3.6', async () => {
    const terminal = await exampleWorkflow();
    // Another home: nothing of the first session's conversation is there.
    const next = new InProcessTerminal(terminal.folder);
    match(await next.done('resume'), new RegExp(`Resume workflow ${SEED_ID} from Phase 5: read `));
    match(
      readFileSync(join(terminal.folder, '.claude/workflow-state.toon'), 'utf8'),
      /Add refresh token logic,open/,
    );
  });
});

describe('A5 Pattern 3: token-efficient tools', () => {
  says('A5.1', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const args = ['connect', 'claude-code', '--token-efficient-tools', '--dry-run'];
    match(await terminal.done(...args), /"ANTHROPIC_BETAS": "token-efficient-tools-2025-02-19"/);
  });
  says('A5.2', () => {
    const text = readFileSync(join(projectFolder, 'docs/connecting.md'), 'utf8');
    ok(text.includes('`ANTHROPIC_BETA`') && text.includes('`ANTHROPIC_BETAS`'));
  });
  says('A5.3', async () => {
    const terminal = new InProcessTerminal(newFolder());
    const args = ['connect', 'claude-code', '--token-efficient-tools', '--dry-run'];
    match(await terminal.done(...args), /Claude Sonnet 3\.7/);
    const text = readFileSync(join(projectFolder, 'docs/connecting.md'), 'utf8');
    match(text, /14% of\s+the output tokens on average/);
  });
});

describe('A6 Handoff protocol, step 1: detect the threshold', () => {
  says('A6.1', async () => {
    const { message, folder } = await toldAt(150_000);
    ok(message.includes('TOKEN WARNING - 75% Context Used'), message);
    strictEqual(existsSync(statePath(folder, HANDOFF)), false);
  });
  says('A6.2', async () => {
    const { message, folder } = await toldAt(170_000);
    ok(message.includes('HANDOFF SUGGESTED - 85% Context Used'), message);
    strictEqual(existsSync(statePath(folder, HANDOFF)), true);
  });
  says('A6.3', async () => {
    const { message, folder } = await toldAt(180_000);
    match(message, /HANDOFF REQUIRED - 90%[^]*The state is saved and the handoff is written/);
    strictEqual(existsSync(statePath(folder, HANDOFF)), true);
  });
});

describe('A12 Session handoff banner', () => {
  let lines: readonly string[];
  let terminal: InProcessTerminal;
  before(async () => {
    terminal = await exampleWorkflow();
    await terminal.done('meter', 'set', '150000', '--window', '200000');
    lines = (await terminal.done('banner')).trimEnd().split('\n');
  });
  const same = (...indices: readonly number[]): void =>
    deepStrictEqual(
      indices.map((index) => lines[index]),
      indices.map((index) => BANNER[index]),
    );

  says('A12.1', () => same(0, 2, 11));
  says('A12.2', () => same(1));
  says('A12.3', () => same(4));
  says('A12.4', () => same(6));
  says('A12.5', () => same(8));
  says('A12.6', () => same(10));
  says('A12.7', async () => {
    strictEqual(lines.length, BANNER.length);
    await terminal.done('meter', 'set', '20000', '--window', '200000');
    strictEqual(await terminal.done('banner'), '');
  });
});
