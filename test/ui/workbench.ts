import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { screenshotsFolder } from '../harness/paths.mjs';
import { isShown, Notifications } from './notifications.ts';
import { QuickInput } from './quick-input.ts';
import { StatusBarItem } from './status-bar.ts';
import { escaped, exactly, Tree, typeInMenu } from './tree.ts';

/** A window of VS Code, by what a person sees and does in it. Nothing here sleeps: every method waits for its effect. */
export class Workbench {
  readonly page: Page;
  readonly notifications: Notifications;
  readonly quickInput: QuickInput;
  private readonly writeSettings: (settings: Record<string, unknown>) => void;

  /**
   * @param writeSettings adds to the settings of the running window
   * @param popUp whether messages show as toasts: not with the driver flag
   */
  constructor(page: Page, writeSettings: (settings: Record<string, unknown>) => void, popUp = false) {
    this.page = page;
    this.notifications = new Notifications(page, popUp);
    this.quickInput = new QuickInput(page);
    this.writeSettings = writeSettings;
  }

  /** Runs a command through the palette, by its whole title with category, such as `Ninefold: Start Workflow`. */
  async runCommand(title: string): Promise<void> {
    await this.untilOffered(title);
    await this.quickInput.pick(title);
  }

  /** Opens the palette until it offers a command: what it offers is settled as it opens, and a folder may still be read. */
  private async untilOffered(title: string): Promise<void> {
    const others = this.quickInput
      .entry('No matching commands')
      .or(this.quickInput.locator.getByText('similar commands', { exact: true }));
    for (const deadline = Date.now() + OFFER_MS; ;) {
      await this.page.keyboard.press('F1');
      await this.quickInput.waitFor();
      await this.quickInput.fill(`>${title}`);
      await this.quickInput.entry(title).or(others).first().waitFor();
      if ((await this.quickInput.entry(title).count()) > 0) return;
      if (Date.now() > deadline) throw new Error(`The palette doesn't offer ${title}.`);
      await this.quickInput.cancel();
    }
  }

  /** The same without the mouse. */
  async typeCommand(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.choose(title, /name of a command/);
  }

  /** Whether the palette offers a command by exactly this title. */
  async offersCommand(title: string): Promise<boolean> {
    await this.page.keyboard.press('F1');
    await this.quickInput.waitFor();
    await this.quickInput.fill(`>${title}`);
    const none = this.quickInput.entry('No matching commands');
    const similar = this.quickInput.locator.getByText('similar commands', { exact: true });
    await this.quickInput.entry(title).or(none).or(similar).first().waitFor();
    const offered = (await this.quickInput.entry(title).count()) > 0;
    await this.quickInput.cancel();
    return offered;
  }

  /** Chooses from one of the submenus behind *More Actions* in the title of the phases' view. */
  async chooseFromViewMenu(submenu: 'Workflow' | 'Handoff' | 'Agent', title: string): Promise<void> {
    await this.openContainer('Ninefold');
    // Until the folder is read, the title's buttons change, which closes an open menu.
    await this.tree().locator.locator('[role=treeitem]').or(this.welcome()).first().waitFor();
    const header = this.page.locator('.part.sidebar .pane-header').first();
    const menu = this.page.locator('.monaco-menu');
    const group = menu.locator('.action-item.focused').filter({ hasText: exactly(submenu) });
    const inside = this.page.locator('.monaco-submenu');
    // A change of the title's buttons closes the menu.
    for (const deadline = Date.now() + OFFER_MS; ;) {
      await header.hover();
      await header.getByRole('button', { name: /^(Views and )?More Actions/u }).click();
      for (let step = 0; step < 4 && !(await isShown(group)); step++)
        await this.page.keyboard.press('ArrowDown');
      await this.page.keyboard.press('ArrowRight');
      if (await isShown(inside, 'visible', OPEN_MS)) break;
      if (Date.now() > deadline) throw new Error(`The view's menu doesn't open ${submenu}.`);
      await this.page.keyboard.press('Escape');
    }
    await typeInMenu(this.page, title);
  }

  /** Ninefold's entries in the palette, VS Code's own for its views included. */
  async paletteEntries(): Promise<readonly string[]> {
    await this.page.keyboard.press('F1');
    await this.quickInput.waitFor();
    await this.quickInput.fill('>Ninefold: ');
    await this.quickInput.entry('Ninefold: Start Workflow…').waitFor();
    const labels = await this.quickInput.labels();
    await this.quickInput.cancel();
    return labels.filter((label) => label.startsWith('Ninefold: '));
  }

  /** Opens a container of the activity bar, by its title, and waits for its views. */
  async openContainer(title: string): Promise<void> {
    const tab = this.container(title);
    await tab.waitFor();
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.locator('a').click();
    await this.page.locator('.part.sidebar .composite.title').filter({ hasText: title }).waitFor();
    // The entry's tooltip would lie over rows.
    await this.page.locator('.part.editor').hover();
  }

  /** The container's entry in the activity bar. */
  container(title: string): Locator {
    return this.page
      .locator('.part.activitybar')
      .getByRole('tab', { name: new RegExp(`^${escaped(title)}`, 'u') });
  }

  /** The bar at the side, whatever stands in it. */
  sideBar(): Locator {
    return this.page.locator('.part.sidebar');
  }

