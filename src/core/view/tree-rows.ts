/** The whole tree: one folder's rows, or a root row per folder. Pure. */

import type { ObservedWork } from '../activity/observed-work.ts';
import type { WorkflowState } from '../workflow/state.ts';
import { constraintRows } from './constraint-rows.ts';
import type { Reading } from '../meter/reading.ts';
import { withEvidence } from './evidence-rows.ts';
import { nextRows } from './next-row.ts';
import { nextStepRows } from './next-step-rows.ts';
import { withOffers } from './offer-rows.ts';
import { phaseRows } from './phase-rows.ts';
import { planRows, withMeasured } from './plan-rows.ts';
import type { MeasuredSteps } from '../plan/phase-fit.ts';
import type { SessionPlan } from '../plan/session-plan.ts';
import type { FileFacts } from './phase-rows.ts';
import { questionRows } from './question-rows.ts';
import { childrenOf, withDescendants } from './rows.ts';
import type { DamageRow, PhaseRow, Row } from './rows.ts';
import { folderRow, othersRows, statusRows } from './workflow-rows.ts';
import type { WorkflowSummary } from './rows.ts';

/** A workspace folder with content to show. */
export interface FolderContent {
  /** Identifies the folder, stable across reloads. */
  readonly key: string;
  readonly name: string;
  /** Undefined if the state can't be read. */
  readonly state: WorkflowState | undefined;
  readonly files: FileFacts;
  readonly damage: readonly DamageRow[];
  readonly others: readonly WorkflowSummary[];
  /** Absent if there is none, or the rules aren't read yet. */
  readonly plan?: SessionPlan | null;
  /** Measured usage of its steps; absent before it's measured. */
  readonly measured?: MeasuredSteps;
  /** Of the folder's session; absent if there is none. */
  readonly reading?: Reading | null;
  /** Number of files that changed since the last gate; absent if unknown. */
  readonly changed?: number | null;
  /** Whether a file changed after the current step was rejected; absent if unknown. */
  readonly isReworked?: boolean | undefined;
  /** What the folder's session did; absent if unknown. */
  readonly work?: ObservedWork | null;
  /** Id of the agent that waits for a person in the folder; absent if none does. */
  readonly waiting?: string | null;
  /** Milliseconds since the epoch, for the age of checks. Absent: without their age. */
  readonly now?: number;
  /** Whether writing is disabled; suggestions are hidden then. */
  readonly isReadOnly: boolean;
}

/** Creates the top-level rows. Ids are unique across folders and stable while the folders stay. */
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

/** Returns the phases of a folder. @param folder its key */
export function phasesOf(rows: readonly Row[], folder: string | undefined): readonly PhaseRow[] {
  return withDescendants(rows).filter(
    (row): row is PhaseRow => row.kind === 'phase' && row.folder === folder,
  );
}

/** Position of a folder's rows. */
interface Place {
  /** Prefix of their ids. */
  readonly prefix: string;
  /** Id of their parent row. */
  readonly above: string | null;
}

/**
 * Orders a folder's rows: damage, the status of a workflow that isn't running, questions, the next thing to do, phases, next steps, constraints, plan, other
 * workflows. Ids of
 * the workflow's rows include its id, so that expansion doesn't carry over to another.
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

function ownRows(state: WorkflowState, content: FolderContent): readonly Row[] {
  const { files, plan = null, measured = null, isReadOnly, now } = content;
  const { reading = null, changed = null, waiting = null, isReworked } = content;
  const phases = withEvidence(phaseRows(state, files), state, { changed, now });
  const shown = isReadOnly ? phases.map(withoutSuggestions) : withOffers(phases, state, content.work ?? null);
  return [
    ...statusRows(state),
    ...questionRows(state, now),
    ...(isReadOnly ? [] : nextRows({ state, files, reading, changed, waiting, isReworked })),
    ...withMeasured(shown, measured),
    ...nextStepRows(state),
    ...constraintRows(state),
    ...(state.status === 'in_progress' ? planRows(plan, measured) : []),
  ];
}

function withoutSuggestions(row: PhaseRow): PhaseRow {
  return {
    ...row,
    children: row.children.filter(({ kind }) => kind !== 'suggestion' && kind !== 'existing'),
  };
}

/** Prefixes ids, because rows of two folders or workflows mustn't share one. */
function placed<R extends Row>(row: R, folder: string, place: Place): R {
  const { prefix, above } = place;
  const parent = row.parent === null ? above : prefix + row.parent;
  const moved = { ...row, folder, id: prefix + row.id, parent };
  if (!('children' in moved)) return moved;
  return { ...moved, children: childrenOf(row).map((child) => placed(child, folder, place)) };
}
