import type { Locator, Page } from 'playwright-core';

/**
 * The notification centre. With the driver flag nothing pops up: messages wait here. On a server without it (the
 * packaged extension) `toast` is what a person sees.
 */
export class Notifications {
  private readonly page: Page;
  private readonly center: Locator;

  constructor(page: Page) {
    this.page = page;
    this.center = page.locator('.notifications-center.visible');
  }

  /** Opens the centre; new messages then appear in it as they come. */
  async open(): Promise<void> {
    if ((await this.center.count()) > 0) return;
    await this.page.locator('[id="status.notifications"] a').click();
    await this.center.waitFor();
  }

  async close(): Promise<void> {
    if ((await this.center.count()) === 0) return;
    await this.page.locator('[id="status.notifications"] a').click();
    await this.center.waitFor({ state: 'hidden' });
  }

  /** The messages in the centre, newest first. */
  async messages(): Promise<string[]> {
    await this.open();
    return this.center.locator('.notification-list-item-message').allInnerTexts();
  }

  /** The message that contains this text, once it is there. */
  async message(text: string | RegExp): Promise<Message> {
    await this.open();
    return this.messageIn(this.center, text);
  }

  /** The same as a toast. */
  toast(text: string | RegExp): Promise<Message> {
    return this.messageIn(this.page.locator('.notifications-toasts'), text);
  }

  private async messageIn(place: Locator, text: string | RegExp): Promise<Message> {
    const locator = place.locator('.notification-list-item').filter({ hasText: text }).first();
    await locator.waitFor();
    return new Message(locator);
  }
}

/** One message with its buttons. */
export class Message {
  readonly locator: Locator;

  constructor(locator: Locator) {
    this.locator = locator;
  }

  text(): Promise<string> {
    return this.locator.locator('.notification-list-item-message').innerText();
  }

  async severity(): Promise<'info' | 'warning' | 'error'> {
    const classes = (await this.locator.locator('.notification-list-item-icon').getAttribute('class')) ?? '';
    if (classes.includes('codicon-error')) return 'error';
    return classes.includes('codicon-warning') ? 'warning' : 'info';
  }

  buttons(): Promise<string[]> {
    return this.locator.locator('.notification-list-item-buttons-container .monaco-button').allInnerTexts();
  }

  async press(button: string): Promise<void> {
    await this.locator.hover();
    await this.locator
      .locator('.notification-list-item-buttons-container')
      .getByRole('button', { name: button, exact: true })
      .click();
  }

  async dismiss(): Promise<void> {
    await this.locator.hover();
    await this.locator.locator('.codicon-notifications-clear').click();
  }
}
