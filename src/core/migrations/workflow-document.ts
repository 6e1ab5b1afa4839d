/**
 * Migrates workflow documents of any age to the current state. Pure and idempotent: a current document comes out
 * unchanged, and a newer version's is recognized and left alone.
 *
 * | version | document |
 * |---|---|
 * | `scripts` | JSON of the original shell scripts: `workflow_id`, `current_phase`, `phases` by number, `context` |
 * | `example` | JSON or TOON as in the source documents: `workflow`, `phases`, `agents`, `deliverables`, no `schema`
 * |
 * | `ninefold/1` | the TOON exports |
 * | `ninefold/workflow/1` | the full state, `{id}.json` |
 */

import * as z from 'zod/mini';

import { EXPORT_SCHEMA } from '../exports/toon.ts';
import { STATE_SCHEMA } from '../exports/exports.ts';
import type { RecoveredWorkflow } from '../recovery/recovered-workflow.ts';
import { phaseNamed, stateOfRecovered } from '../recovery/recovered-workflow.ts';
import { checkWorkflowId } from '../workflow/names.ts';
import { workspacePath } from '../workflow/paths.ts';
import { PHASE_STATUSES, parsePhase } from '../workflow/phases.ts';
import type { PhaseStatus, StepId } from '../workflow/phases.ts';
import { parseWorkflowState } from '../workflow/state-schema.ts';
import { NEXT_STEP_STATUSES, WORKFLOW_STATUSES } from '../workflow/state.ts';
import type { NextStepStatus, WorkflowState, WorkflowStatus } from '../workflow/state.ts';
import { NinefoldError } from '../errors.ts';
import { phaseNumbering } from './phase-names.ts';

type DocumentVersion = 'scripts' | 'example' | 'ninefold/1' | 'ninefold/workflow/1';

export type MigratedDocument =
  | {
      readonly kind: 'workflow';
      readonly version: DocumentVersion;
      readonly state: WorkflowState;
      /** Whether the document has the whole state; otherwise, parts of it are unknown. */
      readonly isWhole: boolean;
      /** Number of the last event it includes; null if unknown. */
      readonly revision: number | null;
      /** Number of entries that can't be used. */
      readonly leftOut: number;
    }
  /** Written by a newer Ninefold: left alone. */
  | { readonly kind: 'newer'; readonly schema: string }
  /** Someone else's: ignored. */
  | { readonly kind: 'foreign' };

const FOREIGN = { kind: 'foreign' } as const;

/**
 * Migrates a document.
 *
 * @param value of a JSON document, or of a TOON document as it was read
 * @param at when the document was written, unless it says so itself (ISO 8601)
 */
export function migrateWorkflow(value: unknown, at: string): MigratedDocument {
  const record = recordOf(value);
  if (record === undefined) return FOREIGN;
  const { schema } = record;
  if (schema === STATE_SCHEMA) return wholeState(record);
  if (schema === EXPORT_SCHEMA) return fromTables(record, 'ninefold/1', at);
  if (typeof schema === 'string') return schema.startsWith('ninefold/') ? { kind: 'newer', schema } : FOREIGN;
  if (typeof record.workflow_id === 'string') return fromScripts(record, at);
  return recordOf(record.workflow) === undefined ? FOREIGN : fromTables(record, 'example', at);
}

function wholeState(record: Record<string, unknown>): MigratedDocument {
  const parsed = parseWorkflowState(record);
  if (parsed === undefined || !isId(parsed.id)) return FOREIGN;
  // It may have been edited: a path in a state must never point outside.
  const deliverables = parsed.deliverables.filter(({ file }) => isInside(file));
  const leftOut = parsed.deliverables.length - deliverables.length;
  const state = leftOut === 0 ? parsed : { ...parsed, deliverables };
  return {
    kind: 'workflow',
    version: 'ninefold/workflow/1',
    state,
    isWhole: true,
    revision: state.revision,
    leftOut,
  };
}

const text = z.string();
const row = z.looseObject({});
const tablesSchema = z.looseObject({
  workflow: z.looseObject({ id: z.coerce.string() }),
  phases: z.optional(z.array(row)),
  sub_phases: z.optional(z.array(row)),
  agents: z.optional(z.array(z.coerce.string())),
  deliverables: z.optional(z.array(row)),
  next_steps: z.optional(z.array(row)),
  decisions: z.optional(z.array(row)),
  constraints: z.optional(z.array(z.string())),
  patterns: z.optional(z.array(row)),
  revision: z.optional(z.int()),
});

