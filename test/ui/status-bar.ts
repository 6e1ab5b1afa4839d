import type { Locator, Page } from 'playwright-core';
import { tooltipOf } from './tree.ts';

const HOST_TIMEOUT_MS = 60_000;

/** An item of the status bar. */
export class StatusBarItem {
  readonly locator: Locator;
  private readonly page: Page;

  private constructor(page: Page, locator: Locator) {
    this.page = page;
    this.locator = locator;
  }

  /** By the id given to `createStatusBarItem`. */
  static byId(page: Page, id: string): StatusBarItem {
    return new StatusBarItem(
      page,
      page.locator(`.statusbar-item[id$=".${id}"], .statusbar-item[id="${id}"]`),
    );
  }

  /** By what it shows. */
  static byText(page: Page, text: string | RegExp): StatusBarItem {
    return new StatusBarItem(page, page.locator('.statusbar-item').filter({ hasText: text }).first());
  }

  /** Waits until it is there. An extension's item comes with its host, which takes its time on a busy machine. */
  waitFor(): Promise<void> {
    return this.locator.waitFor({ timeout: HOST_TIMEOUT_MS });
  }

  /** Waits until it shows this. */
  waitForText(text: string | RegExp): Promise<void> {
    return this.locator.filter({ hasText: text }).waitFor();
  }

  /** What it shows, icons left out. */
  async text(): Promise<string> {
    return (await this.locator.innerText()).trim();
  }

  /** What a screen reader speaks. */
  async spoken(): Promise<string> {
    return (await this.locator.locator('a').first().getAttribute('aria-label')) ?? '';
  }

  /** Its colour: `warning`, `error`, or `none`. */
  async kind(): Promise<'warning' | 'error' | 'none'> {
    const classes = ((await this.locator.getAttribute('class')) ?? '').split(' ');
    if (classes.includes('warning-kind')) return 'warning';
    return classes.includes('error-kind') ? 'error' : 'none';
  }

  /** Waits until it has this colour. */
  async waitForKind(kind: 'warning' | 'error' | 'none'): Promise<void> {
    const coloured = this.page.locator(
      kind === 'none' ? ':not(.warning-kind):not(.error-kind)' : `.${kind}-kind`,
    );
    await this.locator.and(coloured).waitFor();
  }

  click(): Promise<void> {
    return this.locator.locator('a').first().click();
  }

  tooltip(): Promise<string> {
    return tooltipOf(this.page, this.locator);
  }
}
