/** An animated picture of a window: frames with a sentence below and the pointer where a person's would be. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';

import { projectFolder } from '../harness/paths.mjs';
import type { Workbench } from '../ui/workbench.ts';

interface Frame {
  readonly caption: string;
  readonly seconds: number;
  /** PNG. */
  readonly picture: Buffer;
  readonly pointer: { readonly x: number; readonly y: number } | undefined;
}

const CAPTION_HEIGHT = 44;
/** The tip is at the upper left. */
const POINTER =
  '<svg width="22" height="30" viewBox="0 0 11 15"><path d="M1 1v11.2l2.7-2.5 1.9 4.2 1.8-.8-1.9-4.1h3.7z" fill="#000" stroke="#fff"/></svg>';

export class Film {
  readonly #window: Workbench;
  readonly #frames: Frame[] = [];

  constructor(window: Workbench) {
    this.#window = window;
  }

  /** One frame that stands so long; the pointer is over the middle of `at`. */
  async shot(seconds: number, caption: string, at?: Locator): Promise<void> {
    const picture = await this.#window.page.screenshot({
      animations: 'disabled',
      caret: 'hide',
      // The tooltip of whatever the mouse was left on.
      style: '.monaco-hover { visibility: hidden; }',
    });
    this.#frames.push({ caption, seconds, picture, pointer: at && (await middleOf(at)) });
  }

  /** Writes `docs/images/NAME.gif`, which begins anew at its end. */
  async develop(name: string): Promise<void> {
    const browser = this.#window.page.context().browser();
    if (browser === null) throw new Error('The window has no browser of its own.');
    const page = await browser.newPage();
    const pictures: Buffer[] = [];
    for (const frame of this.#frames) pictures.push(await this.#draw(page, frame));
    await page.close();
    const delay = this.#frames.map(({ seconds }) => Math.round(seconds * 1000));
    const gif = await sharp(pictures, { join: { animated: true } })
      .gif({ delay, loop: 0, colours: 256, dither: 0, effort: 10, reuse: true })
      .toBuffer();
    const path = join(projectFolder, 'docs', 'images', `${name}.gif`);
    writeFileSync(path, gif);
    const whole = delay.reduce((sum, one) => sum + one, 0) / 1000;
    console.log(
      `${path.slice(projectFolder.length + 1)}: ${delay.length} frames, ${whole} s, ${gif.length} bytes`,
    );
  }

  async #draw(page: Page, { caption, picture, pointer }: Frame): Promise<Buffer> {
    const size = this.#window.page.viewportSize();
    if (size === null) throw new Error('The window has no size.');
    await page.setViewportSize({ width: size.width, height: size.height + CAPTION_HEIGHT });
    const place = pointer === undefined ? 'display: none' : `left: ${pointer.x}px; top: ${pointer.y}px`;
    const style = `
      body { margin: 0; background: #1f2937; color: #fff; font: 600 19px/${CAPTION_HEIGHT}px system-ui, sans-serif; }
      img { display: block; }
      p { margin: 0; text-align: center; }
      svg { position: absolute; ${place}; }`;
    const image = `<img src="data:image/png;base64,${picture.toString('base64')}">`;
    await page.setContent(
      `<!doctype html><meta charset="utf-8"><style>${style}</style>${image}<p>${caption}</p>${POINTER}`,
      { waitUntil: 'load' },
    );
    return page.screenshot();
  }
}

async function middleOf(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.first().boundingBox();
  if (box === null) throw new Error(`Nothing to point at: ${String(locator)}.`);
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
}
