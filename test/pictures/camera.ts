/** Takes pictures of a window, in every theme, into docs/images. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator } from 'playwright-core';
import sharp from 'sharp';

import { projectFolder } from '../harness/paths.mjs';
import { Message } from '../ui/notifications.ts';
import { THEMES, type Theme, type Workbench } from '../ui/workbench.ts';

/** Long enough for a tooltip to show. */
const TOOLTIP_MS = 600;
const MAX_TRIES = 12;

/** A rectangle of the window, in its own pixels. */
export interface Clip {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Around {
  /** Default 0. */
  readonly margin?: number;
  /** Instead of the height of what is taken. */
  readonly height?: number;
}

export class Camera {
  readonly #window: Workbench;
  readonly #themes: readonly Theme[];

  constructor(window: Workbench, themes = THEMES) {
    this.#window = window;
    this.#themes = themes;
  }

  /** Takes `docs/images/NAME-THEME.png` in each of its themes. */
  async take(name: string, clipOf: () => Promise<Clip>): Promise<void> {
    for (const theme of this.#themes) {
      await this.#window.useTheme(theme);
      await this.rest();
      await savePicture(`${name}-${theme}`, await this.shot(await clipOf()));
    }
  }

  /** The same of the box at the top, asked for anew in each theme: a change of theme makes an open one speak. */
  async takeAsked(name: string, ask: () => Promise<void>): Promise<void> {
    const { quickInput } = this.#window;
    for (const theme of this.#themes) {
      await this.#window.useTheme(theme);
      await ask();
      await this.rest();
      await savePicture(`${name}-${theme}`, await this.shot(await this.around([quickInput.locator])));
      await quickInput.cancel();
    }
  }

  /** The whole window. */
  whole(): Clip {
    return { x: 0, y: 0, ...this.#size() };
  }

  shot(clip: Clip): Promise<Buffer> {
    return this.#window.page.screenshot({ clip, animations: 'disabled' });
  }

  /** The rectangle around all of these, inside the window. */
  async around(locators: readonly Locator[], { margin = 0, height }: Around = {}): Promise<Clip> {
    const boxes = await Promise.all(locators.map((locator) => locator.first().boundingBox()));
    const known = boxes.filter((box) => box !== null);
    if (known.length === 0) throw new Error(`Nothing to take of ${locators.map(String).join(', ')}.`);
    const size = this.#size();
    const x = Math.max(0, Math.min(...known.map((box) => box.x)) - margin);
    const y = Math.max(0, Math.min(...known.map((box) => box.y)) - margin);
    const right = Math.min(size.width, Math.max(...known.map((box) => box.x + box.width)) + margin);
    const bottom = Math.min(size.height, Math.max(...known.map((box) => box.y + box.height)) + margin);
    return { x, y, width: right - x, height: height ?? bottom - y };
  }

  /** The side bar from its top to the last row, or to the end of the welcome. */
  async sideBar(): Promise<Clip> {
    const bar = this.#window.sideBar();
    const parts = await bar.locator('.composite.title, .monaco-list-row, .welcome-view-content > *').all();
    const { y, height } = await this.around(parts);
    return { ...(await this.around([bar])), height: y + height + 8 };
  }

  /** Puts the mouse where nothing is, at the right edge, or where that is covered in the corner; a tooltip goes with a move off it. */
  async rest(): Promise<void> {
    const { page } = this.#window;
    const { width, height } = this.#size();
    const tooltip = page.locator('.monaco-hover:visible').first();
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const isEdgeCovered = tries > MAX_TRIES / 2;
      await page.mouse.move(isEdgeCovered ? tries : width - 1, isEdgeCovered ? 0 : height / 2 + 10 * tries);
      await page.waitForTimeout(TOOLTIP_MS);
      if (!(await tooltip.isVisible())) return this.#dismissForeign();
    }
    throw new Error(`A tooltip stays: ${await tooltip.innerText()}`);
  }

  /** What VS Code says of its own server for TypeScript, which a served one lacks, is none of a picture. */
  async #dismissForeign(): Promise<void> {
    const toasts = this.#window.page.locator('.notifications-toasts .notification-list-item');
    for (const toast of await toasts.filter({ hasText: 'tsserver' }).all())
      await new Message(toast).dismiss();
  }

  #size(): { readonly width: number; readonly height: number } {
    const size = this.#window.page.viewportSize();
    if (size === null) throw new Error('The window has no size.');
    return size;
  }
}

/**
 * Writes `docs/images/NAME.png` with a palette of 256 colours: no pixel of a window's text changes so that it shows, and
 * the repository stays small.
 */
export async function savePicture(name: string, png: Buffer): Promise<void> {
  const path = join(projectFolder, 'docs', 'images', `${name}.png`);
  const palette = { palette: true, quality: 100, dither: 0, effort: 10, compressionLevel: 9 };
  writeFileSync(path, await sharp(png).png(palette).toBuffer());
  console.log(path.slice(projectFolder.length + 1));
}

/** Tiles of every theme, one list a theme. */
export function perTheme<Value>(valueOf: (theme: Theme) => Value): Record<Theme, Value> {
  return Object.fromEntries(THEMES.map((theme) => [theme, valueOf(theme)])) as Record<Theme, Value>;
}
