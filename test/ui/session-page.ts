/** The session view, by what a person sees and does in it. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { Frame, FrameLocator, Locator } from 'playwright-core';

import { projectFolder } from '../harness/paths.mjs';
import type { Workbench } from './workbench.ts';

/** Such as `occupancy`: the class of its section. */
export type FigureName = 'occupancy' | 'forecast' | 'phases' | 'timeline';

/** What axe finds wrong: the rule, and where. */
export interface Finding {
  readonly rule: string;
  readonly impact: string | null;
  readonly where: readonly string[];
}

export class SessionViewPage {
  readonly frame: FrameLocator;

  constructor(window: Workbench) {
    this.frame = window.webview();
  }

  /** Waits until it shows pictures. */
  async waitUntilDrawn(): Promise<void> {
    await this.figure('occupancy').locator('svg').waitFor();
  }

  figure(name: FigureName): Locator {
    return this.frame.locator(`section.${name}`);
  }

  /** The picture itself: what takes the keys. */
  canvas(name: FigureName): Locator {
    return this.figure(name).locator('.canvas');
  }

  /** The value that the readout shows. */
  readout(name: FigureName): Locator {
    return this.figure(name).locator('.readout');
  }

  /** Opens the table behind a picture where it is closed, and reads it, head first. */
  async table(name: FigureName): Promise<readonly (readonly string[])[]> {
    const details = this.figure(name).locator('details');
    if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
    const rows = await details.locator('tr').all();
    return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()));
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  /** Runs axe on the page, in its own frame. */
  async findings(): Promise<readonly Finding[]> {
    const frame = await this.#innerFrame();
    const axe = createRequire(join(projectFolder, 'package.json')).resolve('axe-core/axe.min.js');
    await frame.evaluate(readFileSync(axe, 'utf8'));
    return frame.evaluate(async () => {
      interface Result {
        readonly id: string;
        readonly impact: string | null;
        readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
      }
      const { axe } = globalThis as unknown as {
        readonly axe: { run: () => Promise<{ readonly violations: readonly Result[] }> };
      };
      const { violations } = await axe.run();
      return violations.map(({ id, impact, nodes }) => ({
        rule: id,
        impact,
        where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
      }));
    });
  }

  async #innerFrame(): Promise<Frame> {
    const handle = await this.frame.locator('html').elementHandle();
    const frame = await handle.ownerFrame();
    if (frame == null) throw new Error('The session view has no frame.');
    return frame;
  }
}
