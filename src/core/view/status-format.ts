/** Formats of the status bar's figures, by setting. */

import { METER_WORDS } from '../meter/meter-words.ts';
import type { Phrase } from '../meter/meter-words.ts';

export type FigureFormat = 'tokensAndPercent' | 'percent' | 'tokens';

const FIGURES = ['status-known', 'status-estimated', 'status-stale', 'status-ended'] as const;
type Figures = (typeof FIGURES)[number];

/** Templates with one figure; those with both are in the meter's texts. */
export const FORMAT_WORDS: Readonly<
  Record<Exclude<FigureFormat, 'tokensAndPercent'>, Readonly<Record<Figures, string>>>
> = {
  percent: {
    'status-known': '{icon} {percent}%',
    'status-estimated': '{icon} ~{percent}%',
    'status-stale': '{icon} {percent}% {hours}h ago',
    'status-ended': '{icon} {percent}% ended',
  },
  tokens: {
    'status-known': '{icon} {tokens}',
    'status-estimated': '{icon} ~{tokens}',
    'status-stale': '{icon} {tokens} {hours}h ago',
    'status-ended': '{icon} {tokens} ended',
  },
};

/** Reduces the status bar's phrase to the figures of `format`; a phrase without figures stays unchanged. */
export function formatFigures(text: Phrase, format: FigureFormat): Phrase {
  const word = FIGURES.find((candidate) => METER_WORDS[candidate] === text.template);
  if (word === undefined || format === 'tokensAndPercent') return text;
  return { ...text, template: FORMAT_WORDS[format][word] };
}
