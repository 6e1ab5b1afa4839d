import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { estimateFactor, estimateReading } from '../../../src/core/meter/estimate.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import { canNotify } from '../../../src/core/meter/notices.ts';
import { statusText } from '../../../src/core/meter/status-text.ts';
import { LEVELS } from './sample-reading.ts';

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
        '**~150,000** of 200,000 tokens (~75%)',
        'Source: an estimate',
        'Working set: 100,000 tokens (o200k), files counted: 3',
        'Factor: 1.5 for claude-code',
        'Skipped because too large or not text: 2',
        'Long unbroken runs of text are only approximated.',
        'Window: 200,000 tokens, assumed',
      ],
    );
  });
});