  /** A tree of the side bar, by the view's name; the first one without. */
  tree(name?: string): Tree {
    return new Tree(this.page, name);
  }

  /** The message above the tree (`TreeView.message`): what can't be read, and Restricted Mode. */
  treeMessage(): Locator {
    return this.page.locator('.part.sidebar .tree-explorer-viewlet-tree-view > .message:not(.hide)');
  }

  /** The welcome text of an empty view, with its buttons. */
  welcome(): Locator {
    return this.page.locator('.part.sidebar .welcome-view-content');
  }

  /** By the id given to `createStatusBarItem`, or VS Code's own such as `status.workspaceTrust`. */
  statusBarItem(id: string): StatusBarItem {
    return StatusBarItem.byId(this.page, id);
  }

  statusBarItemWithText(text: string | RegExp): StatusBarItem {
    return StatusBarItem.byText(this.page, text);
  }

  /** Opens a file by its absolute path, wherever it lies. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press('Control+KeyP');
    await this.quickInput.waitFor();
    await this.quickInput.fill(path);
    await this.quickInput.pick(basename(path));
  }

  /** Titles of the open editors, from the left. */
  async tabs(): Promise<string[]> {
    const tabs = await this.page.locator('.part.editor .tabs-container .tab').all();
    // A file's name and its extension stand in two elements.
    return Promise.all(
      tabs.map(async (tab) => (await tab.locator('.label-name, .label-suffix').allInnerTexts()).join('')),
    );
  }

  /** An open editor's tab, by its title. */
  tab(title: string | RegExp): Locator {
    // What a screen reader speaks: the title, then `, preview` and the like.
    const name = typeof title === 'string' ? new RegExp(`^${escaped(title)}(,|$)`, 'u') : title;
    return this.page.locator('.part.editor').getByRole('tab', { name }).first();
  }

  /** Waits until an editor with this title is open. */
  waitForTab(title: string | RegExp): Promise<void> {
    return this.tab(title).waitFor();
  }

  /** The lines in sight of the active text editor. */
  async editorText(): Promise<string> {
    // In the page the lines stand in no order: each has its place in its style.
    const lines = await this.page
      .locator('.editor-group-container.active .monaco-editor .view-line')
      .evaluateAll((found: RenderedLine[]) =>
        found.map((line) => [parseFloat(line.style.top), line.textContent]),
      );
    const sorted = (lines as [number, string][]).sort(([one], [other]) => one - other);
    return sorted.map(([, text]) => text.replaceAll('\u00a0', ' ')).join('\n');
  }

  /** Waits until the active editor shows a line with this text. */
  waitForLine(text: string): Promise<void> {
    const lines = this.page.locator('.editor-group-container.active .monaco-editor .view-line');
    return lines.filter({ hasText: text }).first().waitFor();
  }

  /** The lines in sight of the terminal. */
  async terminalText(): Promise<string> {
    const rows = this.page.locator('.terminal-wrapper.active .xterm-rows > div');
    return (await rows.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ').trimEnd();
  }

  /** The document inside the visible webview. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** The modal dialog, once it asks; `press` its buttons by their names. */
  dialog(): Locator {
    return this.page.locator('.monaco-dialog-box');
  }

  async pressInDialog(button: string): Promise<void> {
    await this.dialog().getByRole('button', { name: button, exact: true }).click();
    await this.dialog().waitFor({ state: 'detached' });
  }

  /** Changes settings of the running window; those not named keep their value. VS Code takes it up by itself. */
  changeSettings(settings: Record<string, unknown>): void {
    this.writeSettings(settings);
  }

  async useTheme(theme: Theme): Promise<void> {
    this.changeSettings({ 'workbench.colorTheme': themes[theme].name });
    await this.page.locator(`.monaco-workbench.${themes[theme].className}`).first().waitFor();
  }

  /** Puts a text on the clipboard. */
  async copy(text: string): Promise<void> {
    await this.page.context().grantPermissions(CLIPBOARD);
    await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
  }

  /** What is on the clipboard. */
  async clipboard(): Promise<string> {
    await this.page.context().grantPermissions(CLIPBOARD);
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }

  /** Reloads the window and waits until it is there again. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** Waits for the window and for the extension's place in it. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').first().waitFor({ timeout: readyTimeoutMs });
    await this.container('Ninefold').waitFor({ timeout: readyTimeoutMs });
  }

  /** Takes a picture into out/screenshots/NAME.png and returns its path. */
  async screenshot(name: string): Promise<string> {
    const path = join(screenshotsFolder, `${name}.png`);
    await mkdir(screenshotsFolder, { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }
}

/** As much of an HTML element as is used here. */
interface RenderedLine {
  readonly style: { readonly top: string };
  readonly textContent: string;
}

const CLIPBOARD = ['clipboard-read', 'clipboard-write'];

const OFFER_MS = 20_000;
const OPEN_MS = 3_000;

export const readyTimeoutMs = 60_000;

export type Theme = keyof typeof themes;

const themes = {
  light: { name: 'Light Modern', className: 'vs' },
  dark: { name: 'Dark Modern', className: 'vs-dark' },
  contrast: { name: 'Default High Contrast', className: 'hc-black' },
  'contrast-light': { name: 'Default High Contrast Light', className: 'hc-light' },
} as const;

export const THEMES = Object.keys(themes) as readonly Theme[];
