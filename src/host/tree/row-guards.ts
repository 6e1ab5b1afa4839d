/** Checks of what a command is given: anything may call it with anything. */

import type { Row, SuggestionRow } from '../../core/view/rows.ts';

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

/** What a person would write for the phase: of a row, or as another extension or a keybinding gives it. */
export function phaseOf(value: unknown): string | undefined {
  if (isRow(value)) return 'phase' in value ? value.phase : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The file of a row that has one, or a path given as text. */
export function fileOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (!isRow(value)) return undefined;
  if (value.kind === 'phase') return value.opens ?? undefined;
  return value.kind === 'damage' || !('file' in value) ? undefined : value.file;
}

/** What a part of the window tells a command that it runs: where, and where it matters on which workflow. */
export interface CommandTarget {
  readonly folder: string | undefined;
  readonly workflow?: string;
}

/** The key of the folder that a row or another part of the window names. */
export function folderOf(value: unknown): string | undefined {
  return textOf(value, 'folder');
}

/** The workflow that is named by a row, another part of the window, or an id as text; undefined: the active one. */
export function workflowOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : textOf(value, 'workflow');
}

function textOf(value: unknown, name: 'folder' | 'workflow'): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' ? text : undefined;
}
