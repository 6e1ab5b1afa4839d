import { strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bannerText } from '../../../src/core/meter/banner.ts';
import { reading } from './sample-reading.ts';

const golden = (name: string): string =>
  readFileSync(`test/fixtures/transcripts/${name}.banner.txt`, 'utf8').replace(/\n$/, '');

const progress = { label: 'Phase 5b - TDD GREEN', percent: 62 };

describe('banner', () => {
  it('is the one of the source document, line for line', () => {
    strictEqual(bannerText(reading({ tokens: 150_000 }), progress), golden('warning'));
  });

  it('has its own heading for each level, percent rounded half up, a window of a million', () => {
    const window = { window: 1_000_000, windowSource: 'model' } as const;
    strictEqual(bannerText(reading({ tokens: 859_999, window }), progress), golden('suggest'));
    strictEqual(bannerText(reading({ tokens: 181_999 }), { ...progress, percent: 99 }), golden('force'));
  });

  it('leaves the progress line and its blank line out without a workflow', () => {
    strictEqual(bannerText(reading({ tokens: 150_000 })), golden('no-workflow'));
  });

  it('is empty at normal, compacted and unknown', () => {
    const quiet = [{ tokens: 149_999 }, { isCompacted: true }, { tokens: null }, { window: null }];
    strictEqual(quiet.map((changed) => bannerText(reading(changed), progress)).join(''), '');
  });
});
