import { join } from 'node:path';

import type { Locator } from 'playwright-core';

import { projectFolder } from '../harness/paths.mjs';
import { AgentSession } from '../ui/agent-session.ts';
import type { OpenWorkbench } from '../ui/open-workbench.ts';
import { makeWorkflows } from './sample.ts';

const METER = 'ninefold.meter';
const THEMES = ['light', 'dark'] as const;
/** The first picture, long documents and lists, and what is to be read at the width of a page. */
const WIDE = { width: 1120, height: 640 };
const TALL = { width: 1120, height: 800 };
const SMALL = { width: 960, height: 600 };

const TOOLTIP_MS = 600;

interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One person's afternoon in one window, pictured as it goes: from the welcome to the handoff that is required. */
export class PictureSession {
  readonly #window: OpenWorkbench;
  readonly #agent: AgentSession;

  constructor(window: OpenWorkbench) {
    this.#window = window;
    this.#agent = new AgentSession(window.places);
  }

  /** The welcome, and the two questions that start a workflow. */
  async beforeAnyWorkflow(): Promise<void> {
    const { page, quickInput } = this.#window;
    await page.setViewportSize(TALL);
    await this.#window.openContainer('Ninefold');
    await this.#window.welcome().waitFor();
    await this.#both('welcome', () => this.#around([page.locator('.part.sidebar')], 0, 230));
    await this.#bothAsked('start-workflow', async () => {
      await this.#window.runCommand('Ninefold: Start Workflow…');
      await quickInput.answer('Discount codes', 'Start Workflow');
      await quickInput.entry('Full').waitFor();
    });
  }

  /** The tree with the current phase open, a document beside it, and a session with room left. */
  async atWork(): Promise<void> {
    const tree = this.#window.tree();
    await this.#window.page.setViewportSize(WIDE);
    this.#agent.start(96_000);
    makeWorkflows(this.#window.places);
    await this.#window.statusBarItem(METER).waitForText('48%');
    await tree.row('5b GREEN').waitFor();
    for (const { label, level, expanded } of await tree.rows()) {
      if (level === 1 && expanded === true && !label.startsWith('5')) await tree.row(label).collapse();
    }
    await tree.row('2 Tech Planning').click();
    await this.#window.waitForTab('tech-spec.md');
    await this.#window.page.locator('.breadcrumbs-control').getByText('# Technical').waitFor();
    await this.#both('phase-tree', async () => {
      await tree.row('5b GREEN').locator.hover();
      return { x: 0, y: 0, ...WIDE };
    });
    await this.#meter('meter-normal');
  }

  /** 76 %: the colour, the sentence, the notification, the tooltip. */
  async warned(): Promise<void> {
    const { page, notifications } = this.#window;
    await page.setViewportSize(SMALL);
    await this.#window.tree().row('1 Requirements').click();
    await this.#window.waitForTab('requirements.md');
    this.#agent.reach(152_000);
    await this.#window.statusBarItem(METER).waitForKind('warning');
    await this.#window.treeMessage().filter({ hasText: '76%' }).waitFor();
    await notifications.message(/76% full/);
    await this.#both('warning', () => Promise.resolve({ x: 0, y: 0, ...SMALL }));
    await this.#meter('meter-warning');
    await (await notifications.message(/76% full/)).dismiss();
    await this.#both('tooltip', async () => {
      await this.#window.statusBarItem(METER).tooltip();
      return this.#around([page.locator('.monaco-hover:visible')], 0);
    });
  }

  /** The document in its preview, and the two lists of a resume. */
  async handedOver(): Promise<void> {
    const { page, quickInput } = this.#window;
    await page.setViewportSize(TALL);
    await this.#window.runCommand('Ninefold: Create Handoff');
    await this.#window.waitForTab(/handoff-/);
    await this.#window.webview().getByText('Quick Context').waitFor();
    await this.#both('handoff', () => this.#around([page.locator('.part.editor')], 0));
    await page.setViewportSize(SMALL);
    const listWorkflows = async (): Promise<void> => {
      await this.#window.runCommand('Ninefold: Resume Workflow…');
      await quickInput.entry(/Discount codes/).waitFor();
    };
    await this.#bothAsked('resume', listWorkflows);
    await this.#bothAsked('resume-prompt', async () => {
      await listWorkflows();
      // The list goes when the preview takes the focus, which a click would wait for; the key doesn't.
      await quickInput.accept();
      await quickInput.entry(/Copy Prompt/).waitFor();
    });
  }

  /** The last level: saved unasked, the error's colour, a notification that stays. */
  async atTheEnd(): Promise<void> {
    this.#agent.reach(164_000);
    await this.#window.statusBarItem(METER).waitForKind('error');
    await this.#window.notifications.message(/82% full/);
    await this.#both('required', () => Promise.resolve({ x: 0, y: 0, ...SMALL }));
    await this.#meter('meter-required');
  }

  /** The status bar's item alone. */
  #meter(name: string): Promise<void> {
    return this.#both(name, () => this.#around([this.#meterItem()], 4));
  }

  #meterItem(): Locator {
    return this.#window.statusBarItem(METER).locator;
  }

  /** Takes a picture in each theme, `docs/images/NAME-light.png` and `-dark.png`. */
  async #both(name: string, clipOf: () => Promise<Clip>): Promise<void> {
    for (const theme of THEMES) {
      await this.#window.useTheme(theme);
      await this.#rest();
      await this.#take(`${name}-${theme}`, await clipOf());
    }
  }

  /** The same of a box at the top, asked for anew in each theme: a change of theme makes an open one speak. */
  async #bothAsked(name: string, ask: () => Promise<void>): Promise<void> {
    const { quickInput } = this.#window;
    for (const theme of THEMES) {
      await this.#window.useTheme(theme);
      await ask();
      await this.#rest();
      await this.#take(`${name}-${theme}`, await this.#around([quickInput.locator], 0));
      await quickInput.cancel();
    }
  }

  async #take(name: string, clip: Clip): Promise<void> {
    const path = join(projectFolder, 'docs', 'images', `${name}.png`);
    await this.#window.page.screenshot({ path, clip, animations: 'disabled' });
    console.log(path.slice(projectFolder.length + 1));
  }

  /** Puts the mouse where nothing is, at the right edge; a tooltip that was about to show goes with the next move. */
  async #rest(): Promise<void> {
    const { page } = this.#window;
    const { width, height } = page.viewportSize() ?? WIDE;
    const tooltip = page.locator('.monaco-hover:visible').first();
    for (let y = height / 2; ; y = (y + 10) % height) {
      await page.mouse.move(width - 1, y);
      // As long as a tooltip takes to show.
      await page.waitForTimeout(TOOLTIP_MS);
      if (!(await tooltip.isVisible())) return;
    }
  }

  /** The rectangle around all of these, with a margin, inside the window. */
  async #around(locators: readonly Locator[], margin: number, height?: number): Promise<Clip> {
    const boxes = await Promise.all(locators.map((locator) => locator.first().boundingBox()));
    const known = boxes.filter((box) => box !== null);
    const { width: mostX, height: mostY } = this.#window.page.viewportSize() ?? WIDE;
    const x = Math.max(0, Math.min(...known.map((box) => box.x)) - margin);
    const y = Math.max(0, Math.min(...known.map((box) => box.y)) - margin);
    const right = Math.min(mostX, Math.max(...known.map((box) => box.x + box.width)) + margin);
    const bottom = Math.min(mostY, Math.max(...known.map((box) => box.y + box.height)) + margin);
    return { x, y, width: right - x, height: height ?? bottom - y };
  }
}
