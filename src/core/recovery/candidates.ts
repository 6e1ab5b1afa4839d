/** Recovery candidates: what each source contains, and why it is plausible. Pure. */

import { parseValue } from '../json-fields.ts';
import { readForeignToon } from '../migrations/fenced-export.ts';
import { migrateWorkflow } from '../migrations/workflow-document.ts';
import type { Phrase } from '../meter/meter-words.ts';
import { readToon } from '../toon/read-toon.ts';
import type { ToonReading } from '../toon/read-toon.ts';
import { exportSchema } from '../exports/export-schemas.ts';
import { SESSION_CONTEXT_FILE } from '../exports/export-names.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { marksIn } from '../redaction/finding.ts';
import { isWorkflowId } from '../workflow/names.ts';
import { stateOfRecovered } from './recovered-workflow.ts';
import { workflowOfHandoff } from './read-handoff.ts';
import { recoveryPhrase } from './recovery-words.ts';
import { newerLine, salvageJournal, salvageSegments } from './salvage-journal.ts';
import type { SalvagedJournal } from './salvage-journal.ts';

export type CandidateKind = 'journal' | 'snapshot' | 'state' | 'export' | 'handoff' | 'older' | 'history';

/** A text that may contain a workflow, wherever it was found. */
export interface RecoverySource {
  readonly format: 'journal' | 'segments' | 'snapshot' | 'json' | 'toon' | 'handoff';
  /** Where a person would search for it. */
  readonly place: string;
  readonly text: string;
  /** When it was written (ISO 8601). */
  readonly at: string;
  /** Id in its name; null if there is none. */
  readonly id: string | null;
  /** What git or its place reveals about it. */
  readonly about: readonly Phrase[];
  /** Adjacent `session-context.toon`: patterns and decisions that `workflow-state.toon` lacks. */
  readonly context?: string | undefined;
  /** Found in a place that other projects share. */
  readonly isElsewhere?: boolean | undefined;
}

export interface Candidate {
  readonly kind: CandidateKind;
  readonly place: string;
  readonly state: WorkflowState;
  /** Number of the last event it includes; null if unknown. */
  readonly revision: number | null;
  /** When its content was written (ISO 8601). */
  readonly at: string;
  readonly reasons: readonly Phrase[];
  /** Found in a place that other projects share: it may belong to another one. */
  readonly isElsewhere: boolean;
  /** A valid journal in its proper place: nothing needs recovery. */
  readonly isSound: boolean;
}

/** Returns a source's candidates: none if it is someone else's or a newer Ninefold's. */
export function candidatesOf(source: RecoverySource): readonly Candidate[] {
  switch (source.format) {
    case 'journal':
      return fromJournal(source, salvageJournal);
    case 'segments':
      return fromJournal(source, salvageSegments);
    case 'snapshot':
      return fromDocument(source, snapshotState(source.text), 'snapshot');
    case 'json':
      return fromDocument(source, parseValue(source.text), 'export');
    case 'toon':
      return fromToon(source);
    case 'handoff':
      return fromHandoff(source);
  }
}

function fromJournal(source: RecoverySource, salvage: typeof salvageJournal): readonly Candidate[] {
  const { id, text } = source;
  if (id === null || newerLine(text) !== undefined) return [];
  return salvage(text, id).map((salvaged) => ({
    kind: 'journal',
    place: source.place,
    state: salvaged.state,
    revision: salvaged.events,
    at: salvaged.state.updatedAt,
    reasons: [...journalReasons(salvaged), ...source.about],
    isElsewhere: source.isElsewhere === true,
    isSound: isSound(salvaged) && source.about.length === 0,
  }));
}

function isSound({ part, markers, duplicates, foreign }: SalvagedJournal): boolean {
  return part === 'whole' && markers + duplicates + foreign === 0;
}

function journalReasons(salvaged: SalvagedJournal): readonly Phrase[] {
  const { events, part, lost, markers, duplicates, foreign } = salvaged;
  const word =
    part === 'whole'
      ? isSound(salvaged)
        ? 'journal-whole'
        : 'journal-sorted'
      : part === 'prefix'
        ? 'journal-prefix'
        : 'journal-side';
  const counted = [
    ['lines-lost', lost],
    ['lines-markers', markers],
    ['lines-duplicate', duplicates],
    ['lines-foreign', foreign],
  ] as const;
  return [
    recoveryPhrase(word, { events }),
    ...counted.flatMap(([name, count]) => (count === 0 ? [] : [recoveryPhrase(name, { count })])),
  ];
}

