/** The whole page: session, actions, and six charts, or why there's nothing to show. */

import { chartsOf, headLines, isEmpty, pictureMarkdown } from '../core/picture/charts.ts';
import type { FromPage, ToPage } from '../core/picture/page-messages.ts';
import { sayIn } from '../core/picture/picture-words.ts';
import type { Language, Say } from '../core/picture/picture-words.ts';
import type { Chart } from '../core/picture/scene.ts';
import { html } from './elements.ts';
import { Plot } from './plot.ts';
import { pictureAsPng } from './save-png.ts';
import { timesIn } from './times.ts';

export class SessionPage {
  readonly #post: (message: FromPage) => void;
  readonly #title = html('h1');
  readonly #lines = html('div', { class: 'lines' });
  readonly #failure = html('p', { class: 'failure', role: 'alert' });
  readonly #empty = html('div', { class: 'empty' });
  readonly #figures = html('div', { class: 'figures' });
  readonly #png: HTMLButtonElement;
  readonly #markdown: HTMLButtonElement;
  readonly #again: HTMLButtonElement;
  readonly #start: HTMLButtonElement;
  readonly #plots = new Map<Chart['id'], Plot>();
  #shown: ToPage | undefined;
  #emptyShown = '';

  constructor(body: HTMLElement, post: (message: FromPage) => void) {
    this.#post = post;
    this.#png = button(() => void this.#savePng());
    this.#markdown = button(() => this.#copyMarkdown());
    this.#again = button(() => post({ kind: 'refresh' }));
    this.#start = button(() => post({ kind: 'startWorkflow' }));
    const actions = html('div', { class: 'actions' }, this.#markdown, this.#png);
    const head = html('header', {}, html('div', {}, this.#title, this.#lines), actions);
    const trouble = html('div', { class: 'trouble' }, this.#failure, this.#again);
    body.replaceChildren(html('main', {}, head, trouble, this.#empty, this.#figures));
    body.classList.add('waiting');
  }

  show(shown: ToPage): void {
    this.#shown = shown;
    const { picture, title, failure } = shown;
    const language = languageOf(shown);
    const { say } = language;
    document.body.classList.remove('waiting');
    this.#title.textContent = title;
    this.#lines.replaceChildren(...headLines(picture, language).map((line) => html('p', {}, line)));
    this.#name(say);
    this.#alert(failure === null ? '' : say('failed', { reason: failure }));
    document.body.classList.toggle('failed', failure !== null);
    const isBare = isEmpty(picture);
    document.body.classList.toggle('bare', isBare);
    this.#showEmpty(isBare && failure === null, shown, say);
    if (isBare) this.#figures.replaceChildren();
    else this.#showFigures(chartsOf(picture, language), language);
  }

  #name(say: Say): void {
    this.#png.textContent = say('save-png');
    this.#markdown.textContent = say('copy-markdown');
    this.#again.textContent = say('refresh');
    this.#start.textContent = say('start-workflow');
  }

  /** Set only on change: a screen reader announces it every time. */
  #alert(text: string): void {
    if (this.#failure.textContent !== text) this.#failure.textContent = text;
  }

  /** Keeps existing elements, so that the focus isn't lost. */
  #showEmpty(isEmptyNow: boolean, { hasFolder }: ToPage, say: Say): void {
    const texts = isEmptyNow
      ? [say('nothing-title'), say(hasFolder ? 'nothing-text' : 'no-folder-text')]
      : [];
    const shown = JSON.stringify(texts);
    if (shown === this.#emptyShown) return;
    this.#emptyShown = shown;
    const [title, text] = texts;
    if (title === undefined || text === undefined) this.#empty.replaceChildren();
    else {
      const start = hasFolder ? [this.#start] : [];
      this.#empty.replaceChildren(html('h2', {}, title), html('p', {}, text), ...start);
    }
  }

  /** Keeps existing charts, so that cursor and open tables aren't lost. */
  #showFigures(figures: readonly Chart[], language: Language): void {
    for (const figure of figures) {
      const plot = this.#plots.get(figure.id) ?? new Plot(figure.id);
      this.#plots.set(figure.id, plot);
      if (plot.element.parentElement !== this.#figures) this.#figures.append(plot.element);
      plot.update(figure, language);
    }
  }

  #copyMarkdown(): void {
    if (this.#shown === undefined) return;
    const { picture, title } = this.#shown;
    this.#post({ kind: 'copyMarkdown', text: pictureMarkdown(picture, title, languageOf(this.#shown)) });
  }

  async #savePng(): Promise<void> {
    if (this.#shown === undefined) return;
    const { picture, title } = this.#shown;
    const language = languageOf(this.#shown);
    const lines = headLines(picture, language);
    try {
      const base64 = await pictureAsPng(title, lines, chartsOf(picture, language));
      this.#post({ kind: 'savePng', base64 });
    } catch (error) {
      this.#post({ kind: 'pngFailed', reason: String(error) });
    }
  }
}

function button(onClick: () => void): HTMLButtonElement {
  const element = html('button', { type: 'button' });
  element.addEventListener('click', onClick);
  return element;
}

function languageOf({ words, language }: ToPage): Language {
  return { say: sayIn(words), times: timesIn(language) };
}
