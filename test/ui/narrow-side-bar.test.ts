/** The views in little room and with much in them: nothing that matters is cut off, and nothing moves under the mouse. */

import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator } from 'playwright-core';

import { open } from '../unit/support/folders.ts';
import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
const LONG =
  'Send an order again that a customer never got, and tell the warehouse, the shop, and the bank of it';
const DELIVERABLES = 110;

/** A workflow with a long name and many deliverables, whose agent has a third of its window in use. */
async function prepare(places: Places): Promise<void> {
  const { workspace } = places;
  ninefold(places, 'init', 'shop', LONG);
  mkdirSync(join(workspace, 'docs', 'screens'), { recursive: true });
  writeFileSync(join(workspace, 'docs', 'requirements.md'), '# Requirements\n\nOrders are sent again.\n');
  const files = Array.from({ length: DELIVERABLES }, (_, at) => {
    const name =
      `screen-${String(at).padStart(3, '0')}-${'of-the-order-that-is-sent-again-'.repeat(3)}`.slice(0, 100);
    const file = `docs/screens/${name}.md`;
    writeFileSync(join(workspace, file), `# Screen ${at}\n\nShows order ${at}.\n`);
    return file;
  });
  const { service } = await open(workspace);
  const intents = files.map((file) => ({ kind: 'addDeliverable', file, phase: '1' }) as const);
  await service.executeTogether(intents, { kind: 'person' }, 'shop');
  makeRepository(workspace);
  new AgentSession(places).start(60_000);
}

describe('the views in little room', function () {
  this.timeout(240_000);
  const window = useWorkbench({ prepare, size: { width: 1024, height: 640 } });
  /** Makes the side bar as wide as this, in pixels. */
  const widen = async (width: number): Promise<void> => {
    const { page } = window();
    const bar = await window().sideBar().boundingBox();
    ok(bar !== null);
    const y = bar.y + bar.height / 2;
    await page.mouse.move(bar.x + bar.width, y);
    await page.mouse.down();
    await page.mouse.move(bar.x + width, y, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(1000, 300);
  };
  const isCutOff = (locator: Locator): Promise<boolean> =>
    locator.evaluate(
      (node: { readonly scrollWidth: number; readonly clientWidth: number }) =>
        node.scrollWidth > node.clientWidth,
    );

  it('keep the phase and every label readable at 300 and 200 pixels, in four themes', async () => {
    await window().openContainer('Ninefold');
    await window().statusBarItem(METER).waitForText('30%');
    await window().tree().row('1 Requirements').waitFor();
    const { page } = window();
    const labels = page.locator('.part.sidebar .pane').first().locator('.monaco-list-row .label-name');
    for (const width of [300, 200]) {
      await widen(width);
      for (const theme of ['light', 'dark', 'contrast', 'contrast-light'] as const) {
        await window().useTheme(theme);
        await window().screenshot(`narrow-${width}-${theme}`);
      }
      const bar = await window().sideBar().boundingBox();
      ok(bar !== null && Math.abs(bar.width - width) <= 10, `${bar?.width ?? 0}`);
      for (const label of await labels.all()) {
        const box = await label.boundingBox();
        ok(box !== null && box.x < bar.x + bar.width - 20, await label.innerText());
      }
    }
    await window().useTheme('light');
    await widen(300);
  });

  it('leave room in the title, which has two icons, for the phase', async () => {
    const header = window().page.locator('.part.sidebar .pane-header').first();
    await header.hover();
    await window().screenshot('narrow-title');
    const names = await header
      .getByRole('button')
      .evaluateAll((all: { getAttribute(name: string): string | null }[]) =>
        all.map((one) => one.getAttribute('aria-label') ?? ''),
      );
    deepStrictEqual(names.slice(0, 2), ['Continue in a New Session', 'Create Handoff']);
    strictEqual(names.length, 3);
    const [description, buttons] = [header.locator('.description'), header.getByRole('button').first()];
    const [said, first] = [await description.boundingBox(), await buttons.boundingBox()];
    // Wide enough for *Phase 1 of 9*.
    ok(said !== null && first !== null && first.x - said.x > 75);
  });

  it('show the template of a suggested file by a click on its row, and the file once it exists', async () => {
    await window()
      .tree()
      .row(/requirements\.md/)
      .click();
    await window().waitForTab('requirements.md');
    await window().page.locator('.part.editor').getByText('Requirements').first().waitFor();
    await window().screenshot('narrow-suggested');
  });

  it('show the whole meter, and every word on the buttons of its notification', async () => {
    const agent = new AgentSession(window().places);
    agent.reach(152_000);
    const warning = await window().notifications.message(/76% full|compacts in about/);
    await window().screenshot('narrow-warning');
    const buttons = warning.locator.locator('.notification-list-item-buttons-container a');
    ok((await buttons.count()) >= 4);
    for (const button of await buttons.all())
      strictEqual(await isCutOff(button), false, await button.innerText());
    await warning.dismiss();
    await window().notifications.close();
    await window().statusBarItem(METER).tooltip();
    const hover = await window().page.locator('.monaco-hover:visible').first().boundingBox();
    ok(hover !== null && hover.y >= 0 && hover.y + hover.height <= 640, JSON.stringify(hover));
    await window().screenshot('narrow-meter-light');
    await window().useTheme('dark');
    await window().screenshot('narrow-meter-dark');
  });
});
