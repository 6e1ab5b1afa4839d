import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { claudeCodeReader } from '../../../src/core/agents/claude-code/transcript.ts';
import { codexReader } from '../../../src/core/agents/codex/transcript.ts';
import { forecastOf, RECENT_TURNS, turnsLeftOf, withTurn } from '../../../src/core/meter/forecast.ts';
import type { TurnSample } from '../../../src/core/meter/forecast.ts';
import type { Forecast } from '../../../src/core/meter/reading.ts';
import { geminiReader } from '../../../src/core/agents/gemini/transcript.ts';
import { phraseText } from '../../../src/core/meter/meter-words.ts';
import type { Reading } from '../../../src/core/meter/reading.ts';
import { statusText } from '../../../src/core/meter/status-text.ts';
import { feedText } from '../../../src/core/meter/transcript-reader.ts';
import { compactedLine, countLine, onlyTotal, usageOf } from './codex-lines.ts';
import { geminiMessage } from './gemini-lines.ts';
import { reading as sampleReading } from './sample-reading.ts';
import { assistantLine, boundaryLine, usage } from './transcript-lines.ts';
import { METER_WORDS } from '../../../src/core/meter/meter-words.ts';
import { wordsOf } from '../support/words.ts';

const meterWord = wordsOf(METER_WORDS);

const RULES = { warning: 75, suggest: 85, force: 90 };

/** Turns whose occupancy grows by these tokens, a minute apart. */
function turns(growths: readonly number[], from = 100_000, minutes = 1): readonly TurnSample[] {
  let tokens = from;
  return [0, ...growths].map((growth, index) => {
    tokens += growth;
    return { tokens, at: new Date(Date.UTC(2026, 0, 2, 3, index * minutes)).toISOString() };
  });
}

function forecast(samples: readonly TurnSample[], changed: Partial<Reading> = {}): Forecast | null {
  const tokens = samples.at(-1)?.tokens ?? 0;
  return forecastOf({ tokens, window: 200_000, compactsAt: null, live: true, ...changed }, samples, RULES);
}

const repeat = (growth: number, times: number): readonly number[] =>
  Array.from({ length: times }, () => growth);

