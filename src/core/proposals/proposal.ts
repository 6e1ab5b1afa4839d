/** What an edited export requests: its additions as intents, and what is refused, with reasons. Pure. */

import { exportSchema } from '../exports/export-schemas.ts';
import { readToon } from '../toon/read-toon.ts';
import { TOON_WORDS } from '../toon/toon-finding.ts';
import type { ToonFinding } from '../toon/toon-finding.ts';
import { formatMessage } from '../messages.ts';
import type { WorkflowIntent } from '../workflow/intents.ts';
import { markedField } from '../redaction/marked-intents.ts';
import type { DocumentValue, LineFor, Proposal, Refusal, Row } from './compared-documents.ts';
import { isObject, rowsOf, withTexts } from './compared-documents.ts';
import { comparePhases } from './phase-changes.ts';
import { stepChanges } from './step-changes.ts';

export interface ProposalQuestion {
  /** Name of the export, one of `PROPOSAL_FILES`. */
  readonly name: string;
  /** Its current text. */
  readonly text: string;
  /** What Ninefold would write now. */
  readonly base: string;
  /** Numbers of the next steps in the base, in its order; without them, only the refusals are complete. */
  readonly openSteps?: readonly number[];
  /** The edit's texts without secrets, if they differ: the base was redacted too. */
  readonly shown?: ReadonlyMap<string, string>;
}

/** Compares an edited export with the one that Ninefold would write. */
export function propose({ name, text, base, openSteps = [], shown }: ProposalQuestion): Proposal {
  const schema = exportSchema(name);
  const before = readToon(base, { schema }).value ?? {};
  const revision = Number(before.revision);
  const { value: read, findings } = readToon(text, { schema, revision });
  const value = shown === undefined || read === undefined ? read : withTexts(read, shown);
  const unread = findings.filter(({ severity }) => severity === 'problem');
  if (value === undefined) return { intents: [], refusals: unread.map(fromFinding) };
  const id = workflowOf(before);
  const foreign = foreignTo(value, { id, revision, heads: before.heads });
  if (foreign !== undefined)
    return {
      intents: [],
      refusals: [{ ...foreign, line: lineOf(text, KEY_OF_REFUSAL[foreign.code] ?? 'revision') }],
    };
  const doubts = doubtsOf(findings, text, base);
  // The document may not say what is meant, so all of it waits.
  if (doubts.length > 0) return { intents: [], refusals: doubts.map(fromFinding) };
  const lineFor: LineFor = (key) => lineOf(text, key);
  const parts = [
    compareFields(before, value, lineFor),
    compareRows(before, value, { lineFor, openSteps }),
    comparePhases(before, value, lineFor),
  ];
  return withoutMarked(
    {
      intents: parts.flatMap(({ intents }) => intents),
      refusals: parts.flatMap(({ refusals }) => refusals),
    },
    lineFor,
  );
}

/** A text with a marker would replace the secret. */
function withoutMarked({ intents, refusals }: Proposal, lineFor: LineFor): Proposal {
  const marked = intents.flatMap((intent): readonly Refusal[] => {
    const field = markedField(intent);
    if (field === undefined) return [];
    const key = KEY_OF_INTENT[intent.kind] ?? field;
    return [{ code: 'redacted', parameters: { key }, line: lineFor(key) }];
  });
  return {
    intents: intents.filter((intent) => markedField(intent) === undefined),
    refusals: [...refusals, ...marked],
  };
}

const KEY_OF_REFUSAL: Readonly<Partial<Record<Refusal['code'], string>>> = {
  'other-workflow': 'workflow',
  'other-events': 'heads',
};

const KEY_OF_INTENT: Readonly<Partial<Record<WorkflowIntent['kind'], string>>> = {
  setTask: 'task',
  addDeliverable: 'deliverables',
  recordDecision: 'decisions',
  addNextStep: 'next_steps',
};

function lineOf(text: string, key: string): number | null {
  const lines = text.split(/\r\n|\r|\n/);
  const index = lines.findIndex((line) => line.trimStart().startsWith(key));
  return index < 0 ? null : index + 1;
}

function fromFinding({ code, parameters, line }: ToonFinding): Refusal {
  const reason = formatMessage(TOON_WORDS[code], parameters);
  return { code: 'unreadable', parameters: { line, reason }, line };
}

/** Doubts about lines that Ninefold didn't write. */
function doubtsOf(findings: readonly ToonFinding[], text: string, base: string): readonly ToonFinding[] {
  const lines = text.split(/\r\n|\r|\n/);
  const known = new Set(base.split('\n'));
  return findings.filter(({ severity, line }) => severity === 'doubt' && !known.has(lines[line - 1] ?? ''));
}

