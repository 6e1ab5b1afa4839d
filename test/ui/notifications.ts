import { errors, type Locator, type Page } from 'playwright-core';

/**
 * What Ninefold and VS Code say in notifications. With the driver flag nothing pops up: messages wait in the notification
 * centre. Without it (the packaged extension) they are toasts, as a person sees them.
 */
export class Notifications {
  private readonly page: Page;
  private readonly popUp: boolean;
  private readonly center: Locator;

  /** @param popUp whether this window shows toasts */
  constructor(page: Page, popUp: boolean) {
    this.page = page;
    this.popUp = popUp;
    this.center = page.locator('.notifications-center.visible');
  }

  /** Opens the centre; new messages then appear in it as they come. */
  async open(): Promise<void> {
    // A centre closes by itself when its last message goes or its first one comes, so a click may meet it half-way.
    for (const deadline = Date.now() + messageTimeoutMs; Date.now() < deadline;) {
      if ((await this.center.count()) === 0) {
        await this.page.locator('[id="status.notifications"] a').click();
      }
      if (await isShown(this.center)) return;
    }
    throw new Error('The notification centre does not open.');
  }

  async close(): Promise<void> {
    // It may close by itself just before the click, which then opens it again.
    for (const deadline = Date.now() + messageTimeoutMs; Date.now() < deadline;) {
      if ((await this.center.count()) === 0) return;
      await this.page.locator('[id="status.notifications"] a').click();
      await isShown(this.center, 'hidden');
    }
    throw new Error('The notification centre does not close.');
  }

  /** All messages that nobody dismissed, in the centre, newest first. */
  async messages(): Promise<string[]> {
    await this.open();
    return this.center.locator('.notification-list-item-message').allInnerTexts();
  }

  /** The message that contains this text, once it is there: a toast where they show, else in the centre. */
  async message(text: string | RegExp): Promise<Message> {
    if (this.popUp) return this.toast(text);
    const found = this.itemIn(this.center, text);
    // A centre that is opened while it is empty closes again when the first message comes.
    for (const deadline = Date.now() + messageTimeoutMs; Date.now() < deadline;) {
      await this.open();
      if (await isShown(found)) return new Message(found);
    }
    throw new Error(`No message ${String(text)} among: ${(await this.messages()).join(' | ')}`);
  }

  private async toast(text: string | RegExp): Promise<Message> {
    const found = this.itemIn(this.page.locator('.notifications-toasts'), text);
    await found.waitFor();
    return new Message(found);
  }

  private itemIn(place: Locator, text: string | RegExp): Locator {
    return place.locator('.notification-list-item').filter({ hasText: text }).first();
  }
}

const messageTimeoutMs = 20_000;

/** Whether it shows, or is hidden, within so many milliseconds. */
export async function isShown(
  locator: Locator,
  state: 'visible' | 'hidden' = 'visible',
  timeout = 1_000,
): Promise<boolean> {
  try {
    await locator.waitFor({ state, timeout });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
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
