/** Messages between the window and the page of the session view. */

import { asFields } from '../json-fields.ts';
import type { PictureWord } from './picture-words.ts';
import type { SessionPicture } from './session-picture.ts';

/** To the page: everything it shows. */
export interface ToPage {
  readonly title: string;
  readonly picture: SessionPicture;
  readonly words: Readonly<Record<PictureWord, string>>;
  /** Locale of dates, such as `de`. */
  readonly language: string;
  readonly hasFolder: boolean;
  /** What couldn't be read, as a sentence; null if everything could. */
  readonly failure: string | null;
}

/** A PNG of 4,000 by 4,000 pixels is about this long in base64; reject longer ones. */
const LONGEST_PNG = 64 * 1024 * 1024;

/** From the page. */
export type FromPage =
  | { readonly kind: 'ready' | 'refresh' | 'startWorkflow' }
  | { readonly kind: 'copyMarkdown'; readonly text: string }
  | { readonly kind: 'pngFailed'; readonly reason: string }
  | { readonly kind: 'savePng'; readonly base64: string };

/** Returns whether a message has the expected shape. Checked by hand to keep zod out of the commands bundle. */
export function isFromPage(message: unknown): message is FromPage {
  const fields = asFields(message);
  switch (fields?.kind) {
    case 'ready':
    case 'refresh':
    case 'startWorkflow':
      return true;
    case 'copyMarkdown':
      return typeof fields.text === 'string';
    case 'pngFailed':
      return typeof fields.reason === 'string';
    case 'savePng':
      return typeof fields.base64 === 'string' && fields.base64.length <= LONGEST_PNG;
    default:
      return false;
  }
}
