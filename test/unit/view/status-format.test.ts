import assert from 'node:assert/strict';

import { phrase, phraseText } from '../../../src/core/meter/meter-words.ts';
import { formatFigures } from '../../../src/core/view/status-format.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { wordsOf } from '../support/words.ts';
import { FORMAT_WORDS } from '../../../src/core/view/status-format.ts';

const meterWord = wordsOf(METER_WORDS);
const percentWord = wordsOf(FORMAT_WORDS.percent);
const tokensWord = wordsOf(FORMAT_WORDS.tokens);

const FORMATS = ['tokensAndPercent', 'percent', 'tokens'] as const;

describe('the status bar by its setting', () => {
  it('shows the figures that were chosen, and keeps the marks of an estimate, of old figures and an ended session', () => {
    const figures = { icon: '$(pulse)', tokens: '152K', percent: 76, hours: 3 };
    const words = ['status-known', 'status-estimated', 'status-stale', 'status-ended'] as const;
    assert.deepStrictEqual(
      words.map((word) => FORMATS.map((format) => phraseText(formatFigures(phrase(word, figures), format)))),
      [
        [
          meterWord('status-known', figures),
          percentWord('status-known', figures),
          tokensWord('status-known', figures),
        ],
        [
          meterWord('status-estimated', figures),
          percentWord('status-estimated', figures),
          tokensWord('status-estimated', figures),
        ],
        [
          meterWord('status-stale', { icon: '$(pulse)', tokens: '152K', percent: 76, hours: 3 }),
          percentWord('status-stale', figures),
          tokensWord('status-stale', figures),
        ],
        [
          meterWord('status-ended', { icon: '$(pulse)', tokens: '152K', percent: 76 }),
          percentWord('status-ended', figures),
          tokensWord('status-ended', figures),
        ],
      ],
    );
  });

  it('leaves what has no figures as it is', () => {
    assert.equal(
      phraseText(formatFigures(phrase('status-compacted'), 'tokens')),
      meterWord('status-compacted'),
    );
  });
});
