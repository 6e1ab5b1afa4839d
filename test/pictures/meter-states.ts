/** Every state of the meter: the status bar's item and its tooltip, and the list where two sessions are at work. */

import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Locator } from 'playwright-core';

import { AgentSession } from '../ui/agent-session.ts';
import { CodexSession } from '../ui/codex-session.ts';
import { ninefold } from '../ui/command-line.ts';
import { openWorkbench, type OpenWorkbench } from '../ui/open-workbench.ts';
import { THEMES } from '../ui/workbench.ts';
import { Camera } from './camera.ts';
import { inWindow, PLAIN } from './sample.ts';
import { Sheet } from './sheet.ts';

const METER = 'ninefold.meter';
const OTHER = '0d3c7c1e-52a1-4c5b-8c59-6e3f5a1b2c3d';
const HOURS_AGO = 3;
/** The title of a list and two rows. */
const LIST_HEIGHT = 72;

interface StateOptions {
  /** False where another state's tells the same. */
  readonly withTooltip?: boolean;
  /** Taken as well. */
  readonly beside?: Locator;
  /** Words of the label that must be there first. */
  readonly spoken?: string;
}

/** Takes `docs/images/meter-states-THEME.png`. */
export async function pictureMeterStates(): Promise<void> {
  const opening = openWorkbench({
    files: { 'notes.md': 'Some words to begin with.\n'.repeat(400) },
    settings: PLAIN,
    size: { width: 1120, height: 800 },
  });
  await inWindow(opening, async function meterStates(window) {
    const states = new MeterStates(window);
    await states.withoutSession();
    await states.ofOneSession();
    await states.ofTwoSessions();
    await states.ofOldSessions();
    await states.sheet.draw(window, 'meter-states');
  });
}

class MeterStates {
  /** Three columns, each as wide as the widest tooltip. */
  readonly sheet = new Sheet(3, 445);
  readonly #window: OpenWorkbench;
  readonly #camera: Camera;

  constructor(window: OpenWorkbench) {
    this.#window = window;
    this.#camera = new Camera(window);
  }

  async withoutSession(): Promise<void> {
    const { page, quickInput, places } = this.#window;
    await this.#state('Unknown: no session', 'no session');
    await page.keyboard.press('Control+KeyP');
    await quickInput.fill('notes.md');
    await quickInput.pick('notes.md');
    await this.#state('Estimate of what is open', '~');
    ninefold(places, 'meter', 'set', '120000', '--window', '200000');
    await this.#state('Reported by hand', '120K 60%', { withTooltip: false });
    ninefold(places, 'meter', 'clear');
    await this.#shows('~');
  }

  /** Its first line, and every level up to a compaction. */
  async ofOneSession(): Promise<void> {
    const agent = new AgentSession(this.#window.places);
    agent.begin();
    await this.#state('Unknown: no call yet', 'no call yet');
    agent.reach(96_000);
    await this.#state('Normal', '96K 48%');
    agent.reach(152_000);
    await this.#state('Warning', '152K 76%');
    agent.reach(158_400);
    await this.#state('Handoff suggested', '158K 79%', { withTooltip: false });
    agent.reach(164_000);
    await this.#state('Handoff required', '164K 82%');
    agent.compact(166_800);
    await this.#state('Compacted', 'compacted');
  }

  /** Pinned is one of two that are both at work. */
  async ofTwoSessions(): Promise<void> {
    const { places, page } = this.#window;
    new AgentSession(places).reach(31_000);
    new CodexSession(places).start(35_041);
    await this.#window.runCommand('Ninefold: Focus on Agent Sessions View');
    const row = this.#window.tree('Agent Sessions').row('Codex');
    await row.click();
    await row.waitForSpoken('pinned');
    const list = page
      .locator('.pane')
      .filter({ has: page.locator('.pane-header', { hasText: 'Agent Sessions' }) });
    await this.#state('Codex, pinned among two sessions', '35K 9%', { beside: list });
    await row.chooseFromMenu('Follow the Newest Live Session');
  }

  /** One that has been quiet for hours, first with its process alive, then ended. */
  async ofOldSessions(): Promise<void> {
    const { home, workspace } = this.#window.places;
    for (const folder of ['.claude', '.codex']) rmSync(join(home, folder), { recursive: true, force: true });
    await this.#shows('~');
    const agent = new AgentSession(this.#window.places, OTHER);
    const registration = join(home, '.claude', 'sessions', `${process.pid}.json`);
    agent.start(152_000);
    const at = new Date(Date.now() - HOURS_AGO * 3_600_000);
    const lines = readFileSync(agent.path, 'utf8');
    mkdirSync(dirname(registration), { recursive: true });
    writeFileSync(registration, JSON.stringify({ pid: process.pid, sessionId: OTHER, cwd: workspace }));
    writeFileSync(agent.path, lines.replaceAll(/"timestamp":"[^"]*"/g, `"timestamp":"${at.toISOString()}"`));
    utimesSync(agent.path, at, at);
    await this.#state('Stale: nothing new for hours', '3h ago', { spoken: `${HOURS_AGO} h ago` });
    rmSync(registration);
    await this.#state('Ended', '152K 76% ended', { withTooltip: false });
  }

  /** Takes the item, its tooltip, and what is beside it, in every theme. */
  async #state(caption: string, text: string, options: StateOptions = {}): Promise<void> {
    const { withTooltip = true, beside, spoken } = options;
    const item = this.#window.statusBarItem(METER);
    const tooltip = this.#window.page.locator('.monaco-hover:visible');
    await this.#shows(text);
    if (spoken !== undefined) await this.#speaks(spoken);
    for (const theme of THEMES) {
      await this.#window.useTheme(theme);
      const pictures = [await this.#clip(item.locator, 4)];
      if (withTooltip) {
        await item.tooltip();
        pictures.push(await this.#clip(tooltip, 0));
        await this.#window.page.mouse.move(0, 0);
        await tooltip.first().waitFor({ state: 'detached' });
      }
      if (beside !== undefined) pictures.push(await this.#clip(beside, 0, LIST_HEIGHT));
      this.sheet.add(theme, { caption, pictures });
    }
  }

  #shows(text: string): Promise<void> {
    return this.#window.statusBarItem(METER).waitForText(text);
  }

  #speaks(words: string): Promise<void> {
    const link = this.#window.statusBarItem(METER).locator.locator(`a[aria-label*="${words}"]`);
    return link.waitFor();
  }

  async #clip(locator: Locator, margin: number, height?: number): Promise<Buffer> {
    const options = height === undefined ? { margin } : { margin, height };
    return this.#camera.shot(await this.#camera.around([locator], options));
  }
}
