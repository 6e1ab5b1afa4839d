/** What Ninefold saves, as a table of measured figures. Every percentage names its base; nothing is assumed. */

/** Tokens (o200k, counted now), or milliseconds of agent tasks; null if there is nothing to measure. */
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
  /** What a new session is told about the workflow. */
  readonly told: number | null;
  /** What that stands for: exports, handoff, and the workflow's documents. */
  readonly documents: number | null;
  /** Outputs of checks, as kept. */
  readonly outputs: number | null;
  /** The answers to an agent about these outputs. */
  readonly answers: number | null;
  /** Milliseconds that the workflow's agent tasks would have taken one after the other. */
  readonly inSequence: number | null;
  /** Milliseconds in which at least one of them ran. */
  readonly sideBySide: number | null;
}

export type Measure = keyof SavingsMeasures;

/** Measures that are milliseconds. */
export const TIMES: ReadonlySet<Measure> = new Set<Measure>(['inSequence', 'sideBySide']);

type SavingId =
  | 'toon-pretty'
  | 'toon-compact'
  | 'resume-state'
  | 'resume-transcript'
  | 'lazy-loading'
  | 'compressed-context'
  | 'response-analyzer'
  | 'background-agents';

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
  told: 'context of a new session',
  documents: 'documents that it replaces',
  outputs: 'outputs of checks',
  answers: 'summaries of checks',
  inSequence: 'agent tasks in sequence',
  sideBySide: 'agent tasks in parallel',
};

interface Comparison {
  readonly id: SavingId;
  readonly what: string;
  /** Their sum is what remains. */
  readonly parts: readonly Measure[];
  readonly of: Measure;
}

const COMPARISONS: readonly Comparison[] = [
  { id: 'toon-pretty', what: 'TOON instead of pretty JSON, same content', parts: ['toon'], of: 'prettyJson' },
  {
    id: 'toon-compact',
    what: 'TOON instead of compact JSON, same content',
    parts: ['toon'],
    of: 'compactJson',
  },
  { id: 'resume-state', what: 'a resume instead of the full state', parts: ['resume'], of: 'fullState' },
  {
    id: 'resume-transcript',
    what: 'a new session instead of the current one',
    parts: ['resume', 'handoff'],
    of: 'transcript',
  },
  {
    id: 'lazy-loading',
    what: 'front matter instead of definitions',
    parts: ['frontMatter'],
    of: 'definitions',
  },
  { id: 'compressed-context', what: 'context instead of documents', parts: ['told'], of: 'documents' },
  { id: 'response-analyzer', what: 'summaries instead of outputs', parts: ['answers'], of: 'outputs' },
  { id: 'background-agents', what: 'agent tasks in parallel', parts: ['sideBySide'], of: 'inSequence' },
];

/** A technique, with the figures before and after it; null: not measured. */
export interface Technique {
  readonly id: TechniqueId;
  readonly unit: 'tokens' | 'milliseconds';
  readonly before: number | null;
  readonly after: number | null;
  /** Whole percentage, rounded; negative if it costs more. */
  readonly percent: number | null;
}

/** The techniques in the order of the source document, each with the comparison that measures it. */
const TECHNIQUES = {
  toon: 'toon-pretty',
  'lazy-agents': 'lazy-loading',
  'compressed-context': 'compressed-context',
  'response-analyzer': 'response-analyzer',
  'state-persistence': 'resume-transcript',
  'background-agents': 'background-agents',
} as const satisfies Readonly<Record<string, SavingId>>;

export type TechniqueId = keyof typeof TECHNIQUES;

export const TECHNIQUE_NAMES: Readonly<Record<TechniqueId, string>> = {
  toon: 'TOON format',
  'lazy-agents': 'Lazy agent loading',
  'compressed-context': 'Compressed context',
  'response-analyzer': 'Response analyzer',
  'state-persistence': 'State persistence',
  'background-agents': 'Background agents',
};

/** Returns the six techniques as measured here. */
export function techniquesOf(measures: SavingsMeasures): readonly Technique[] {
  return (Object.keys(TECHNIQUES) as TechniqueId[]).flatMap((id): Technique[] => {
    const comparison = COMPARISONS.find((one) => one.id === TECHNIQUES[id]);
    if (comparison === undefined) return [];
    const { parts, of } = comparison;
    const percent = shareSaved(measures, parts, of);
    const isMeasured = percent !== null;
    return [
      {
        id,
        unit: TIMES.has(of) ? 'milliseconds' : 'tokens',
        before: isMeasured ? measures[of] : null,
        after: isMeasured ? sumOf(measures, parts) : null,
        percent,
      },
    ];
  });
}

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
  const sum = sumOf(measures, parts);
  if (whole === null || whole === 0 || sum === null) return null;
  return Math.round((1 - sum / whole) * 100);
}

/** Null if one of them isn't measured. */
function sumOf(measures: SavingsMeasures, parts: readonly Measure[]): number | null {
  const left = parts.map((part) => measures[part]);
  return left.includes(null) ? null : left.reduce<number>((total, figure) => total + (figure ?? 0), 0);
}