function foreignTo(
  value: DocumentValue,
  { id, revision, heads }: { readonly id: string; readonly revision: number; readonly heads: unknown },
): Omit<Refusal, 'line'> | undefined {
  const other = workflowOf(value);
  if (other !== id) return { code: 'other-workflow', parameters: { id: other, current: id } };
  // An older Ninefold and private state write no heads.
  const isElsewhere = value.heads !== undefined && heads !== undefined && value.heads !== heads;
  if (value.revision === revision) return isElsewhere ? { code: 'other-events', parameters: {} } : undefined;
  return { code: 'other-revision', parameters: { revision: String(value.revision), current: revision } };
}

/** Id of the document's workflow. */
function workflowOf({ workflow }: DocumentValue): string {
  return String(isObject(workflow) ? workflow.id : workflow);
}

const OWN_KEYS = new Set(['schema', 'heads', 'revision']);
/** Fields that `comparePhases` handles. */
const PHASE_FIELDS = new Set(['phase', 'sub_phase']);

function compareFields(before: DocumentValue, after: DocumentValue, lineFor: LineFor): Proposal {
  const intents: WorkflowIntent[] = [];
  const refusals: Refusal[] = [];
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (PHASE_FIELDS.has(key) || JSON.stringify(old[key]) === JSON.stringify(now[key])) continue;
    const { [key]: value } = now;
    if (key === 'task' && typeof value === 'string') intents.push({ kind: 'setTask', task: value });
    else refusals.push({ code: 'changed', parameters: { key }, line: lineFor(key) });
  }
  return { intents, refusals };
}

/** Fields outside tables: the workflow's keys, and the root's. */
function fieldsOf(document: DocumentValue): DocumentValue {
  const root = Object.entries(document).filter(([key, value]) => !OWN_KEYS.has(key) && !isTable(key, value));
  const workflow = isObject(document.workflow) ? document.workflow : {};
  return { ...Object.fromEntries(root.filter(([, value]) => !isObject(value))), ...workflow };
}

const TABLES = new Set(['phases', 'sub_phases', 'deliverables', 'next_steps', 'decisions']);

function isTable(key: string, value: unknown): boolean {
  return TABLES.has(key) && Array.isArray(value);
}

const COLUMNS = {
  deliverables: ['phase', 'file'],
  decisions: ['id', 'choice', 'reason'],
  next_steps: ['text', 'status'],
} as const;
type RowKey = keyof typeof COLUMNS;
/** The column that identifies a row. */
const NAMED_BY = { deliverables: 'file', decisions: 'id', next_steps: 'text' } as const;

interface RowFacts {
  readonly lineFor: LineFor;
  readonly openSteps: readonly number[];
}

function compareRows(
  before: DocumentValue,
  after: DocumentValue,
  { lineFor, openSteps }: RowFacts,
): Proposal {
  const intents: WorkflowIntent[] = [];
  const refusals: Refusal[] = [];
  for (const key of Object.keys(COLUMNS) as RowKey[]) {
    const old = rowsOf(before, key);
    const found = differences(old, rowsOf(after, key), key);
    const { added, removed, ...steps } =
      key === 'next_steps'
        ? stepChanges(found.added, found.removed, (row) => openSteps[old.indexOf(row)])
        : { ...found, intents: [] };
    for (const intent of steps.intents) intents.push(intent);
    // If rows were removed, a new one may be a rewording of one of them.
    if (removed.length === 0) for (const row of added) intents.push(intentFor(key, row));
    for (const row of removed) {
      const name = row[NAMED_BY[key]];
      const code = added.some((other) => other[NAMED_BY[key]] === name) ? 'row-changed' : 'removed';
      refusals.push({ code, parameters: { key, what: String(name) }, line: lineFor(key) });
    }
  }
  return { intents, refusals };
}

interface Differences {
  readonly added: readonly Row[];
  readonly removed: readonly Row[];
}

/** By content, in any order; identical rows count separately. */
function differences(before: readonly Row[], after: readonly Row[], key: RowKey): Differences {
  const left = new Map<string, Row[]>();
  const nameOf = (row: Row): string => JSON.stringify(COLUMNS[key].map((column) => row[column]));
  for (const row of before) left.set(nameOf(row), [...(left.get(nameOf(row)) ?? []), row]);
  const added = after.filter((row) => left.get(nameOf(row))?.pop() === undefined);
  return { added, removed: [...left.values()].flat() };
}

function intentFor(key: RowKey, row: Row): WorkflowIntent {
  const text = (column: string): string => {
    const value = row[column];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  switch (key) {
    case 'deliverables':
      return { kind: 'addDeliverable', file: text('file'), phase: text('phase') };
    case 'decisions':
      return { kind: 'recordDecision', id: text('id'), choice: text('choice'), reason: text('reason') };
    case 'next_steps':
      return { kind: 'addNextStep', text: text('text'), status: text('status') };
  }
}
