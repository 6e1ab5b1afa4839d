import type { Locator, Page } from 'playwright-core';
import { exactly } from './tree.ts';

const VALUE_MS = 20_000;

/** The box at the top: input boxes, pick lists, the command palette. */
export class QuickInput {
  readonly locator: Locator;
  private readonly input: Locator;
  private readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    this.locator = page.locator('.quick-input-widget');
    this.input = this.locator.locator('.quick-input-box input');
  }

  /** Waits until a box with this title or placeholder asks. */
  async waitFor(title?: string | RegExp): Promise<void> {
    await this.input.waitFor();
    if (title === undefined) return;
    const titled = this.locator.filter({
      has: this.page.locator('.quick-input-title').filter({ hasText: title }),
    });
    const prompted = this.locator.filter({ has: this.page.getByPlaceholder(title) });
    await titled.or(prompted).waitFor();
  }

  /** Waits until the input proposes a value like this. */
  async waitForValue(pattern: RegExp): Promise<void> {
    await this.waitFor();
    for (const deadline = Date.now() + VALUE_MS; !pattern.test(await this.input.inputValue());) {
      if (Date.now() > deadline) throw new Error(`The box doesn't propose ${String(pattern)}.`);
      await this.page.evaluate('new Promise(requestAnimationFrame)');
    }
  }

  /** Types a text, in place of what is there. */
  async fill(text: string): Promise<void> {
    await this.input.fill(text);
  }

  accept(): Promise<void> {
    return this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.input.press('Escape');
    await this.locator.waitFor({ state: 'hidden' });
  }

  /** Waits for an input box, types and accepts. */
  async answer(text: string, title?: string | RegExp): Promise<void> {
    await this.waitFor(title);
    await this.fill(text);
    await this.accept();
  }

  /** Clicks the entry with this label in a pick list. */
  async pick(label: string | RegExp): Promise<void> {
    await this.entry(label).click();
  }

  /** The same by keyboard, in the list with this title: types until the entry is the one that Enter takes. */
  async choose(label: string, title?: string | RegExp): Promise<void> {
    await this.waitFor(title);
    const isChosen = this.page.locator('.monaco-list-row.focused');
    await this.input.pressSequentially(label);
    await this.entry(label).and(isChosen).waitFor();
    await this.input.press('Enter');
  }

  /** Goes on from the list with this title as it stands, by Enter: a list that isn't drawn yet doesn't take the key. */
  async takeAsItIs(title: string | RegExp): Promise<void> {
    await this.waitFor(title);
    await this.locator.locator('.monaco-list-row').first().waitFor();
    await this.accept();
  }

  /** The labels in the list, from the top. */
  async labels(): Promise<string[]> {
    await this.locator.locator('.monaco-list-row').first().waitFor();
    return this.locator
      .locator('.monaco-list-row .quick-input-list-row:first-child .label-name')
      .allInnerTexts();
  }

  /** What stands below the input: a prompt, or why the value isn't taken. */
  message(): Promise<string> {
    return this.locator.locator('.quick-input-message').innerText();
  }

  /** The entry with this label: the whole label, or a pattern. */
  entry(label: string | RegExp): Locator {
    const pattern = typeof label === 'string' ? exactly(label) : label;
    const labelled = this.page
      .locator('.quick-input-list-row:first-child .label-name')
      .filter({ hasText: pattern });
    return this.locator.locator('.monaco-list-row').filter({ has: labelled }).first();
  }
}
