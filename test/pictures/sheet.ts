/** Small pictures of one theme put together on one sheet, so that they are seen side by side. */

import type { Page } from 'playwright-core';

import type { Theme } from '../ui/workbench.ts';

/** What is shown of one state, one under the other. */
export interface Tile {
  readonly caption: string;
  /** PNG each. */
  readonly pictures: readonly Buffer[];
}

const PAPER: Readonly<Record<Theme, { readonly background: string; readonly ink: string }>> = {
  light: { background: '#ffffff', ink: '#3b3b3b' },
  dark: { background: '#1f1f1f', ink: '#cccccc' },
  contrast: { background: '#000000', ink: '#ffffff' },
};

/** Three columns, each as wide as the widest tooltip: nothing is scaled. */
const WIDTH = 1400;

/** @param page a window of the same browser, closed afterwards */
export async function drawSheet(page: Page, theme: Theme, tiles: readonly Tile[]): Promise<Buffer> {
  await page.setViewportSize({ width: WIDTH, height: 600 });
  await page.setContent(htmlOf(theme, tiles), { waitUntil: 'load' });
  const sheet = await page.locator('main').screenshot({ animations: 'disabled' });
  await page.close();
  return sheet;
}

function htmlOf(theme: Theme, tiles: readonly Tile[]): string {
  const { background, ink } = PAPER[theme];
  const style = `
    body { margin: 0; background: ${background}; color: ${ink}; font: 13px system-ui, sans-serif; }
    main { box-sizing: border-box; width: ${WIDTH}px; padding: 16px; columns: 3; column-gap: 16px; }
    figure { margin: 0 0 20px; break-inside: avoid; }
    figcaption { font-weight: 600; margin-bottom: 6px; }
    img { display: block; max-width: 100%; margin-bottom: 4px; }`;
  return `<!doctype html><meta charset="utf-8"><style>${style}</style><main>${tiles.map(figureOf).join('')}</main>`;
}

function figureOf({ caption, pictures }: Tile): string {
  const images = pictures.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`);
  return `<figure><figcaption>${caption}</figcaption>${images.join('')}</figure>`;
}