describe('the forecast', () => {
  it('is turns and minutes to the next level at the usual pace', () => {
    // 110,000 of 200,000: 40,000 to the warning.
    deepStrictEqual(forecast(turns(repeat(1000, 10))), {
      level: 'warning',
      tokens: 40_000,
      isEarly: false,
      turns: { typical: 40, low: 40, high: 40 },
      minutes: { typical: 40, low: 40, high: 40 },
    });
  });

  it('goes by the next level that lies ahead, pulled in where the agent compacts by itself; after the last none does', () => {
    const at = (from: number): unknown => {
      const found = forecast(turns(repeat(1000, 10), from - 10_000), { compactsAt: 167_000 });
      return found === null ? null : [found.level, found.tokens];
    };
    deepStrictEqual(
      [at(149_999), at(150_000), at(157_000), at(163_000)],
      [['warning', 1], ['suggest', 7000], ['force', 6000], null],
    );
  });

  it('has a spread: a turn that reads a large file widens it and moves the middle little', () => {
    const uneven = forecast(turns([1000, 900, 1100, 1000, 24_000, 1000, 900, 1100, 1000, 1000, 1000, 1000]));
    deepStrictEqual(uneven?.turns, { typical: 15, low: 2, high: 15 });
  });

  it('says nothing of turns after too few, nor where the context hardly grows', () => {
    deepStrictEqual(
      [
        forecast(turns(repeat(1000, 5))),
        forecast(turns(repeat(0, 10))),
        forecast(turns(repeat(-50, 10))),
      ].map((found) => [found?.isEarly, found?.turns, found?.minutes]),
      [
        [true, null, null],
        [false, null, null],
        [false, null, null],
      ],
    );
    strictEqual(forecast(turns(repeat(1000, 6)))?.turns?.typical, 44);
  });

  it('leaves the slow end open where the slow pace doesn’t get there', () => {
    const found = forecast(turns([0, 0, 0, 0, 0, 3000, 3000, 3000, 3000, 3000, 3000]));
    deepStrictEqual([found?.turns?.high, found?.minutes?.high], [null, null]);
  });

  it('leaves pauses out of the minutes, and minutes out where there are no times', () => {
    const paused = turns(repeat(1000, 10)).map((turn, index) => ({
      ...turn,
      at: new Date(Date.parse(turn.at ?? '') + (index > 5 ? 9_000_000 : 0)).toISOString(),
    }));
    strictEqual(forecast(paused)?.minutes?.typical, 40);
    strictEqual(forecast(turns(repeat(1000, 10)).map(({ tokens }) => ({ tokens, at: null })))?.minutes, null);
  });

  it('is none for a session that has ended, and where tokens or window aren’t known', () => {
    const some = turns(repeat(1000, 10));
    deepStrictEqual(
      [{ live: false }, { tokens: null }, { window: null }].map((changed) => forecast(some, changed)),
      [null, null, null],
    );
  });

  it('keeps so many turns, and takes the records of one call for one turn of its first time', () => {
    const many = turns(repeat(1000, 50)).reduce<readonly TurnSample[]>(
      (kept, turn) => withTurn(kept, turn),
      [],
    );
    deepStrictEqual([many.length, many.at(-1)?.tokens], [RECENT_TURNS, 150_000]);
    const one = withTurn([{ tokens: 5, at: 'a' }], { tokens: 9, at: 'b' }, true);
    deepStrictEqual(one, [{ tokens: 9, at: 'a' }]);
  });

  it('counts the turns to the compaction, or to the end of the window', () => {
    const left = (changed: Partial<Reading> = {}): number | null => {
      const reading = { tokens: 110_000, window: 200_000, compactsAt: null, live: true, ...changed };
      return turnsLeftOf(reading, turns(repeat(1000, 10)));
    };
    deepStrictEqual(
      [
        left(),
        left({ compactsAt: 167_000 }),
        left({ compactsAt: 167_000, compactsEarlier: 2000 }),
        left({ compactsAt: 110_000 }),
        left({ live: false }),
        left({ window: null }),
      ],
      [90, 57, 55, null, null, null],
    );
    strictEqual(
      turnsLeftOf({ tokens: 1, window: 200_000, compactsAt: null, live: true }, turns([1, 1])),
      null,
    );
  });

  it('is told in the tooltip, each way it can be', () => {
    const told = (found: Forecast | null): string => {
      const reading = { ...sampleReading(), ...(found === null ? {} : { forecast: found }) };
      return statusText({ reading, rules: RULES, now: 0 }).tooltip.map(phraseText).at(-1) ?? '';
    };
    const some = turns([0, 0, 0, 0, 0, 3000, 3000, 3000, 3000, 3000, 3000]);
    const timeless = (samples: readonly TurnSample[]): readonly TurnSample[] =>
      samples.map(({ tokens }) => ({ tokens, at: null }));
    const usual = turns(repeat(1000, 10));
    deepStrictEqual(
      [usual, timeless(usual), some, timeless(some), turns([1, 1]), turns(repeat(0, 9))].map((samples) =>
        told(forecast(samples)),
      ),
      [
        meterWord('forecast-even', { turns: 40, minutes: 40 }),
        meterWord('forecast-turns-even', { turns: 40 }),
        meterWord('forecast-open', { turns: 16, turnsLow: 11, minutes: 16, minutesLow: 11 }),
        meterWord('forecast-turns-open', { turns: 16, turnsLow: 11 }),
        meterWord('forecast-unknown'),
        meterWord('forecast-still'),
      ],
    );
    ok(!told(null).startsWith('Next level'));
  });
});

describe('the turns that readers keep', () => {
  const tokens = (recent: readonly TurnSample[]): readonly number[] => recent.map((turn) => turn.tokens);

  it('of Claude Code: one a call, none from before a compaction, none of a sub-agent', () => {
    const call = (id: string, input: number, isSidechain = false): string =>
      assistantLine({ id, isSidechain, usage: usage(input, 0, 0, 1) });
    const { recent } = feedText(
      claudeCodeReader,
      [
        call('a', 90),
        boundaryLine('auto', 95),
        call('b', 10),
        call('b', 10),
        call('s', 77, true),
        call('c', 30),
      ].join('\n'),
    );
    deepStrictEqual(tokens(recent), [10, 30]);
  });

  it('of Codex: one per call, even if limits repeat its figures, and starting over at a compaction', () => {
    const lines = [
      countLine(usageOf(9_000)),
      compactedLine(),
      countLine(onlyTotal(2_000)),
      countLine(usageOf(3_000)),
      countLine(usageOf(3_000)),
    ];
    deepStrictEqual(tokens(feedText(codexReader, lines.join('\n')).recent), [2_000, 3_000]);
  });

  it('of Gemini: what a rewind leaves', () => {
    const lines = [
      geminiMessage('a', 100),
      geminiMessage('b', 200),
      { $rewindTo: 'b' },
      geminiMessage('c', 300),
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    deepStrictEqual(tokens(feedText(geminiReader, text).recent), [100, 300]);
  });
});
