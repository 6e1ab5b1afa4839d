/** What the window and the page of the session view say to each other. */

import * as z from 'zod/mini';

import type { PictureWord } from './picture-words.ts';
import type { SessionPicture } from './session-picture.ts';

/** To the page: all that it shows. */
export interface ToPage {
  readonly title: string;
  readonly picture: SessionPicture;
  readonly words: Readonly<Record<PictureWord, string>>;
  /** Of dates, such as `de`. */
  readonly language: string;
  readonly hasFolder: boolean;
  /** What couldn't be read, in a sentence; null where everything was. */
  readonly failure: string | null;
}

/** A picture of 4,000 by 4,000 pixels is about this long in base64; longer is none of ours. */
const LONGEST_PNG = 64 * 1024 * 1024;

/** From the page: nothing of it is believed that doesn't have this shape. */
export const fromPageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('refresh') }),
  z.object({ kind: z.literal('startWorkflow') }),
  z.object({ kind: z.literal('copyMarkdown'), text: z.string() }),
  z.object({ kind: z.literal('pngFailed'), reason: z.string() }),
  z.object({ kind: z.literal('savePng'), base64: z.string().check(z.maxLength(LONGEST_PNG)) }),
]);

export type FromPage = z.infer<typeof fromPageSchema>;
