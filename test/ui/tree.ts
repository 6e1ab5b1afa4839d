import { AssertionError, deepStrictEqual } from 'node:assert/strict';

import type { Locator, Page } from 'playwright-core';
import { isShown } from './notifications.ts';

/** What a row shows and says. */
export interface RowText {
  readonly label: string;
  readonly description: string;
  /** What a screen reader speaks. */
  readonly spoken: string;
  /** 1 for a root. */
  readonly level: number;
  /** Undefined for a row that has no children. */
  readonly expanded: boolean | undefined;
}

/** One tree of the side bar. Rows outside the window's height are not in the page: collapse or scroll first. */
export class Tree {
  readonly locator: Locator;
  private readonly page: Page;

  /** @param name the view's name; without it the first tree of the side bar */
  constructor(page: Page, name?: string) {
    this.page = page;
    const sideBar = page.locator('.part.sidebar');
    this.locator = name
      ? sideBar.getByRole('tree', { name, exact: true })
      : sideBar.locator('.customview-tree [role=tree]').first();
  }

  /** The first row with this label: the whole label, or a pattern. */
  row(label: string | RegExp): Row {
    const pattern = typeof label === 'string' ? exactly(label) : label;
    const labelled = this.page.locator('.label-name').filter({ hasText: pattern });
    return new Row(this.page, this.locator.locator('[role=treeitem]').filter({ has: labelled }).first());
  }

  /** Walks with the arrow keys to the row with this label. The tree has the keyboard. */
  async walkTo(label: string): Promise<Row> {
    const row = this.row(label);
    await row.waitFor();
    await this.page.keyboard.press('Home');
    for (let steps = (await this.rows()).length; steps > 0; steps--) {
      if ((await row.locator.getAttribute('class'))?.split(' ').includes('focused') === true) return row;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error(`The arrow keys don't lead to ${label}.`);
  }

  /** Waits until the keyboard is in it. */
  async waitForFocus(): Promise<void> {
    await this.locator.and(this.page.locator(':focus')).waitFor();
  }

  /** Every row in sight, from the top, as it stands: VS Code may draw the children of a row after the row itself. */
  async rows(): Promise<RowText[]> {
    const rows = await this.locator.locator('[role=treeitem]').evaluateAll((found: RenderedRow[]) =>
      found.map((row) => ({
        label: row.querySelector('.label-name')?.innerText ?? '',
        description: row.querySelector('.label-description')?.innerText ?? '',
        spoken: row.getAttribute('aria-label') ?? '',
        level: Number(row.getAttribute('aria-level')),
        expanded: row.getAttribute('aria-expanded'),
      })),
    );
    return rows.map(({ expanded, ...row }) => ({
      ...row,
      expanded: expanded === null ? undefined : expanded === 'true',
    }));
  }

  /** Waits until the rows give this; fails with the difference. */
  async showsRows<T>(pick: (rows: readonly RowText[]) => T, expected: T): Promise<void> {
    for (const deadline = Date.now() + ROWS_MS; ;) {
      try {
        deepStrictEqual(pick(await this.rows()), expected);
        return;
      } catch (error) {
        if (!(error instanceof AssertionError) || Date.now() > deadline) throw error;
        await this.page.evaluate(`new Promise(requestAnimationFrame)`);
      }
    }
  }
}

const ROWS_MS = 20_000;

/** As much of an HTML element as is used here. */
interface RenderedRow {
  readonly innerText: string;
  getAttribute(name: string): string | null;
  querySelector(selector: string): RenderedRow | null;
}

/** A row of a tree. Every action waits until the row is there. */
export class Row {
  readonly locator: Locator;
  private readonly page: Page;

  constructor(page: Page, locator: Locator) {
    this.page = page;
    this.locator = locator;
  }

  waitFor(): Promise<void> {
    return this.locator.waitFor();
  }

  waitUntilGone(): Promise<void> {
    return this.locator.waitFor({ state: 'detached' });
  }

  async text(): Promise<RowText> {
    const description = this.locator.locator('.label-description');
    const expanded = await this.locator.getAttribute('aria-expanded');
    return {
      label: await this.locator.locator('.label-name').first().innerText(),
      description: (await description.count()) > 0 ? await description.first().innerText() : '',
      spoken: (await this.locator.getAttribute('aria-label')) ?? '',
      level: Number(await this.locator.getAttribute('aria-level')),
      expanded: expanded === null ? undefined : expanded === 'true',
    };
  }

  /** Waits until a screen reader would speak this of it. */
  waitForSpoken(text: string): Promise<void> {
    return this.locator.and(this.page.locator(`[aria-label*="${text}"]`)).waitFor();
  }

  /** Clicks the label: opens what the row opens; a row without a command expands or collapses. */
  click(): Promise<void> {
    return this.locator.locator('.label-name').first().click();
  }

  async expand(): Promise<void> {
    await this.setExpanded(true);
  }

  async collapse(): Promise<void> {
    await this.setExpanded(false);
  }

