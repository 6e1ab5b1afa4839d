import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { estimateFactor, estimateReading } from '../../../src/core/meter/estimate.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { canNotify } from '../../../src/core/meter/notices.ts';
import { statusText } from '../../../src/core/meter/status-text.ts';
import { LEVELS } from './sample-reading.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { wordsOf } from '../support/words.ts';

const meterWord = wordsOf(METER_WORDS);

const COUNT = { tokens: 100_000, encoding: 'o200k' as const, isApproximate: false, files: 3, leftOut: 0 };
const RULES = { levels: LEVELS, windows: {}, estimateFactors: {} };

describe('an estimate', () => {
  it('takes the rule for the agent, for every agent, the default, 1', () => {
    deepStrictEqual(
      [
        estimateFactor('claude-code', { 'claude-code': 1.4, '*': 2 }),
        estimateFactor('claude-code', { '*': 2 }),
        estimateFactor('claude-code', {}),
        estimateFactor('codex', {}),
      ],
      [1.4, 2, 1.5, 1],
    );
  });

  it('is the working set times the factor, of the ruled or the assumed window', () => {
    const { tokens, window, windowSource, percent, level, source, live, estimate } = estimateReading(
      COUNT,
      null,
      RULES,
    );
    deepStrictEqual(
      { tokens, window, windowSource, percent, level, source, live, estimate },
      {
        tokens: 150_000,
        window: 200_000,
        windowSource: 'assumed',
        percent: 75,
        level: 'warning',
        source: 'estimate',
        live: false,
        estimate: { ...COUNT, factorOf: 'claude-code', factor: 1.5 },
      },
    );
    const codex = estimateReading(COUNT, 'codex', { ...RULES, windows: { '*': 400_000 } });
    deepStrictEqual([codex.tokens, codex.windowSource, codex.percent], [100_000, 'setting', 25]);
  });

  it('never notifies and never writes', () => {
    strictEqual(canNotify(estimateReading({ ...COUNT, tokens: 1_000_000 }, null, RULES)), false);
  });

  it('says in the tooltip what it was made of', () => {
    const reading = estimateReading({ ...COUNT, leftOut: 2, isApproximate: true }, null, RULES);
    const { text, severity, tooltip } = statusText({ reading, rules: LEVELS, now: 0 });
    deepStrictEqual(
      [phraseText(text), severity, ...tooltip.slice(0, 7).map(phraseText)],
      [
        '$(warning) ~150K ~75%',
        'warning',
        meterWord('tooltip-tokens-estimated', { tokens: '150,000', window: '200,000', percent: 75 }),
        meterWord('source-estimate'),
        meterWord('estimate-set', { tokens: '100,000', encoding: 'o200k', files: 3 }),
        meterWord('estimate-factor', { factor: '1.5', agent: 'claude-code' }),
        meterWord('estimate-left-out', { files: 2 }),
        meterWord('estimate-approximate'),
        meterWord('window-assumed', { window: '200,000' }),
      ],
    );
  });
});
