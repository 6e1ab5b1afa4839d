import type { Language } from '../../../src/core/picture/picture-words.ts';
import { PICTURE_WORDS, sayIn } from '../../../src/core/picture/picture-words.ts';
import { sessionPicture } from '../../../src/core/picture/session-picture.ts';
import type { PictureFacts, SessionPicture } from '../../../src/core/picture/session-picture.ts';
import { LEVELS, reading } from '../meter/sample-reading.ts';

export const START = Date.parse('2026-11-20T08:00:00.000Z');
export const MINUTE = 60_000;

/** English, and UTC to the minute. */
export const ENGLISH: Language = {
  say: sayIn(PICTURE_WORDS),
  times: {
    short: (at) => new Date(at).toISOString().slice(11, 16),
    full: (at) => new Date(at).toISOString().slice(11, 16),
    offset: () => 0,
  },
};

/** A picture of calls, a minute apart. */
export function samplePicture(tokens: readonly number[], change: Partial<PictureFacts> = {}): SessionPicture {
  return sessionPicture({
    reading: reading({ tokens: tokens.at(-1) ?? null }),
    fill: null,
    course: { at: tokens.map((_, index) => START + index * MINUTE), tokens, compactions: [] },
    levels: LEVELS,
    work: null,
    now: START + tokens.length * MINUTE,
    ...change,
  });
}