  /** Presses one of the icons that show on hover, by its title. */
  async pressAction(title: string): Promise<void> {
    await this.locator.hover();
    await this.locator.getByRole('button', { name: title }).click();
  }

  /** Opens the context menu and chooses an entry by its title. */
  async chooseFromMenu(title: string): Promise<void> {
    await chooseFromMenuOf(this.page, this.locator.locator('.label-name').first(), title);
  }

  /** The same without the mouse: the row has the keyboard. */
  async typeInMenu(title: string): Promise<void> {
    await this.page.keyboard.press('Shift+F10');
    await typeInMenu(this.page, title);
  }

  /** The titles in the context menu, separators left out; closes it again. */
  async menuTitles(): Promise<string[]> {
    await this.locator.locator('.label-name').first().click({ button: 'right' });
    const menu = this.page.locator('.monaco-menu');
    await menu.first().waitFor();
    const titles = await menu.locator('.action-label:not(.separator)').allInnerTexts();
    await this.page.keyboard.press('Escape');
    await menu.first().waitFor({ state: 'detached' });
    return titles;
  }

  /** Hovers and reads the tooltip. @param says what tells it from the tooltip of another row, which may pass below the pointer */
  async tooltip(says?: RegExp): Promise<string> {
    return tooltipOf(this.page, this.locator.locator('.label-name').first(), says);
  }

  private async setExpanded(expanded: boolean): Promise<void> {
    await this.locator.waitFor();
    const wanted = this.locator.and(this.page.locator(`[aria-expanded=${String(expanded)}]`));
    // A row that is drawn anew under the pointer loses the click.
    for (const deadline = Date.now() + EXPAND_MS; Date.now() < deadline;) {
      if ((await this.locator.getAttribute('aria-expanded')) !== String(expanded)) {
        await this.locator.locator('.monaco-tl-twistie').click();
      }
      if (await isShown(wanted, 'visible', EXPAND_MS / 4)) return;
    }
    throw new Error(`${String(this.locator)} does not ${expanded ? 'open' : 'close'}.`);
  }
}

const EXPAND_MS = 20_000;

/** Opens the context menu of something and chooses an entry by its title. */
export async function chooseFromMenuOf(page: Page, locator: Locator, title: string): Promise<void> {
  await locator.click({ button: 'right' });
  const menu = page.locator('.monaco-menu');
  const entry = menu.locator('.action-item').filter({ hasText: exactly(title) });
  await entry.first().hover();
  // For 100 ms a menu takes no click, lest the one that opened it chooses. The keyboard it takes at once.
  await page.keyboard.press('Enter');
  await menu.first().waitFor({ state: 'detached' });
}

/** Walks with the arrow keys to an entry of the open menu, or of its open submenu, and chooses it. */
export async function typeInMenu(page: Page, title: string): Promise<void> {
  const menu = page.locator('.monaco-menu');
  const labels = menu.locator('.action-item.focused > .action-menu-item > .action-label');
  const focused = labels.filter({ hasText: exactly(title) });
  await menu.last().locator('.action-item').first().waitFor();
  const steps = await menu.locator('.action-item').count();
  for (let step = 0; step < steps && !(await focused.isVisible()); step++) {
    await page.keyboard.press('ArrowDown');
  }
  await focused.waitFor();
  await page.keyboard.press('Enter');
  await menu.first().waitFor({ state: 'detached' });
}

const TOOLTIP_MS = 20_000;

/** Hovers over something until its tooltip shows, and reads it. @param says what the one that is meant says */
export async function tooltipOf(page: Page, locator: Locator, says = /\S/): Promise<string> {
  const hover = page.locator('.monaco-hover:visible');
  // A tooltip that is worked out by the hover says so first.
  const ready = hover.filter({ hasNotText: 'Loading...' }).filter({ hasText: says }).first();
  // A row that is drawn anew under the pointer loses its hover.
  for (const deadline = Date.now() + TOOLTIP_MS; Date.now() < deadline;) {
    // Over the editor: the tooltip of the activity bar stays while the mouse is beside it.
    await page.mouse.move(700, 600, { steps: 3 });
    if (!(await isShown(hover.first(), 'hidden', TOOLTIP_MS / 4))) {
      // It missed that the mouse left it: the mouse comes back, and leaves again.
      for (const shown of await hover.elementHandles()) {
        const box = await shown.boundingBox();
        if (box !== null) await page.mouse.move(box.x + 2, box.y + 2, { steps: 3 });
      }
      continue;
    }
    await locator.hover();
    await isShown(hover.first(), 'visible', TOOLTIP_MS / 4);
    // What is being worked out is left alone: to move away would call it off.
    do if (await isShown(ready)) return ready.innerText();
    while ((await hover.count()) > 0 && Date.now() < deadline);
  }
  throw new Error(`No tooltip over ${String(locator)}.`);
}

/** A pattern that matches this text and no longer one. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${escaped(text)}\\s*$`, 'u');
}

/** A text for use in a pattern. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
