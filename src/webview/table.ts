import type { PictureTable } from '../core/picture/scene.ts';
import { html } from './elements.ts';

/** The table of a chart. Scrolls on its own if wider than the page, by keyboard too. */
export class Rows {
  readonly element = html('div');
  readonly #scroller = html('div', { class: 'rows', tabindex: 0, role: 'group' });
  readonly #note = html('p', { class: 'note' });
  #shown = '';

  constructor() {
    this.element.append(this.#scroller, this.#note);
  }

  /** Updates the rows if they changed; keeps scroll position and focus. @param name accessible name */
  update(table: PictureTable, name: string): void {
    const shown = JSON.stringify([name, table]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#scroller.setAttribute('aria-label', name);
    this.#scroller.replaceChildren(tableElement(table, name));
    this.#note.textContent = table.note ?? '';
    this.#note.hidden = table.note === null;
  }
}

function tableElement({ head, figures, rows }: PictureTable, name: string): HTMLElement {
  const kind = (index: number): string | undefined => (figures.includes(index) ? 'number' : undefined);
  const headRow = html(
    'tr',
    {},
    ...head.map((text, index) => html('th', { scope: 'col', class: kind(index) }, text)),
  );
  const bodyRows = rows.map((cells) =>
    html('tr', {}, ...cells.map((text, index) => html('td', { class: kind(index) }, text))),
  );
  return html('table', { 'aria-label': name }, html('thead', {}, headRow), html('tbody', {}, ...bodyRows));
}
