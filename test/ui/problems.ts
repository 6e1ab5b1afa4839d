import type { Locator, Page } from 'playwright-core';

import { isShown } from './notifications.ts';
import { escaped } from './tree.ts';

const MENU_MS = 15_000;

/** The panel *Problems* and what is done about one in the editor. */
export class Problems {
  private readonly page: Page;
  private readonly panel: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.locator('.markers-panel');
  }

  /** Opens the panel, if it isn't there. */
  async open(): Promise<void> {
    if (!(await this.panel.isVisible())) await this.page.keyboard.press('Control+Shift+KeyM');
    await this.panel.waitFor();
  }

  /** A problem by a part of its words. */
  row(text: string): Locator {
    return this.panel
      .locator('[role=treeitem]')
      .filter({ hasText: new RegExp(escaped(text), 'u') })
      .last();
  }

  /** Waits until there is none. */
  async waitUntilNone(): Promise<void> {
    await this.panel.getByText('No problems have been detected in the workspace').waitFor();
  }

  /** Goes to a problem in its editor by a double click, and makes a quick fix by the keyboard. */
  async fix(text: string, title: string): Promise<void> {
    await this.row(text).dblclick();
    await this.page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    const action = this.page.locator('.action-widget').getByText(title);
    // A menu that opens while the editor still takes the keyboard over closes again.
    for (const deadline = Date.now() + MENU_MS; Date.now() < deadline;) {
      await this.page.keyboard.press('Control+Period');
      if (await isShown(action)) break;
    }
    await action.click();
    await action.waitFor({ state: 'detached' });
  }
}
