/** Small pictures of one theme put together on one sheet, so that they are seen side by side. */

import type { Workbench } from '../ui/workbench.ts';
import { THEMES, type Theme } from '../ui/workbench.ts';
import { perTheme, savePicture } from './camera.ts';

/** What is shown of one state, one under the other. */
interface Tile {
  readonly caption: string;
  /** PNG each. */
  readonly pictures: readonly Buffer[];
}

const PAPER: Readonly<Record<Theme, { readonly background: string; readonly ink: string }>> = {
  light: { background: '#ffffff', ink: '#3b3b3b' },
  dark: { background: '#1f1f1f', ink: '#cccccc' },
  contrast: { background: '#000000', ink: '#ffffff' },
  'contrast-light': { background: '#ffffff', ink: '#292929' },
};

/** Tiles in columns, a sheet for each theme. Nothing is scaled: the columns have to hold the widest picture. */
export class Sheet {
  readonly #tiles = perTheme<Tile[]>(() => []);
  readonly #columns: number;
  readonly #columnWidth: number;

  constructor(columns: number, columnWidth: number) {
    this.#columns = columns;
    this.#columnWidth = columnWidth;
  }

  add(theme: Theme, tile: Tile): void {
    this.#tiles[theme].push(tile);
  }

  /** Writes `docs/images/NAME-THEME.png`, drawn in another window of the same browser. */
  async draw(window: Workbench, name: string): Promise<void> {
    const browser = window.page.context().browser();
    if (browser === null) throw new Error('The window has no browser of its own.');
    const page = await browser.newPage();
    for (const theme of THEMES) {
      await page.setViewportSize({ width: this.#width, height: 600 });
      await page.setContent(this.#htmlOf(theme), { waitUntil: 'load' });
      await savePicture(
        `${name}-${theme}`,
        await page.locator('main').screenshot({ animations: 'disabled' }),
      );
    }
    await page.close();
  }

  get #width(): number {
    return this.#columns * this.#columnWidth + (this.#columns + 1) * GAP;
  }

  #htmlOf(theme: Theme): string {
    const { background, ink } = PAPER[theme];
    const style = `
      body { margin: 0; background: ${background}; color: ${ink}; font: 13px system-ui, sans-serif; }
      main { box-sizing: border-box; width: ${this.#width}px; padding: ${GAP}px; columns: ${this.#columns}; column-gap: ${GAP}px; }
      figure { margin: 0 0 20px; break-inside: avoid; }
      figcaption { font-weight: 600; margin-bottom: 6px; }
      img { display: block; max-width: 100%; margin-bottom: 4px; }`;
    const figures = this.#tiles[theme].map(figureOf).join('');
    return `<!doctype html><meta charset="utf-8"><style>${style}</style><main>${figures}</main>`;
  }
}

const GAP = 16;

function figureOf({ caption, pictures }: Tile): string {
  const images = pictures.map((png) => `<img src="data:image/png;base64,${png.toString('base64')}">`);
  return `<figure><figcaption>${caption}</figcaption>${images.join('')}</figure>`;
}
