/** The six charts of a session, also as Markdown. */

import { inline } from '../handoff/markdown.ts';
import { groupThousands } from '../meter/format-tokens.ts';
import { fillChart } from './fill-bars.ts';
import { forecastChart } from './forecast-ranges.ts';
import { occupancyChart } from './occupancy.ts';
import { phaseChart } from './phase-bars.ts';
import { timelineChart } from './phase-timeline.ts';
import type { Language } from './picture-words.ts';
import { savingsChart } from './savings-bars.ts';
import type { Chart, PictureTable } from './scene.ts';
import type { SessionPicture } from './session-picture.ts';

/** Creates the charts in display order. */
export function chartsOf(picture: SessionPicture, language: Language): readonly Chart[] {
  const spoken = picture.session?.isWindowAssumed === true ? withoutRequired(language) : language;
  // Half-wide ones in pairs.
  const makers = [occupancyChart, fillChart, forecastChart, phaseChart, savingsChart, timelineChart];
  return makers.map((make) => make(picture, spoken));
}

/** An assumed window doesn't require a handoff. */
function withoutRequired(language: Language): Language {
  const say: Language['say'] = (word, parameters) =>
    language.say(word === 'level-force' ? 'level-save' : word, parameters);
  return { ...language, say };
}

/** Returns one line for the session and one for the workflow, if present. */
export function headLines({ session, workflow }: SessionPicture, { say }: Language): readonly string[] {
  const lines: string[] = [];
  if (workflow !== null) lines.push(workflow.phase);
  if (session !== null) {
    const { agent, model, live, tokens, window, percent } = session;
    const used =
      tokens === null
        ? []
        : [
            window === null || percent === null
              ? say('session-tokens', { tokens: groupThousands(tokens) })
              : say('session-used', {
                  tokens: groupThousands(tokens),
                  window: groupThousands(window),
                  percent,
                }),
          ];
    const names = [agent, model].filter((name) => name !== null && name !== '');
    lines.push([...names, ...used, say(live ? 'session-live' : 'session-ended')].join(' · '));
  }
  return lines;
}

/** Returns whether there's nothing to show. */
export function isEmpty({ session, workflow, course }: SessionPicture): boolean {
  return session === null && workflow === null && course.at.length === 0;
}

/** Formats the tables and summaries as Markdown, for an issue or a note. */
export function pictureMarkdown(picture: SessionPicture, title: string, language: Language): string {
  const head = [`# ${inline(title)}`, ...headLines(picture, language).map(inline)];
  const parts = chartsOf(picture, language).flatMap(({ title: name, summary, table }) => [
    `## ${inline(name)}`,
    inline(summary),
    ...(table.rows.length === 0 ? [] : [markdownTable(table)]),
    ...(table.note === null ? [] : [inline(table.note)]),
  ]);
  return `${[...head, ...parts].join('\n\n')}\n`;
}

function markdownTable({ head, figures, rows }: PictureTable): string {
  const rule = head.map((_, index) => (figures.includes(index) ? '---:' : '---'));
  return [head.map(cell), rule, ...rows.map((row) => row.map(cell))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** Escape line breaks and bars, which would end the cell. */
function cell(text: string): string {
  return inline(text).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
}
