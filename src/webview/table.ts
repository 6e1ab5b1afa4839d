import type { PictureTable } from '../core/picture/scene.ts';
import { html } from './elements.ts';

/** The rows behind a picture. @param name what a screen reader calls it */
export function tableElement({ head, figures, rows, note }: PictureTable, name: string): HTMLElement {
  const kind = (index: number): string | undefined => (figures.includes(index) ? 'number' : undefined);
  const headRow = html(
    'tr',
    {},
    ...head.map((text, index) => html('th', { scope: 'col', class: kind(index) }, text)),
  );
  const bodyRows = rows.map((cells) =>
    html('tr', {}, ...cells.map((text, index) => html('td', { class: kind(index) }, text))),
  );
  const table = html(
    'table',
    { 'aria-label': name },
    html('thead', {}, headRow),
    html('tbody', {}, ...bodyRows),
  );
  // What is wider than the page scrolls by itself, by keyboard too.
  const scroller = html('div', { class: 'rows', tabindex: 0, role: 'group', 'aria-label': name }, table);
  return html('div', {}, scroller, ...(note === null ? [] : [html('p', { class: 'note' }, note)]));
}
