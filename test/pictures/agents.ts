/** What other agents do here: their sessions, their tasks and the review of them, and how one is connected. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { AgentSession } from '../ui/agent-session.ts';
import { CodexSession } from '../ui/codex-session.ts';
import { ninefold } from '../ui/command-line.ts';
import type { OpenWorkbench, Places } from '../ui/open-workbench.ts';
import { acceptRulesOf } from '../unit/support/accepted.ts';
import { Camera } from './camera.ts';
import { inWindow, makeWorkflows, openSample } from './sample.ts';

const SIZE = { width: 1120, height: 640 };
const OTHER = '0d3c7c1e-52a1-4c5b-8c59-6e3f5a1b2c3d';

/** What an agent does, in place of one. */
const AGENTS: Readonly<Record<string, string>> = {
  'claude-code': `fs.appendFileSync('tests/discount.test.ts', ${JSON.stringify(
    `it('never goes below zero', () => expect(discounted(items, { ...code, percent: 120 }, '2026-03-01')).toBe(0));\n`,
  )})`,
  codex: `const file = 'src/cart/discount.ts';
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('readonly expiresAt: string;',
      'readonly expiresAt: string;\\n  readonly usesLeft: number | null;'))`,
  gemini: 'setTimeout(() => undefined, 600_000)',
};

/** Takes `agent-sessions`, `agent-tasks`, `agent-task-conflict` and `connect`, each in every theme. */
export async function pictureAgents(vsix: string): Promise<void> {
  const more = {
    '.mcp.json': '{\n  // of the team\n  "mcpServers": { "db": { "command": "db-server" } }\n}\n',
  };
  await inWindow(openSample({ vsix, size: SIZE, more, prepare: makeTasks }), async function agents(window) {
    await connection(window);
    await sessions(window);
    await tasks(window);
    await conflict(window);
  });
}

function makeTasks(places: Places): void {
  makeWorkflows(places);
  const commands = Object.entries(AGENTS).map(([agent, does]) => [
    agent,
    [process.execPath, '-e', `const fs = require('node:fs');\n${does}`],
  ]);
  const rules = { taskCommands: Object.fromEntries(commands) as unknown };
  writeFileSync(join(places.workspace, '.claude/ninefold.json'), JSON.stringify(rules, null, 2));
  acceptRulesOf(join(places.workspace, '.claude'), places.home);
  const create = (...words: readonly string[]): unknown => ninefold(places, 'tasks', 'create', ...words);
  create('tests', '--id', 'tests', '--agent', 'claude-code', '--output', 'tests/discount.test.ts');
  const uses = [
    '--title',
    'Count the uses of a code',
    '--agent',
    'codex',
    '--output',
    'src/cart/discount.ts',
  ];
  create('empty', '--id', 'uses', ...uses);
  create('review', '--id', 'review', '--agent', 'gemini', '--output', 'docs/review.md');
}

async function sessions(window: OpenWorkbench): Promise<void> {
  const { places } = window;
  const camera = new Camera(window);
  const claude = new AgentSession(places);
  claude.start(152_000);
  const subagent = join(claude.path.replace('.jsonl', ''), 'subagents', 'agent-review.jsonl');
  mkdirSync(dirname(subagent), { recursive: true });
  writeFileSync(subagent, '{}\n');
  new AgentSession(places, OTHER).reach(64_000, 25);
  new CodexSession(places).start(35_041);
  await window.runCommand('Ninefold: Focus on Agent Sessions View');
  await window.tree('Agent Sessions').row('Codex').waitFor();
  const pane = window.page
    .locator('.pane')
    .filter({ has: window.page.getByRole('tree', { name: 'Agent Sessions' }) });
  await camera.take('agent-sessions', () => camera.around([pane], { height: 150 }));
  await window.page.locator('.pane-header', { hasText: 'Agent Sessions' }).click();
}

/** One has ended, one is at work, and the one that is open shows what it wrote. */
async function tasks(window: OpenWorkbench): Promise<void> {
  const camera = new Camera(window);
  const tree = window.tree('Agent Tasks');
  await window.runCommand('Ninefold: Focus on Agent Tasks View');
  await window.page.locator('.pane-header', { hasText: 'Discount codes' }).click();
  for (const [title, state] of [
    ['Write Tests', 'finished'],
    ['Count the uses of a code', 'finished'],
    ['Review', 'running'],
  ] as const) {
    await tree.row(new RegExp(title, 'i')).pressAction('Run Agent Task');
    await tree.row(new RegExp(title, 'i')).waitForSpoken(state);
  }
  await tree.row(/Write Tests/i).expand();
  await tree.row('tests/discount.test.ts').click();
  await window.page.locator('.monaco-diff-editor').waitFor();
  await camera.take('agent-tasks', async () => {
    await tree.row(/Write Tests/i).locator.hover();
    return camera.whole();
  });
}

async function conflict(window: OpenWorkbench): Promise<void> {
  const camera = new Camera(window);
  const tree = window.tree('Agent Tasks');
  await tree.row(/Write Tests/i).collapse();
  await tree.row(/Count the uses/).expand();
  const file = tree.row('src/cart/discount.ts');
  const path = join(window.places.workspace, 'src/cart/discount.ts');
  const mine = `import { total, type Item } from './cart';

/** A code that a customer types at the checkout. */
export interface DiscountCode {
  readonly code: string;
  readonly percent: number;
  /** The last day on which it counts. */
  readonly expiresAt: string | null;
}
`;
  writeFileSync(path, mine);
  await file.waitForSpoken('conflict');
  await file.pressAction('Accept File');
  await window.page.locator('.merge-editor').waitFor();
  await camera.take('agent-task-conflict', () => Promise.resolve(camera.whole()));
}

async function connection(window: OpenWorkbench): Promise<void> {
  const camera = new Camera(window);
  await window.page.keyboard.press('Control+KeyB');
  await window.sideBar().waitFor({ state: 'hidden' });
  await window.typeCommand('Ninefold: Connect Agent…');
  await window.quickInput.choose('Claude Code', 'Connect Agent');
  await window.waitForTab(/^Connect Claude Code: Current ↔ Connected/);
  await window.quickInput.waitFor(/changes to connect Claude Code\?/);
  await camera.take('connect', () => Promise.resolve(camera.whole()));
  await window.quickInput.pick('Cancel');
  await window.runCommand('View: Close All Editors');
}
