/** Validation of command arguments, which can be anything. */

import type { RowAction } from '../../core/view/row-actions.ts';
import type { NextRow, Row } from '../../core/view/rows.ts';
import type { StepId } from '../../core/workflow/phases.ts';

const KINDS: ReadonlySet<unknown> = new Set<Row['kind']>([
  'next',
  'check',
  'changes',
  'offers',
  'agentPlan',
  'todo',
  'nextSteps',
  'nextStep',
  'phase',
  'step',
  'files',
  'deliverable',
  'suggestion',
  'existing',
  'damage',
  'folder',
  'status',
  'others',
  'workflow',
  'constraints',
  'constraint',
  'plan',
  'planSession',
  'question',
  'questionSide',
]);

/** Returns whether an argument is a row of the tree. */
function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);
}

/** Returns the document that a row suggests, and its phase. */
export function suggestionOf(value: unknown): { readonly phase: string; readonly file: string } | undefined {
  if (!isRow(value)) return undefined;
  if (value.kind === 'suggestion' || value.kind === 'existing') return value;
  return value.kind === 'next' && value.file !== null ? { phase: value.phase, file: value.file } : undefined;
}

/** Returns the document of a row that suggests one that doesn't exist yet. */
export function missingOf(value: unknown): ReturnType<typeof suggestionOf> {
  return isRow(value) && value.kind === 'suggestion' ? value : undefined;
}

/** Returns the files that a row offers, and their phase. */
export function offeredBy(
  value: unknown,
): { readonly phase: string; readonly files: readonly string[] } | undefined {
  if (isRow(value) && value.kind === 'offers')
    return { phase: value.phase, files: value.children.map(({ file }) => file) };
  const one = suggestionOf(value);
  return one === undefined ? undefined : { phase: one.phase, files: [one.file] };
}

/** Returns the text of an agent's to-do. */
export function todoOf(value: unknown): string | undefined {
  return isRow(value) && value.kind === 'todo' ? value.text : undefined;
}

/** Returns the phase of a row, a notification's target, or a string, as a person would write it. */
export function phaseOf(value: unknown): string | undefined {
  if (isRow(value)) return 'phase' in value ? value.phase : undefined;
  const step = textOf(value, 'step');
  if (step !== undefined) return step;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Returns the id of a constraint's row. */
export function constraintOf(value: unknown): string | undefined {
  return isRow(value) && value.kind === 'constraint' ? value.constraint : undefined;
}

/** Returns the question of a row, and the side that was chosen, if it is a side's row. */
export function questionOf(
  value: unknown,
): { readonly subject: string; readonly event: string | null } | undefined {
  if (!isRow(value)) return undefined;
  if (value.kind === 'question') return { subject: value.subject, event: null };
  return value.kind === 'questionSide' ? { subject: value.subject, event: value.event } : undefined;
}

/** Returns the file of a row, or a path given as text. */
export function fileOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isRow(value)) return undefined;
  if (value.kind === 'phase') return value.opens ?? undefined;
  return value.kind === 'damage' || !('file' in value) ? undefined : (value.file ?? undefined);
}

/** Returns the row of the next step. */
export function nextOf(value: unknown): NextRow | undefined {
  return isRow(value) && value.kind === 'next' ? value : undefined;
}

/** Returns the id of the agent that a row asks to answer. */
export function waitingOf(value: unknown): string | undefined {
  return nextOf(value)?.agent ?? undefined;
}

/** The target that a part of the window passes to a command: folder, and if needed workflow and step. */
export interface CommandTarget {
  readonly folder: string | undefined;
  readonly workflow?: string;
  readonly step?: StepId;
}

/** Returns the folder key of a row or target. */
export function folderOf(value: unknown): string | undefined {
  return textOf(value, 'folder');
}

/** Returns the workflow of a row, a target, or an id as text; undefined for the active one. */
export function workflowOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : textOf(value, 'workflow');
}

/** Returns whether a row has an action: a keybinding passes whichever row has the focus. */
export function offers(value: unknown, action: RowAction): boolean {
  return isRow(value) && value.actions.includes(action);
}

/**
 * Returns what a command of the view's title acts on. VS Code passes the focused row to it, which counts only if it
 * offers the command's action; any other row tells just the folder.
 */
export function subjectFor(value: unknown, action: RowAction): unknown {
  return !isRow(value) || offers(value, action) ? value : { folder: folderOf(value) };
}

/** The step of a workflow that a gate acts on. */
export interface GateTarget {
  /** As a person would write it; undefined for the current one. */
  readonly phase: string | undefined;
  /** Undefined for the active one. */
  readonly workflow: string | undefined;
}

/** Returns the gate's target from a row, a notification, or another extension's argument. */
export function gateTargetOf(value: unknown): GateTarget {
  return { phase: phaseOf(value), workflow: textOf(value, 'workflow') };
}

function textOf(value: unknown, name: 'folder' | 'workflow' | 'step'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' ? text : undefined;
}
