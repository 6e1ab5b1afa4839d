/** Figures as table cells; a dash if there is none. */

import { groupThousands } from '../meter/format-tokens.ts';
import type { Spread } from '../meter/reading.ts';
import type { TokenRange } from '../plan/session-plan.ts';
import type { Say } from './picture-words.ts';

export const UNKNOWN = '–';

/** Formats `50K-80K`, as the session plan writes it. */
export function planText(plan: TokenRange | null): string {
  if (plan === null) return UNKNOWN;
  return `${Math.round(plan.low / 1000)}K-${Math.round(plan.high / 1000)}K`;
}

/** Formats `12 to 20`, `12 or more`, or `12` if both ends are equal. */
export function spreadText({ low, high }: Spread, say: Say): string {
  if (high === null) return say('forecast-open', { low: groupThousands(low) });
  if (low === high) return groupThousands(low);
  return say('forecast-range', { low: groupThousands(low), high: groupThousands(high) });
}
