import { makeReading, type Reading, type ReadingFacts } from '../../../src/core/meter/reading.ts';

export const LEVELS = { warning: 75, suggest: 85, force: 90 };

export function facts(changed: Partial<ReadingFacts> = {}): ReadingFacts {
  return {
    agent: 'claude-code',
    sessionId: 'first',
    model: 'claude-opus-4-5-20251101',
    source: 'transcript',
    tokens: 152_000,
    outputTokens: 40,
    window: { window: 200_000, windowSource: 'model' },
    compactsAt: null,
    isCompacted: false,
    live: true,
    at: '2026-01-02T03:04:05.678Z',
    compactions: [],
    ...changed,
  };
}

export function reading(changed: Partial<ReadingFacts> = {}): Reading {
  return makeReading(facts(changed), LEVELS);
}
