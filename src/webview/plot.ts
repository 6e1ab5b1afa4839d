/** One chart on the page: drawn to its width, with values by mouse and keyboard, and its table. */

import type { Language } from '../core/picture/picture-words.ts';
import type { Chart, Scene } from '../core/picture/scene.ts';
import { html, svg } from './elements.ts';
import { byClass, shapeElement } from './shapes.ts';
import { Rows } from './table.ts';

/** Arrow keys move by one value, Page Up and Page Down by a tenth of them. */
const PAGES = 10;
const MIN_WIDTH = 280;

export class Plot {
  readonly element: HTMLElement;
  readonly #title = html('h2');
  readonly #summary = html('p', { class: 'summary' });
  readonly #canvas = html('div', { class: 'canvas', role: 'slider', tabindex: 0 });
  readonly #key = html('p', { class: 'key' });
  readonly #readout = html('p', { class: 'readout' });
  readonly #drawing = svg('svg', { 'aria-hidden': 'true', focusable: 'false' });
  readonly #cursor = svg('circle', { class: 'cursor', r: 5 });
  readonly #details = html('details');
  readonly #caption = html('summary');
  readonly #rows = new Rows();
  readonly #size: ResizeObserver;
  #figure: Chart | undefined;
  #language: Language | undefined;
  #scene: Scene | undefined;
  /** Index of the value under the cursor; −1 for none. */
  #index = -1;
  #drawn = '';

  constructor(id: Chart['id']) {
    this.#title.id = `${id}-title`;
    this.#canvas.append(this.#drawing);
    this.#details.append(this.#caption, this.#rows.element);
    this.element = html(
      'section',
      { class: `figure ${id}`, 'aria-labelledby': this.#title.id },
      this.#title,
      this.#summary,
      this.#canvas,
      this.#key,
      this.#readout,
      this.#details,
    );
    this.#size = new ResizeObserver(() => this.#draw());
    this.#size.observe(this.#canvas);
    this.#canvas.addEventListener('keydown', (event) => this.#onKey(event));
    this.#canvas.addEventListener('focus', () => this.#show(this.#index < 0 ? this.#last : this.#index));
    this.#canvas.addEventListener('blur', () => this.#show(-1));
    this.#canvas.addEventListener('pointermove', (event) => this.#onPointer(event));
    this.#canvas.addEventListener('pointerleave', () => {
      if (document.activeElement !== this.#canvas) this.#show(-1);
    });
  }

  update(figure: Chart, language: Language): void {
    const { say } = language;
    const wasAtEnd = this.#index >= 0 && this.#index === this.#last;
    this.#figure = figure;
    this.#language = language;
    this.#title.textContent = figure.title;
    this.#summary.textContent = figure.summary;
    this.#canvas.setAttribute('aria-label', say('values-of', { title: figure.title }));
    this.#canvas.hidden = figure.draw === null;
    this.#key.hidden = figure.draw === null || figure.key === null;
    this.#key.textContent = figure.key ?? '';
    this.#readout.hidden = figure.draw === null;
    this.#details.hidden = figure.table.rows.length === 0;
    this.#caption.textContent = say('table-of', { title: figure.title });
    this.#rows.update(figure.table, figure.title);
    this.#drawn = '';
    this.#draw();
    // A cursor on the newest value follows new ones.
    if (this.#index >= 0) this.#show(wasAtEnd ? this.#last : this.#index);
  }

  get #last(): number {
    return (this.#scene?.stops.count ?? 0) - 1;
  }

  /** Draws if the width or the chart changed. */
  #draw(): void {
    const width = Math.max(MIN_WIDTH, Math.floor(this.#canvas.clientWidth));
    const figure = this.#figure;
    if (figure?.draw == null || this.#drawn === String(width)) return;
    this.#drawn = String(width);
    const scene = figure.draw(width);
    this.#scene = scene;
    this.#drawing.setAttribute('viewBox', `0 0 ${scene.width} ${scene.height}`);
    this.#drawing.setAttribute('width', String(scene.width));
    this.#drawing.setAttribute('height', String(scene.height));
    this.#drawing.replaceChildren(...scene.shapes.map((shape) => shapeElement(shape, byClass)), this.#cursor);
    this.#canvas.setAttribute('aria-valuemin', '1');
    this.#canvas.setAttribute('aria-valuemax', String(Math.max(1, scene.stops.count)));
    this.#show(this.#index);
  }

  /** Moves the cursor to a value; −1 hides it. */
  #show(index: number): void {
    const scene = this.#scene;
    if (scene === undefined || scene.stops.count === 0) return;
    this.#index = Math.min(index, this.#last);
    const spoken = scene.stops.at(this.#index < 0 ? this.#last : this.#index);
    this.#canvas.setAttribute('aria-valuenow', String((this.#index < 0 ? this.#last : this.#index) + 1));
    this.#canvas.setAttribute('aria-valuetext', spoken.text);
    const isShown = this.#index >= 0;
    this.#readout.textContent = isShown ? spoken.text : (this.#language?.say('hint') ?? '');
    this.#readout.classList.toggle('idle', !isShown);
    this.#cursor.classList.toggle('shown', isShown);
    this.#cursor.setAttribute('cx', String(spoken.x));
    this.#cursor.setAttribute('cy', String(spoken.y));
  }

  #onPointer({ clientX, clientY }: PointerEvent): void {
    if (this.#scene === undefined) return;
    const box = this.#drawing.getBoundingClientRect();
    const scale = this.#scene.width / box.width;
    this.#show(this.#scene.stops.nearest((clientX - box.left) * scale, (clientY - box.top) * scale));
  }

  #onKey(event: KeyboardEvent): void {
    const step = Math.max(1, Math.round((this.#last + 1) / PAGES));
    const at = this.#index < 0 ? this.#last : this.#index;
    const wanted = {
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      PageUp: at - step,
      PageDown: at + step,
      Home: 0,
      End: this.#last,
    }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    this.#show(Math.max(0, Math.min(this.#last, wanted)));
  }
}
