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

/**
 * Returns the banner for a reading, without a final line break; empty at `normal`, `compacted`, and `unknown`.
 * On an assumed window, a required handoff is only suggested. Without a workflow, the progress line and its blank line are omitted.
 */
export function bannerText(
  reading: Pick<Reading, 'level' | 'tokens' | 'window' | 'windowSource' | 'percent'>,
  progress: BannerProgress | null = null,
): string {
  const { tokens, window, percent } = reading;
  const level = spokenLevel(reading);
  const limit = level === reading.level ? '' : ' (assumed)';
  if (!isWarningLevel(level) || tokens === null || window === null || percent === null) return '';
  const done =
    progress === null ? [] : [`📍 Progress: ${progress.label} (${progress.percent}% complete)`, ''];
  return [
    RULE,
    `${HEADINGS[level]} - ${percent}% Context Used`,
    RULE,
    '',
    `Current: ~${groupThousands(tokens)} tokens | Limit: ~${groupThousands(window)} tokens${limit}`,
    '',
    ...done,
    '🔄 Consider: `workflow:handoff` to start fresh session',
    '',
    'State will be saved. You can resume seamlessly.',
    RULE,
  ].join('\n');
}
