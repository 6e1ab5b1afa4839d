/** The whole tree: one folder's rows as they are, or a root row for each of several. Pure. */

import type { WorkflowState } from '../workflow/state.ts';
import { phaseRows } from './phase-rows.ts';
import { planRows, withMeasured } from './plan-rows.ts';
import type { MeasuredSteps } from '../plan/phase-fit.ts';
import type { SessionPlan } from '../plan/session-plan.ts';
import type { FileFacts } from './phase-rows.ts';
import type { DamageRow, PhaseRow, Row } from './rows.ts';
import { folderRow, othersRows, statusRows } from './workflow-rows.ts';
import type { WorkflowSummary } from './rows.ts';

/** A workspace folder that has something to show. */
export interface FolderContent {
  /** What tells the folder from others, the same over reloads. */
  readonly key: string;
  readonly name: string;
  /** Undefined where the state can't be read. */
  readonly state: WorkflowState | undefined;
  readonly files: FileFacts;
  readonly damage: readonly DamageRow[];
  readonly others: readonly WorkflowSummary[];
  /** Absent where there is none, or where the rules aren't read yet. */
  readonly plan?: SessionPlan | null;
  /** What its steps took; absent before it was measured. */
  readonly measured?: MeasuredSteps;
  /** Whether nothing may be written here, so that nothing is suggested either. */
  readonly isReadOnly: boolean;
}

/** The rows at the top; their ids are unique over all folders, and stay while the folders stay. */
export function treeRows(folders: readonly FolderContent[]): readonly Row[] {
  const [only, ...more] = folders;
  if (only === undefined) return [];
  if (more.length === 0) return contentRows(only, { prefix: '', above: null });
  return folders.map((content) => {
    const id = `folder/${content.key}`;
    const children = contentRows(content, { prefix: `${id}/`, above: id });
    return { ...folderRow(id, content.name, content.state, children), folder: content.key };
  });
}

/** What is below a row. */
export function childrenOf(row: Row): readonly Row[] {
  return 'children' in row ? row.children : [];
}

/** Rows with everything below them, parents first. */
export function withDescendants(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => [row, ...withDescendants(childrenOf(row))]);
}

/** The phases of a folder. @param folder its key */
export function phasesOf(rows: readonly Row[], folder: string | undefined): readonly PhaseRow[] {
  return withDescendants(rows).filter(
    (row): row is PhaseRow => row.kind === 'phase' && row.folder === folder,
  );
}

/** Where the rows of a folder stand. */
interface Place {
  /** Before their ids. */
  readonly prefix: string;
  /** Id of the row above them. */
  readonly above: string | null;
}

/**
 * A workflow that isn't running says so first; after its phases stands the plan, and the others of the folder come last. What is of
 * the workflow has its id: what was expanded of one isn't of another.
 */
function contentRows(content: FolderContent, place: Place): readonly Row[] {
  const { key, state, damage, others } = content;
  const inWorkflow = { ...place, prefix: `${place.prefix}${state?.id ?? ''}/` };
  return [
    ...damage.map((row) => placed(row, key, place)),
    ...(state === undefined ? [] : ownRows(state, content)).map((row) => placed(row, key, inWorkflow)),
    ...othersRows(others).map((row) => placed(row, key, place)),
  ];
}

function ownRows(
  state: WorkflowState,
  { files, plan = null, measured = null, isReadOnly }: FolderContent,
): readonly Row[] {
  const phases = phaseRows(state, files);
  const shown = isReadOnly ? phases.map(withoutSuggestions) : phases;
  return [...statusRows(state), ...withMeasured(shown, measured), ...planRows(plan, measured)];
}

function withoutSuggestions(row: PhaseRow): PhaseRow {
  return {
    ...row,
    children: row.children.filter(({ kind }) => kind !== 'suggestion' && kind !== 'existing'),
  };
}

/** A row in its place: the same row of two folders, or of two workflows, mustn't have one id. */
function placed<R extends Row>(row: R, folder: string, place: Place): R {
  const { prefix, above } = place;
  const parent = row.parent === null ? above : prefix + row.parent;
  const moved = { ...row, folder, id: prefix + row.id, parent };
  if (!('children' in moved)) return moved;
  return { ...moved, children: childrenOf(row).map((child) => placed(child, folder, place)) };
}
