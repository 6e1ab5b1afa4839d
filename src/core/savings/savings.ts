/** What Ninefold's files save, as a table of measured tokens. Every percentage names its base; nothing is assumed. */

/** Tokens (o200k, counted now); null if there is nothing to measure. */
export interface SavingsMeasures {
  /** The full state, as in `{id}.json`. */
  readonly fullState: number;
  /** The content of `{id}.toon` as JSON, indented by two spaces. */
  readonly prettyJson: number;
  /** The same content as JSON without white space. */
  readonly compactJson: number;
  /** The same content as TOON, without header comments. */
  readonly toon: number;
  /** What a resume loads: session context and workflow state; for an inactive workflow, its own TOON file. */
  readonly resume: number;
  readonly handoff: number | null;
  /** Context tokens at the last reading, by the agent's own count; a resumed session doesn't carry them. */
  readonly transcript: number | null;
  /** Agent and skill definitions as files, of which only the front matter is loaded until one is used. */
  readonly definitions: number | null;
  readonly frontMatter: number | null;
}

export type Measure = keyof SavingsMeasures;

type SavingId = 'toon-pretty' | 'toon-compact' | 'resume-state' | 'resume-transcript' | 'lazy-loading';

export interface Saving {
  readonly id: SavingId;
  readonly what: string;
  /** How the percentage is calculated, with the names of {@link MEASURE_NAMES}. */
  readonly formula: string;
  /** Whole percentage, rounded; negative if more is loaded. Null: not measured. */
  readonly percent: number | null;
}

/** Names in the table and the formulas. */
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
  /** Their sum is what remains. */
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

/** Returns what each comparison saves. */
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
