/** Checks of what a command is given: anything may call it with anything. */

import type { RowAction } from '../../core/view/row-actions.ts';
import type { Row, SuggestionRow } from '../../core/view/rows.ts';
import type { StepId } from '../../core/workflow/phases.ts';

const KINDS: ReadonlySet<unknown> = new Set<Row['kind']>([
  'phase',
  'step',
  'deliverable',
  'suggestion',
  'existing',
  'damage',
  'folder',
  'status',
  'others',
  'workflow',
  'plan',
  'planSession',
]);

/** Whether an argument is a row of the tree. */
function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);
}

export function isSuggestionRow(value: unknown): value is SuggestionRow {
  return isRow(value) && (value.kind === 'suggestion' || value.kind === 'existing');
}

/** What a person would write for the phase: of a row, of a message's step, or as another extension gives it. */
export function phaseOf(value: unknown): string | undefined {
  if (isRow(value)) return 'phase' in value ? value.phase : undefined;
  const step = textOf(value, 'step');
  if (step !== undefined) return step;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The file of a row that has one, or a path given as text. */
export function fileOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isRow(value)) return undefined;
  if (value.kind === 'phase') return value.opens ?? undefined;
  return value.kind === 'damage' || !('file' in value) ? undefined : value.file;
}

/** What a part of the window tells a command that it runs: where, and where it matters on which workflow and step. */
export interface CommandTarget {
  readonly folder: string | undefined;
  readonly workflow?: string;
  readonly step?: StepId;
}

/** The key of the folder that a row or another part of the window names. */
export function folderOf(value: unknown): string | undefined {
  return textOf(value, 'folder');
}

/** The workflow that is named by a row, another part of the window, or an id as text; undefined: the active one. */
export function workflowOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : textOf(value, 'workflow');
}

/** Whether a row offers what a key asks for: a key gives a command whatever row it is pressed on. */
export function offers(value: unknown, action: RowAction): boolean {
  return isRow(value) && value.actions.includes(action);
}

/** The step of a workflow that a gate is asked for. */
export interface GateTarget {
  /** What a person would write; undefined: the current one. */
  readonly phase: string | undefined;
  /** Undefined: the active one. */
  readonly workflow: string | undefined;
}

/** What a row, a message or another extension asks a gate for. */
export function gateTargetOf(value: unknown): GateTarget {
  return { phase: phaseOf(value), workflow: textOf(value, 'workflow') };
}

function textOf(value: unknown, name: 'folder' | 'workflow' | 'step'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' ? text : undefined;
}
