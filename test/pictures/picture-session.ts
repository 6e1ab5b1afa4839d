import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from '../ui/agent-session.ts';
import type { OpenWorkbench } from '../ui/open-workbench.ts';
import { Camera } from './camera.ts';
import { makeAfternoon } from './sample.ts';

const METER = 'ninefold.meter';
/** The first picture, long documents and lists, and what is to be read at the width of a page. */
const WIDE = { width: 1120, height: 640 };
const TALL = { width: 1120, height: 800 };
const SMALL = { width: 960, height: 640 };

/** One person's afternoon in one window, pictured as it goes: from the welcome to the handoff that is required. */
export class PictureSession {
  readonly #window: OpenWorkbench;
  readonly #agent: AgentSession;
  readonly #camera: Camera;

  constructor(window: OpenWorkbench) {
    this.#window = window;
    this.#agent = new AgentSession(window.places);
    this.#camera = new Camera(window);
  }

  /** The welcome, and the two questions that start a workflow. */
  async beforeAnyWorkflow(): Promise<void> {
    const { page, quickInput } = this.#window;
    await page.setViewportSize(TALL);
    await this.#window.openContainer('Ninefold');
    await this.#window.welcome().waitFor();
    await this.#camera.take('welcome', () => this.#camera.sideBar());
    await this.#camera.takeAsked('start-workflow', async () => {
      await this.#window.runCommand('Ninefold: Start Workflow…');
      await quickInput.answer('Discount codes', 'Start Workflow');
      await quickInput.entry('Full').waitFor();
    });
  }

  /** The tree with the current phase open, a document beside it, and a session with room left. */
  async atWork(): Promise<void> {
    const tree = this.#window.tree();
    await this.#window.page.setViewportSize(WIDE);
    makeAfternoon(this.#window.places);
    await this.#window.statusBarItem(METER).waitForText('48%');
    await tree.row('5b GREEN').waitFor();
    for (const { label, level, expanded } of await tree.rows()) {
      if (level === 1 && expanded === true && !label.startsWith('5')) await tree.row(label).collapse();
    }
    await tree.row('2 Tech Planning').click();
    await this.#window.waitForTab('tech-spec.md');
    await this.#window.page.locator('.breadcrumbs-control').getByText('# Technical').waitFor();
    await this.#camera.take('phase-tree', async () => {
      await tree.row('5b GREEN').locator.hover();
      return this.#camera.whole();
    });
    await this.#meter('meter-normal');
    await this.#costs();
  }

  /** The session plan with what was measured, and the tooltip of the current phase. */
  async #costs(): Promise<void> {
    const tree = this.#window.tree();
    await tree.row('5 TDD Implementation').collapse();
    await tree.row('Session Plan').expand();
    await tree.row('Session 3').waitFor();
    await this.#camera.take('session-plan', () => this.#camera.sideBar());
    await tree.row('Session Plan').collapse();
    await this.#camera.take('savings', async () => {
      await tree.row('5 TDD Implementation').tooltip();
      const hover = this.#window.page.locator('.monaco-hover:visible');
      return this.#camera.around([tree.row('5 TDD Implementation').locator, hover]);
    });
    await tree.row('5 TDD Implementation').expand();
  }

  /** 76 %: the colour, the notification, the tooltip. */
  async warned(): Promise<void> {
    const { page, notifications } = this.#window;
    await page.setViewportSize(SMALL);
    await this.#window.tree().row('1 Requirements').click();
    await this.#window.waitForTab('requirements.md');
    this.#agent.reach(152_000);
    await this.#window.statusBarItem(METER).waitForKind('warning');
    await notifications.message(/76% full|compacts in about/);
    await this.#camera.take('warning', () => Promise.resolve(this.#camera.whole()));
    await this.#meter('meter-warning');
    await (await notifications.message(/76% full|compacts in about/)).dismiss();
    await this.#camera.take('tooltip', async () => {
      await this.#window.statusBarItem(METER).tooltip();
      return this.#camera.around([page.locator('.monaco-hover:visible')]);
    });
  }

  /** The document in its preview, and the two lists of a resume. */
  async handedOver(): Promise<void> {
    const { page, quickInput } = this.#window;
    await this.#chosenFrom();
    await page.setViewportSize(TALL);
    await this.#window.runCommand('Ninefold: Create Handoff');
    await this.#window.waitForTab(/handoff-/);
    await this.#window.webview().getByText('Quick Context').waitFor();
    await this.#camera.take('handoff', () => this.#camera.around([page.locator('.part.editor')]));
    await page.setViewportSize(SMALL);
    const listWorkflows = async (): Promise<void> => {
      await this.#window.runCommand('Ninefold: Resume Workflow…');
      await quickInput.entry(/Discount codes/).waitFor();
    };
    await this.#camera.takeAsked('resume', listWorkflows);
    // What the handoff says of this file doesn't hold any more.
    appendFileSync(
      join(this.#window.places.workspace, 'src/cart/discount.ts'),
      '\n// uses are not counted yet\n',
    );
    await this.#camera.takeAsked('resume-prompt', async () => {
      await listWorkflows();
      // The list goes when the preview takes the focus, which a click would wait for; the key doesn't.
      await quickInput.accept();
      await quickInput.entry(/Copy Prompt/).waitFor();
    });
  }

  /** What a click on the meter offers, and where the next session may go on. */
  async #chosenFrom(): Promise<void> {
    const { quickInput } = this.#window;
    await this.#camera.takeAsked('actions', async () => {
      await this.#window.statusBarItem('ninefold.meter').locator.click();
      await quickInput.waitFor('Select an action');
    });
    await this.#camera.takeAsked('continue', async () => {
      await this.#window.runCommand('Ninefold: Continue in a New Session');
      await quickInput.waitFor('Continue in a New Session');
    });
  }

  /** The last level: saved unasked, the error's colour, a notification that stays. */
  async atTheEnd(): Promise<void> {
    this.#agent.reach(164_000);
    await this.#window.statusBarItem(METER).waitForKind('error');
    await this.#window.notifications.message(/82% full/);
    await this.#camera.take('required', () => Promise.resolve(this.#camera.whole()));
    await this.#meter('meter-required');
  }

  /** The status bar's item alone, for a line of text: every theme has it in `meter-states`. */
  #meter(name: string): Promise<void> {
    const { locator } = this.#window.statusBarItem(METER);
    const camera = new Camera(this.#window, ['light']);
    return camera.take(name, () => camera.around([locator], { margin: 4 }));
  }
}
