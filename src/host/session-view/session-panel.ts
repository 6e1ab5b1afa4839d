/** The session view: one panel in the editor area. Reads and sends nothing while hidden. */

import type { WebviewPanel } from 'vscode';
import { env, l10n, Uri, ViewColumn, window, workspace } from 'vscode';

import { isFromPage } from '../../core/picture/page-messages.ts';
import type { FromPage, ToPage } from '../../core/picture/page-messages.ts';
import { PICTURE_WORDS } from '../../core/picture/picture-words.ts';
import type { PictureWord } from '../../core/picture/picture-words.ts';
import { confirmBriefly } from '../commands/command-context.ts';
import type { CommandContext } from '../commands/command-context.ts';
import { SESSION_PANEL } from '../contributions.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translate } from '../messages.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { runCommand } from '../registration/register-command.ts';
import { pageHtml, pageRoots } from './page-html.ts';
import { PictureSource } from './picture-source.ts';

/** Minimum interval between updates; each line of a transcript makes a reading. */
const PAUSE_MS = 500;

export interface PanelParts {
  readonly context: CommandContext;
  readonly model: WorkspaceModel;
}

let shown: SessionPanel | undefined;

/** Shows the panel, or reveals an open one. @param restored by VS Code after a reload */
export function showSessionPanel(parts: PanelParts, restored?: WebviewPanel): void {
  if (shown !== undefined) {
    restored?.dispose();
    shown.reveal();
    return;
  }
  const panel =
    restored ?? window.createWebviewPanel(SESSION_PANEL, l10n.t('Session View'), ViewColumn.Active);
  shown = new SessionPanel(panel, parts, () => (shown = undefined));
}

/** Disposed with its panel. */
class SessionPanel implements DisposableLike {
  readonly #panel: WebviewPanel;
  readonly #parts: PanelParts;
  readonly #source: PictureSource;
  readonly #disposables = new DisposableList();
  readonly #words = wordsOfPage();
  #due: NodeJS.Timeout | undefined;
  #isReading = false;
  #isStale = false;

  constructor(panel: WebviewPanel, parts: PanelParts, onDispose: () => void) {
    const { extension, reading } = parts.context;
    this.#panel = panel;
    this.#parts = parts;
    this.#source = new PictureSource(parts.context);
    panel.iconPath = Uri.joinPath(extension, 'media', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [...pageRoots(extension)] };
    const list = this.#disposables;
    list.add(panel.onDidDispose(() => this.dispose()));
    list.add(panel.onDidChangeViewState(() => this.#plan()));
    list.add(panel.webview.onDidReceiveMessage((message) => void this.#take(message)));
    list.add(parts.model.onDidChange(() => this.#plan()));
    list.add(reading.onDidChangeFolder(() => this.#plan()));
    list.add({ dispose: () => clearTimeout(this.#due) });
    list.add({ dispose: onDispose });
    panel.webview.html = pageHtml(panel.webview, extension, panel.title);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Schedules a reading, so that changes in quick succession share it. */
  #plan(): void {
    if (!this.#panel.visible || this.#disposables.isDisposed) return;
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      void this.#refresh();
    }, PAUSE_MS);
  }

  /** Runs once at a time; changes meanwhile cause another run. */
  async #refresh(): Promise<void> {
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#isWanted()) {
        this.#isStale = false;
        await this.#send();
      }
    } catch (error) {
      this.#parts.context.reporter.note("couldn't update the session view", error);
    } finally {
      this.#isReading = false;
    }
  }

  /** A method, because others set the flags while a reading waits. */
  #isWanted(): boolean {
    return this.#isStale && this.#panel.visible && !this.#disposables.isDisposed;
  }

  async #send(): Promise<void> {
    const { current } = this.#parts.model;
    const { picture, failure } = await this.#source.read(current);
    if (this.#disposables.isDisposed) return;
    const message: ToPage = {
      title: picture.workflow?.name ?? current?.folder.name ?? l10n.t('Session View'),
      picture,
      words: this.#words,
      language: env.language,
      hasFolder: current !== undefined,
      failure,
    };
    await this.#panel.webview.postMessage(message);
  }

  async #take(message: unknown): Promise<void> {
    const { reporter } = this.#parts.context;
    try {
      if (isFromPage(message)) await this.#answer(message);
    } catch (error) {
      void reporter.show(error);
    }
  }

  async #answer(message: FromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
      case 'refresh':
        return this.#refresh();
      case 'startWorkflow':
        await runCommand('ninefold.startWorkflow');
        return;
      case 'copyMarkdown':
        await env.clipboard.writeText(message.text);
        confirmBriefly(l10n.t('Session copied as Markdown'));
        return;
      case 'savePng':
        return this.#save(Buffer.from(message.base64, 'base64'));
      case 'pngFailed':
        throw new Error(`couldn't draw the picture: ${message.reason}`);
    }
  }

  async #save(png: Buffer): Promise<void> {
    const folder = this.#parts.model.current?.folder.uri;
    const name = `${this.#fileName()}.png`;
    const target = await window.showSaveDialog({
      title: l10n.t('Save as PNG'),
      filters: { [l10n.t('Picture')]: ['png'] },
      ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) }),
    });
    if (target === undefined) return;
    await workspace.fs.writeFile(target, png);
    confirmBriefly(l10n.t('Picture saved'));
  }

  #fileName(): string {
    return this.#parts.model.state?.id ?? 'session';
  }
}

/** Translates the page's words; the page fills in the parameters. */
function wordsOfPage(): ToPage['words'] {
  const words = Object.entries(PICTURE_WORDS).map(([word, template]) => [
    word,
    translate({ template, parameters: {} }),
  ]);
  return Object.fromEntries(words) as Record<PictureWord, string>;
}
