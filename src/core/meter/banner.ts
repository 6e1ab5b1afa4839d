/** The session handoff banner: line for line that of the source document, with live figures. */

import { spokenLevel } from './assumed-window.ts';
import { groupThousands } from './format-tokens.ts';
import { isWarningLevel, type WarningLevel } from './levels.ts';
import type { Reading } from './reading.ts';

const RULE = '━'.repeat(57);

const HEADINGS: Readonly<Record<WarningLevel, string>> = {
  warning: '⚠️  TOKEN WARNING',
  suggest: '⚠️  HANDOFF SUGGESTED',
  force: '🛑  HANDOFF REQUIRED',
};

/** Progress of the active workflow: `Phase 5b - TDD GREEN`, and its share by effort as a whole percentage. */
export interface BannerProgress {
  readonly label: string;
  readonly percent: number;
}

type BannerReading = Pick<Reading, 'level' | 'tokens' | 'window' | 'windowSource' | 'percent'>;

/**
 * Returns the banner for a reading, without a final line break; empty at `normal`, `compacted`, and `unknown`.
 * On an assumed window, a required handoff is only suggested. Without a workflow, the progress line and its blank line are omitted.
 */
export function bannerText(reading: BannerReading, progress: BannerProgress | null = null): string {
  const found = foundLines(reading);
  if (found.length === 0) return '';
  const done =
    progress === null ? [] : [`📍 Progress: ${progress.label} (${progress.percent}% complete)`, ''];
  return [
    ...found,
    '',
    ...done,
    '🔄 Consider: `workflow:handoff` to start fresh session',
    '',
    'State will be saved. You can resume seamlessly.',
    RULE,
  ].join('\n');
}

/**
 * Returns the banner's level and tokens for a handoff, which a session with an empty window reads: without advice to the
 * session that filled its window, and without the banner's own measure of progress. Empty where the banner is.
 */
export function bannerReason(reading: BannerReading | null): string {
  const found = reading === null ? [] : foundLines(reading);
  return found.length === 0 ? '' : [...found, RULE].join('\n');
}

/** Returns the level and the tokens; nothing at a level without a warning. */
function foundLines(reading: BannerReading): readonly string[] {
  const { tokens, window, percent } = reading;
  const level = spokenLevel(reading);
  const limit = level === reading.level ? '' : ' (assumed)';
  if (!isWarningLevel(level) || tokens === null || window === null || percent === null) return [];
  return [
    RULE,
    `${HEADINGS[level]} - ${percent}% Context Used`,
    RULE,
    '',
    `Current: ~${groupThousands(tokens)} tokens | Limit: ~${groupThousands(window)} tokens${limit}`,
  ];
}
