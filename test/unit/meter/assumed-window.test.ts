/** What is said where the window is only assumed: levels save as ever, but no text requires a handoff. */

import { deepStrictEqual, doesNotMatch, match } from 'node:assert/strict';

import { levelContext, levelMessage } from '../../../src/core/hooks/hook-words.ts';
import { assumptionOf, spokenLevel } from '../../../src/core/meter/assumed-window.ts';
import { bannerText } from '../../../src/core/meter/banner.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { nextNotice } from '../../../src/core/meter/notices.ts';
import type { Reading, ReadingFacts } from '../../../src/core/meter/reading.ts';
import { statusText } from '../../../src/core/meter/status-text.ts';
import { LEVELS, reading } from './sample-reading.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { wordsOf } from '../support/words.ts';

const meterWord = wordsOf(METER_WORDS);

const NOW = '2026-01-02T03:05:00.000Z';

describe('a window that is only assumed', () => {
  const assumed = (changed: Partial<ReadingFacts> = {}): Reading =>
    reading({
      tokens: 164_400,
      model: 'claude-opus-4-6',
      window: { window: 200_000, windowSource: 'assumed' },
      compactsAt: 167_000,
      ...changed,
    });

  const said = (one: Reading): string => {
    const { text, label, tooltip, banner } = statusText({
      reading: one,
      rules: LEVELS,
      now: Date.parse(NOW),
    });
    return [text, ...label, ...tooltip]
      .map(phraseText)
      .concat(banner, levelMessage(one, null), levelContext(one, null, null))
      .join('\n');
  };

  it('saves as ever, but nowhere requires a handoff: it names the assumption', () => {
    const force = assumed();
    const notice = nextNotice({ shown: null, reading: force, rules: LEVELS, now: NOW });
    deepStrictEqual([force.level, notice.announce, notice.writes], ['force', 'force', 'state-and-document']);
    doesNotMatch(said(force), /required/i);
    const named = said(force).split('If its window is 200K, it compacts in about 3K tokens').length - 1;
    deepStrictEqual(named, 4, 'label, tooltip, person, model');
    match(bannerText(force), /HANDOFF SUGGESTED - 82%/);
    const known = reading({ tokens: 164_400, compactsAt: 167_000 });
    match(said(known), /handoff required[^]*HANDOFF REQUIRED/);
    doesNotMatch(said(known), /If its window/);
  });

  it('tells how far it is to the end, by what is known of it', () => {
    const text = (changed: Partial<ReadingFacts>): string | null => {
      const phrase = assumptionOf(assumed(changed));
      return phrase === null ? null : phraseText(phrase);
    };
    deepStrictEqual(
      [
        text({ tokens: 166_420 }),
        text({ tokens: 167_000 }),
        text({ compactsAt: null }),
        text({ compactsAt: null, tokens: 200_001 }),
        text({ tokens: null }),
        text({ window: { window: 200_000, windowSource: 'observed' } }),
      ],
      [
        meterWord('assumed-compacts', { window: '200K', left: 600 }),
        meterWord('assumed-compacts-now', { window: '200K' }),
        meterWord('assumed-full', { window: '200K', left: '36K' }),
        meterWord('assumed-full-now', { window: '200K' }),
        null,
        null,
      ],
    );
    const levels = [assumed(), assumed({ tokens: 1 }), reading({ tokens: 199_000 })].map(spokenLevel);
    deepStrictEqual(levels, ['suggest', 'normal', 'force']);
  });
});
