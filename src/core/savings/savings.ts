/** What Ninefold's files save, as a table of measured tokens. Every share says of what; nothing is assumed. */

/** Tokens (o200k, counted now); null: there is nothing to measure. */
export interface SavingsMeasures {
  /** The full state, as `{id}.json` holds it. */
  readonly fullState: number;
  /** What `{id}.toon` says, as JSON of two spaces a level. */
  readonly prettyJson: number;
  /** The same content as JSON without spaces and line breaks. */
  readonly compactJson: number;
  /** The same content as TOON, without the header's comments. */
  readonly toon: number;
  /** What a resume loads: session context and workflow state; of a workflow that isn't active, its own TOON file. */
  readonly resume: number;
  readonly handoff: number | null;
  /** Context in use at the last reading, as the agent itself counts; a resumed session doesn't carry it. */
  readonly transcript: number | null;
  /** Agent and skill definitions as files; their front matter is what is loaded until one is used. */
  readonly definitions: number | null;
  readonly frontMatter: number | null;
}

export type Measure = keyof SavingsMeasures;

type SavingId = 'toon-pretty' | 'toon-compact' | 'resume-state' | 'resume-transcript' | 'lazy-loading';

export interface Saving {
  readonly id: SavingId;
  readonly what: string;
  /** How the share is worked out, by the names of {@link MEASURE_NAMES}. */
  readonly formula: string;
  /** Whole percent, rounded; below 0 where more is loaded than was. Null: not measured. */
  readonly percent: number | null;
}

/** As the table and the formulas name them. */
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  fullState: 'full state (JSON file)',
  prettyJson: 'workflow as pretty JSON',
  compactJson: 'workflow as compact JSON',
  toon: 'workflow as TOON',
  resume: 'loaded by a resume',
  handoff: 'handoff',
  transcript: 'context of the last reading',
  definitions: 'agent and skill definitions',
  frontMatter: 'their front matter',
};

interface Comparison {
  readonly id: SavingId;
  readonly what: string;
  /** Their sum is what is left. */
  readonly parts: readonly Measure[];
  readonly of: Measure;
}

const COMPARISONS: readonly Comparison[] = [
  { id: 'toon-pretty', what: 'TOON against pretty JSON, same content', parts: ['toon'], of: 'prettyJson' },
  { id: 'toon-compact', what: 'TOON against compact JSON, same content', parts: ['toon'], of: 'compactJson' },
  { id: 'resume-state', what: 'a resume against the full state', parts: ['resume'], of: 'fullState' },
  {
    id: 'resume-transcript',
    what: 'a new session against the one it replaces',
    parts: ['resume', 'handoff'],
    of: 'transcript',
  },
  { id: 'lazy-loading', what: 'definitions loaded lazily', parts: ['frontMatter'], of: 'definitions' },
];

/** The share that each comparison saves. */
export function savingsOf(measures: SavingsMeasures): readonly Saving[] {
  return COMPARISONS.map(({ id, what, parts, of }) => {
    const names = parts.map((part) => MEASURE_NAMES[part]);
    const sum = names.length > 1 ? `(${names.join(' + ')})` : names.join('');
    return {
      id,
      what,
      formula: `1 − ${sum} / ${MEASURE_NAMES[of]}`,
      percent: shareSaved(measures, parts, of),
    };
  });
}

function shareSaved(measures: SavingsMeasures, parts: readonly Measure[], of: Measure): number | null {
  const whole = measures[of];
  const left = parts.map((part) => measures[part]);
  if (whole === null || whole === 0 || left.includes(null)) return null;
  const sum = left.reduce<number>((total, tokens) => total + (tokens ?? 0), 0);
  return Math.round((1 - sum / whole) * 100);
}