function fromToon(source: RecoverySource): readonly Candidate[] {
  const asIs = readExport(source.text, source.place);
  const { value, findings } = asIs.value === undefined ? readForeignToon(source.text) : asIs;
  const repairs = findings.filter(({ severity }) => severity !== 'doubt').length;
  const more = repairs === 0 ? [] : [recoveryPhrase('toon-repaired', { count: repairs })];
  const whole =
    source.context === undefined
      ? value
      : withContext(value, readExport(source.context, SESSION_CONTEXT_FILE).value);
  return fromDocument({ ...source, about: [...more, ...source.about] }, whole, 'export');
}

/** Reads with the export's schema, so that an id such as `1e10` stays text; unchanged if it was truncated. */
function readExport(text: string, place: string): ToonReading {
  const bySchema = readToon(text, { schema: exportSchema(place.slice(place.lastIndexOf('/') + 1)) });
  return bySchema.value === undefined ? readToon(text) : bySchema;
}

type Fields = Readonly<Record<string, unknown>>;

/** Adds the tables of the same workflow's session context; the state's own tables win. */
function withContext(state: Fields | undefined, context: Fields | undefined): Fields | undefined {
  const { workflow: own } = state ?? {};
  const { workflow: other, project, patterns, decisions, constraints } = context ?? {};
  if (!isFields(own) || !isFields(other) || own.id !== other.id) return state;
  return { project, patterns, decisions, constraints, ...state, workflow: { ...other, ...own } };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function fromDocument(
  source: RecoverySource,
  value: unknown,
  kind: 'snapshot' | 'export',
): readonly Candidate[] {
  const migrated = migrateWorkflow(value, source.at);
  if (migrated.kind !== 'workflow') return [];
  const { state, isWhole, version, revision, leftOut } = migrated;
  // Someone put a file there whose name belongs to another workflow.
  if (!isNamedFor(source, state.id)) return [];
  const isOlder = version === 'example' || version === 'scripts';
  const word =
    kind === 'snapshot' ? kind : isWhole ? 'state-whole' : isOlder ? 'state-example' : 'state-tables';
  return [
    {
      kind: kind === 'snapshot' ? kind : isWhole ? 'state' : isOlder ? 'older' : 'export',
      place: source.place,
      state,
      revision,
      at: isWhole ? state.updatedAt : source.at,
      reasons: [
        recoveryPhrase(word, { revision: revision ?? 0 }),
        ...unknownEvidence(isWhole, leftOut),
        ...takenOut(state),
        ...source.about,
      ],
      isElsewhere: source.isElsewhere === true,
      isSound: false,
    },
  ];
}

/** In a place that projects share, names may carry the project: `{project}-{id}`. */
function isNamedFor({ id: named, isElsewhere }: RecoverySource, id: string): boolean {
  return named === null || named === id || (isElsewhere === true && named.endsWith(`-${id}`));
}

function fromHandoff(source: RecoverySource): readonly Candidate[] {
  const recovered = workflowOfHandoff(source.text);
  if (recovered === undefined || !isWorkflowId(recovered.id)) return [];
  const { state, leftOut } = stateOfRecovered(recovered, source.at);
  const reasons = [
    recoveryPhrase('handoff'),
    ...unknownEvidence(false, leftOut),
    ...takenOut(state),
    ...source.about,
  ];
  const { place, at, isElsewhere = false } = source;
  return [{ kind: 'handoff', place, state, revision: null, at, reasons, isElsewhere, isSound: false }];
}

/** A marker isn't content: the text of a redacted export is lost. */
function takenOut(state: WorkflowState): readonly Phrase[] {
  const count = marksIn(state);
  return count === 0 ? [] : [recoveryPhrase('redacted', { count })];
}

function unknownEvidence(isWhole: boolean, leftOut: number): readonly Phrase[] {
  return [
    ...(isWhole ? [] : [recoveryPhrase('evidence-unknown')]),
    ...(leftOut === 0 ? [] : [recoveryPhrase('left-out', { count: leftOut })]),
  ];
}

/** A line with a hash, then the document; the schema decides, not the hash. */
function snapshotState(text: string): unknown {
  const value = parseValue(text.slice(text.indexOf('\n') + 1));
  const state: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'state') : undefined;
  return typeof state === 'object' && state !== null
    ? { ...state, schema: 'ninefold/workflow/1' }
    : undefined;
}