/** Reads the keys and tables of the exports, and of the example that they follow. */
function fromTables(record: Record<string, unknown>, version: 'example' | 'ninefold/1', at: string) {
  const parsed = tablesSchema.safeParse(record);
  if (!parsed.success || !isId(parsed.data.workflow.id)) return FOREIGN;
  const { workflow, phases, sub_phases: subPhases, agents, revision, ...tables } = parsed.data;
  const recovered: RecoveredWorkflow = {
    id: workflow.id,
    name: textOf(workflow.name) ?? textOf(workflow.feature),
    task: textOf(workflow.task),
    status: statusOf(workflow.status),
    branch: textOf(workflow.branch) ?? null,
    createdAt: textOf(workflow.created),
    step: stepNamed(workflow.sub_phase ?? workflow.phase),
    statuses: { ...statusesOf(phases), ...statusesOf(subPhases) },
    agents: agents ?? [],
    stack: stackOf(recordOf(record.project)?.stack),
    deliverables: (tables.deliverables ?? []).map((cells) => ({
      phase: phaseNumber(cells.phase),
      file: cellText(cells.file),
    })),
    decisions: rowsOf(tables.decisions, ['id', 'choice', 'reason']),
    constraints: tables.constraints ?? [],
    patterns: rowsOf(tables.patterns, ['type', 'convention', 'example']),
    nextSteps: (tables.next_steps ?? []).map((cells) => ({
      text: cellText(cells.text),
      status: nextStatusOf(cells.status),
    })),
  };
  return documentOf(recovered, version, at, revision ?? null);
}

const scriptsSchema = z.looseObject({
  workflow_id: text,
  current_phase: z.optional(z.union([z.int(), text])),
  phases: z.optional(z.record(text, row)),
  context: z.optional(row),
});

function fromScripts(record: Record<string, unknown>, at: string): MigratedDocument {
  const parsed = scriptsSchema.safeParse(record);
  if (!parsed.success || !isId(parsed.data.workflow_id)) return FOREIGN;
  const { workflow_id: id, current_phase: current, phases = {}, context = {} } = parsed.data;
  const { workflow_name: name, status, created_at: created, updated_at: updated } = record;
  const placeOf = phaseNumbering(
    Object.entries(phases).map(([num, phase]) => ({ num, name: textOf(phase.name) })),
  );
  const recovered: RecoveredWorkflow = {
    id,
    name: textOf(name),
    task: textOf(context.task),
    status: statusOf(status),
    createdAt: textOf(created),
    step: stepNamed(placeOf(cellText(current))),
    statuses: Object.fromEntries(
      Object.entries(phases).flatMap(([num, phase]) => statusEntry(placeOf(num), phase.status)),
    ),
    agents: textsOf(context.agents),
    deliverables: Object.entries(phases).flatMap(([num, phase]) =>
      textsOf(phase.deliverables).map((file) => ({ phase: phaseNumber(placeOf(num)), file })),
    ),
  };
  return documentOf(recovered, 'scripts', textOf(updated) ?? at, null);
}

function documentOf(
  recovered: RecoveredWorkflow,
  version: DocumentVersion,
  at: string,
  revision: number | null,
): MigratedDocument {
  return { kind: 'workflow', version, ...stateOfRecovered(recovered, at), isWhole: false, revision };
}

function recordOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function isId(id: string): boolean {
  return isTaken(() => checkWorkflowId(id));
}

function isInside(file: string): boolean {
  return isTaken(() => workspacePath(file, '/'));
}

function isTaken(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (NinefoldError.is(error)) return false;
    throw error;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}

/** `React,TypeScript`, or a list. */
function stackOf(value: unknown): readonly string[] {
  const names = typeof value === 'string' ? value.split(',') : textsOf(value);
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

function rowsOf<K extends string>(
  rows: readonly Record<string, unknown>[] | undefined,
  columns: readonly K[],
): readonly Record<K, string>[] {
  return (rows ?? []).map((cells) => {
    const entries = columns.map((column) => [column, cellText(cells[column])] as const);
    return Object.fromEntries(entries) as Record<K, string>;
  });
}

/** A cell that looks like a number was read as one. */
function cellText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function statusesOf(rows: readonly Record<string, unknown>[] | undefined): Record<string, PhaseStatus> {
  const entries = (rows ?? []).flatMap(({ num, name, status }) => {
    const named = num ?? (typeof name === 'string' ? phaseNamed(name) : undefined);
    return statusEntry(cellText(named), status);
  });
  return Object.fromEntries(entries);
}

/** Other tools' words for each status. */
const STATUS_WORDS: Readonly<Record<string, PhaseStatus>> = {
  approved: 'completed',
  done: 'completed',
  active: 'in_progress',
  waiting_approval: 'awaiting_approval',
  rejected: 'in_progress',
  not_started: 'pending',
};

function statusEntry(num: string, status: unknown): readonly (readonly [string, PhaseStatus])[] {
  const word = cellText(status);
  const known = PHASE_STATUSES.find((one) => one === word) ?? STATUS_WORDS[word];
  return known === undefined || num === '' ? [] : [[num, known]];
}

function statusOf(value: unknown): WorkflowStatus | undefined {
  return WORKFLOW_STATUSES.find((status) => status === value);
}

function nextStatusOf(value: unknown): NextStepStatus {
  return NEXT_STEP_STATUSES.find((status) => status === value) ?? 'open';
}

function stepNamed(value: unknown): StepId | undefined {
  const word = cellText(value);
  return word === '' ? undefined : parsePhase(word)?.[0];
}

function phaseNumber(value: unknown): number {
  const step = stepNamed(value);
  return step === undefined ? 1 : Number(step.charAt(0));
}
