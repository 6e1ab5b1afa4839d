/** The status bar's figures in the format that a person chose. */

import { METER_WORDS } from '../meter/meter-words.ts';
import type { Phrase } from '../meter/meter-words.ts';

export type FigureFormat = 'tokensAndPercent' | 'percent' | 'tokens';

const FIGURES = ['status-known', 'status-estimated', 'status-ended'] as const;
type Figures = (typeof FIGURES)[number];

/** The shorter templates; those with both figures are the meter's own. */
export const FORMAT_WORDS: Readonly<
  Record<Exclude<FigureFormat, 'tokensAndPercent'>, Readonly<Record<Figures, string>>>
> = {
  percent: {
    'status-known': '$(pulse) {percent}%',
    'status-estimated': '$(pulse) ~{percent}%',
    'status-ended': '$(pulse) {percent}% ended',
  },
  tokens: {
    'status-known': '$(pulse) {tokens}',
    'status-estimated': '$(pulse) ~{tokens}',
    'status-ended': '$(pulse) {tokens} ended',
  },
};

/** The status bar's phrase with only the figures of `format`; one without figures stays as it is. */
export function formatFigures(text: Phrase, format: FigureFormat): Phrase {
  const word = FIGURES.find((candidate) => METER_WORDS[candidate] === text.template);
  if (word === undefined || format === 'tokensAndPercent') return text;
  return { ...text, template: FORMAT_WORDS[format][word] };
}
