/** The animated tour: from the first workflow to the session that resumes it. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { assistantLine, transcriptPath } from '../harness/sample-transcript.mjs';
import { AgentSession } from '../ui/agent-session.ts';
import type { OpenWorkbench, Places } from '../ui/open-workbench.ts';
import { pathWithStandIns, StandIn } from '../ui/stand-in.ts';
import { Film } from './film.ts';
import { inWindow, openSample } from './sample.ts';

const METER = 'ninefold.meter';
const SIZE = { width: 960, height: 560 };
const NEXT_SESSION = '0d9f4c1e-3b52-4a0c-8a6e-5c1d2e3f4a5b';
const claude = new StandIn('claude');

const REQUIREMENTS = `# Requirements: Discount codes

A customer types a code at the checkout and pays less.

- A code has a percentage, an end date and a number of uses.
- One code per order. A second one replaces the first.
- A code that is expired or used up says so.
`;

/** What the agent's stand-in says; then it waits, as an agent does. */
const ANSWER = [
  'Read handoff and workflow-state.toon.',
  'Phase 1 is approved. One code per order is decided.',
  'Next: Phase 2, docs/tech-spec.md.',
];

/** Takes `docs/images/tour.gif`. */
export async function animateTour(vsix: string): Promise<void> {
  const opening = openSample({
    vsix,
    size: SIZE,
    without: ['docs/'],
    environment: pathWithStandIns,
    settings: { 'editor.minimap.enabled': false, 'terminal.integrated.tabs.enabled': false },
    prepare: installAgent,
  });
  await inWindow(opening, async function animation(window) {
    const film = new Film(window);
    await start(window, film);
    await document(window, film);
    await meter(window, film);
    await handOver(window, film);
    await resume(window, film);
    await film.develop('tour');
  });
}

/** A session that is at work, and a `claude` that begins another one. */
function installAgent(places: Places): void {
  new AgentSession(places).start(64_000);
  const session = { sessionId: NEXT_SESSION, workspace: places.workspace, model: 'claude-opus-4-5-20251101' };
  const transcript = transcriptPath(places.home, session);
  mkdirSync(dirname(transcript), { recursive: true });
  const lines = join(places.home, 'next.jsonl');
  writeFileSync(lines, assistantLine(session, 18_000));
  const words = ANSWER.map((line) => `echo '● ${line}'`).join('; ');
  claude.install(places, { then: `cp '${lines}' '${transcript}'; clear; ${words}; sleep 600` });
}

async function start(window: OpenWorkbench, film: Film): Promise<void> {
  const { quickInput } = window;
  const caption = 'Start a workflow';
  await window.openContainer('Ninefold');
  await window.statusBarItem(METER).waitForText('32%');
  const button = window.welcome().getByRole('button', { name: 'Start Workflow' });
  await button.waitFor();
  await film.shot(1.2, caption, button);
  await button.click();
  await quickInput.waitFor('Start Workflow');
  await quickInput.fill('Discount codes');
  await film.shot(1, caption);
  await quickInput.accept();
  await quickInput.entry('Full').waitFor();
  await film.shot(1, caption, quickInput.entry('Full'));
  await quickInput.pick('Full');
  await window.tree().row('9 Notification').waitFor();
}

async function document(window: OpenWorkbench, film: Film): Promise<void> {
  const { page, places } = window;
  const suggested = window.tree().row('requirements.md');
  await film.shot(1.2, 'Nine phases, each with its document', suggested.locator);
  await suggested.pressAction('Create Deliverable');
  await window.waitForTab('requirements.md');
  await window.waitForLine('# Requirements');
  await film.shot(1, 'A template to fill in with your agent');
  writeFileSync(join(places.workspace, 'docs/requirements.md'), REQUIREMENTS);
  await window.waitForLine('One code per order');
  await film.shot(1, 'A template to fill in with your agent');
  const row = window.tree().row('1 Requirements');
  await row.locator.hover();
  const approve = row.locator.getByRole('button', { name: 'Approve Phase' });
  await film.shot(1, 'Approve the phase: the next one begins', approve);
  await row.pressAction('Approve Phase');
  await window.tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
  await page.mouse.move(SIZE.width - 1, SIZE.height / 2);
  await film.shot(1.2, 'Approve the phase: the next one begins');
}

async function meter(window: OpenWorkbench, film: Film): Promise<void> {
  const agent = new AgentSession(window.places);
  const item = window.statusBarItem(METER);
  await window.runCommand('Notifications: Clear All Notifications');
  for (const tokens of [88, 112, 136]) {
    agent.reach(tokens * 1000);
    await item.waitForText(`${tokens}K`);
    await film.shot(0.6, 'The meter reads your agent’s context window', item.locator);
  }
  agent.reach(152_000);
  await item.waitForKind('warning');
  await window.notifications.message(/76% full|compacts in about/);
  await film.shot(2, 'It warns before the window runs out', item.locator);
}

async function handOver(window: OpenWorkbench, film: Film): Promise<void> {
  const toast = await window.notifications.message(/76% full|compacts in about/);
  const button = toast.locator.getByRole('button', { name: 'Create Handoff', exact: true });
  await film.shot(1, 'One click writes the handoff', button);
  await toast.press('Create Handoff');
  await window.waitForTab(/handoff-/);
  await window.webview().getByRole('heading', { name: 'Quick Context' }).waitFor();
  await window.page.mouse.move(SIZE.width - 1, SIZE.height / 2);
  await film.shot(2.2, 'What is done, decided, open and next');
}

async function resume(window: OpenWorkbench, film: Film): Promise<void> {
  const { quickInput } = window;
  const caption = 'Resume in a new session';
  await window.runCommand('Ninefold: Resume Workflow…');
  await quickInput.entry(/Discount codes/).waitFor();
  await quickInput.accept();
  const choice = quickInput.entry(/Run in Terminal/);
  await choice.waitFor();
  await window.page.mouse.move(SIZE.width - 1, SIZE.height / 2);
  await window.page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
  await film.shot(1.4, caption, choice);
  await window.page.keyboard.press('ArrowDown');
  await window.page.keyboard.press('Enter');
  await claude.untilCalled(window.places);
  await window.page.locator('.terminal-wrapper.active').getByText('docs/tech-spec.md').first().waitFor();
  await window.statusBarItem(METER).waitForText('9%');
  await film.shot(2.6, 'It goes on where the last one stopped');
}
