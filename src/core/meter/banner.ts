/** The session handoff banner: line for line that of the source document, with live figures. */

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
 * Without a workflow, the progress line and its blank line are omitted.
 */
export function bannerText(
  reading: Pick<Reading, 'level' | 'tokens' | 'window' | 'percent'>,
  progress: BannerProgress | null = null,
): string {
  const { level, tokens, window, percent } = reading;
  if (!isWarningLevel(level) || tokens === null || window === null || percent === null) return '';
  const done =
    progress === null ? [] : [`📍 Progress: ${progress.label} (${progress.percent}% complete)`, ''];
  return [
    RULE,
    `${HEADINGS[level]} - ${percent}% Context Used`,
    RULE,
    '',
    `Current: ~${groupThousands(tokens)} tokens | Limit: ~${groupThousands(window)} tokens`,
    '',
    ...done,
    '🔄 Consider: `workflow:handoff` to start fresh session',
    '',
    'State will be saved. You can resume seamlessly.',
    RULE,
  ].join('\n');
}
