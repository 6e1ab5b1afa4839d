import { deepStrictEqual } from 'node:assert/strict';
import {
  chooseReading,
  type ReadingSources,
  reportedReading,
} from '../../../src/core/meter/choose-reading.ts';
import type { Reading, ReadingFacts } from '../../../src/core/meter/reading.ts';
import { LEVELS, reading } from './sample-reading.ts';

const EARLY = '2026-01-02T03:00:00.000Z';
const LATE = '2026-01-02T04:00:00.000Z';
const NONE: ReadingSources = { session: null, reported: null, estimate: null };

const rules = { levels: LEVELS, windows: {} };

describe('the sources of a reading', () => {
  const of = (source: Reading['source'], changed: Partial<ReadingFacts> = {}): Reading =>
    reading({ source, ...changed });
  const all = {
    session: of('transcript'),
    reported: of('reported'),
    estimate: of('estimate'),
  };
  const chosen = (changed: Partial<ReadingSources>): string | undefined =>
    chooseReading({ ...NONE, ...changed })?.source;

  it('best first: the session, a reported number, an estimate', () => {
    deepStrictEqual(
      [
        chosen(all),
        chosen({ reported: all.reported, estimate: all.estimate }),
        chosen({ estimate: all.estimate }),
        chosen({}),
      ],
      ['transcript', 'reported', 'estimate', undefined],
    );
  });

  it('what knows nothing gives way, but is better than nothing', () => {
    const waiting = of('transcript', { tokens: null });
    deepStrictEqual(
      [chosen({ session: waiting, reported: all.reported }), chosen({ session: waiting })],
      ['reported', 'transcript'],
    );
  });

  it('an old figure never hides a newer one', () => {
    const ended = of('transcript', { at: EARLY, live: false });
    deepStrictEqual(
      [
        chosen({ session: ended, reported: of('reported', { at: LATE }) }),
        chosen({ session: ended, reported: of('reported', { at: EARLY }) }),
        chosen({ session: of('transcript', { at: EARLY }), reported: of('reported', { at: LATE }) }),
      ],
      ['reported', 'transcript', 'transcript'],
    );
  });

  it('a reported number has the window given with it, or the rule for every model, or 200K', () => {
    const of = (
      window: number | null,
      windows: Record<string, number> = {},
      { tokens = 152_000, given = null as number | null } = {},
    ): unknown => {
      const {
        window: is,
        windowSource,
        level,
      } = reportedReading({ tokens, window, at: LATE }, { levels: LEVELS, windows }, given);
      return [is, windowSource, level];
    };
    deepStrictEqual(
      [
        of(160_000),
        of(null),
        of(null, { '*': 1_000_000 }),
        // More than the usual window holds.
        of(null, {}, { tokens: 200_000 }),
        of(null, {}, { tokens: 200_001 }),
        of(160_000, {}, { given: 1_000_000 }),
      ],
      [
        [160_000, 'reported', 'force'],
        [200_000, 'assumed', 'warning'],
        [1_000_000, 'setting', 'normal'],
        [200_000, 'assumed', 'force'],
        [1_000_000, 'observed', 'normal'],
        [1_000_000, 'setting', 'normal'],
      ],
    );
    deepStrictEqual(reportedReading({ tokens: 0, window: null, at: LATE }, rules), {
      agent: null,
      sessionId: null,
      model: null,
      source: 'reported',
      tokens: 0,
      outputTokens: null,
      window: 200_000,
      windowSource: 'assumed',
      compactsAt: null,
      percent: 0,
      level: 'normal',
      live: false,
      at: LATE,
      compactions: [],
    });
  });
});
