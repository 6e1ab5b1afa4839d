/**
 * Phases as rows: nine phases, the sub-phases of phase 5, deliverables, and suggestions. Pure; the host creates tree
 * items and translates phrases.
 */

import type { Phrase } from '../meter/meter-words.ts';
import { parentFolder } from '../paths/paths.ts';
import { suggestedPath } from '../service/deliverable-service.ts';
import { evidencePhrase } from '../workflow/evidence-words.ts';
import { isStillTemplate } from '../workflow/evidence.ts';
import type { FileFact } from '../workflow/facts.ts';
import { PHASES, SUB_PHASE_NAMES, isSubPhase, phaseOfStep } from '../workflow/phases.ts';
import type { PhaseDefinition, PhaseStatus, StepId } from '../workflow/phases.ts';
import { phaseStatus } from '../workflow/progress.ts';
import { rejectionPhrase } from '../workflow/rejection-words.ts';
import type { Deliverable, WorkflowState } from '../workflow/state.ts';
import { stepCheck } from './check-rows.ts';
import { phaseActions, stepActions } from './row-actions.ts';
import type { DeliverableRow, FilesRow, PhaseRow, StepRow, SuggestionRow } from './rows.ts';
import { viewPhrase } from './view-words.ts';

/** File facts by path relative to the folder; a missing path counts as absent. */
export type FileFacts = Readonly<Record<string, FileFact>>;

/** Returns the paths whose facts `phaseRows` needs. */
export function pathsOfRows(state: WorkflowState): readonly string[] {
  const suggested = PHASES.flatMap((definition) => candidates(state, definition));
  return [...new Set([...state.deliverables.map(({ file }) => file), ...suggested])];
}

/** Creates the rows of a workflow: nine phases with their children. */
export function phaseRows(state: WorkflowState, files: FileFacts): readonly PhaseRow[] {
  return PHASES.map((definition) => phaseRow(state, files, definition));
}

function phaseRow(state: WorkflowState, files: FileFacts, definition: PhaseDefinition): PhaseRow {
  const { num, name, steps } = definition;
  const status = phaseStatus(state, num);
  const isCurrent = phaseOfStep(state.current) === num && state.status !== 'completed';
  const deliverables = state.deliverables.filter(({ phase }) => phase === num);
  const documents = deliverables.map((deliverable) => deliverableRow(deliverable, files));
  const isGrouped = documents.length > MOST_UNGROUPED;
  const suggestions = status === 'skipped' ? [] : suggestionRows(state, files, definition);
  const subPhases = steps.length === 1 ? [] : steps.map((step) => stepRow(state, step));
  const children = [...subPhases, ...(isGrouped ? filesRows(num, documents) : documents), ...suggestions];
  const [only] = documents;
  const isUnverified = status === 'completed' && steps.some((step) => isStepUnverified(state, step));
  const ownStep = steps.length === 1 ? steps[0] : undefined;
  const marks = ownStep === undefined ? [] : rejectionMarks(state, ownStep);
  return {
    kind: 'phase',
    id: `phase/${num}`,
    parent: null,
    phase: String(num),
    label: `${num} ${name}`,
    status,
    isUnverified,
    isCurrent,
    children,
    opens: only !== undefined && children.length === 1 && !only.isMissing ? only.file : null,
    actions: phaseActions(state, definition, status),
    description: [
      // A row is narrow, and the icon says the status.
      ...(isGrouped ? [viewPhrase('files-count', { count: documents.length })] : []),
      ...descriptionOf(status, isUnverified, marks),
    ],
    spoken: [
      viewPhrase('phase-spoken', { num, name }),
      ...statusSpoken(status, isUnverified, isCurrent),
      ...marks.map(({ spoken }) => spoken),
      ...countSpoken(deliverables.length),
    ],
  };
}

function stepRow(state: WorkflowState, step: StepId): StepRow {
  const { status } = state.steps[step];
  const name = isSubPhase(step) ? SUB_PHASE_NAMES[step] : step;
  const isCurrent = state.current === step && state.status !== 'completed';
  const isUnverified = isStepUnverified(state, step);
  const marks = rejectionMarks(state, step);
  const check = status === 'pending' ? [] : stepCheck(state, step);
  return {
    kind: 'step',
    id: `step/${step}`,
    parent: `phase/${phaseOfStep(step)}`,
    phase: step,
    label: `${step} ${name}`,
    status,
    isUnverified,
    isCurrent,
    actions: stepActions(state, step),
    description: [...descriptionOf(status, isUnverified, marks, check.length > 0), ...check],
    spoken: [
      viewPhrase('step-spoken', { step, name }),
      ...statusSpoken(status, isUnverified, isCurrent),
      ...marks.map(({ spoken }) => spoken),
      ...check,
    ],
  };
}

function deliverableRow(deliverable: Deliverable, files: FileFacts): DeliverableRow {
  const { file, phase } = deliverable;
  const fact = files[file];
  const isMissing = fact?.exists !== true;
  const isUntouched = !isMissing && isStillTemplate(deliverable, fact);
  return {
    kind: 'deliverable',
    id: `deliverable/${file}`,
    parent: `phase/${phase}`,
    phase: String(phase),
    file,
    isMissing,
    isUntouched,
    actions: isMissing
      ? ['remove']
      : [
          'open',
          ...(isUntouched ? (['draft'] as const) : []),
          ...(phase === LAST_PHASE ? (['pullRequest'] as const) : []),
          'reveal',
          'remove',
        ],
    description: [...fileState(isMissing, isUntouched), ...folderPhrases(file)],
    spoken: [
      viewPhrase('deliverable-spoken', { file }),
      ...(isMissing ? [evidencePhrase('missing')] : isUntouched ? [evidencePhrase('untouched-spoken')] : []),
    ],
  };
}

/** Its document is the text of the pull request. */
const LAST_PHASE = 9;

/** More deliverables of a phase than these are grouped by folder. */
const MOST_UNGROUPED = 10;

/** Says what the icon doesn't, or why it warns. */
function fileState(isMissing: boolean, isUntouched: boolean): readonly Phrase[] {
  if (isMissing) return [evidencePhrase('missing')];
  return isUntouched ? [evidencePhrase('untouched')] : [];
}

/** Names the folder of a file; nothing at the top of the workspace folder. */
export function folderPhrases(file: string): readonly Phrase[] {
  const folder = parentFolder(file);
  return folder === '' ? [] : [viewPhrase('as-is', { text: folder })];
}

/** Groups deliverables by their folder, in the order in which the folders first appear. */
function filesRows(num: number, documents: readonly DeliverableRow[]): readonly FilesRow[] {
  const folders = [...new Set(documents.map(({ file }) => parentFolder(file)))];
  return folders.map((folder) => {
    const id = `files/${num}/${folder}`;
    const children = documents
      .filter(({ file }) => parentFolder(file) === folder)
      // The folder's own row names it.
      .map((row): DeliverableRow => ({
        ...row,
        parent: id,
        description: fileState(row.isMissing, row.isUntouched),
      }));
    const label = folder === '' ? viewPhrase('top-folder') : viewPhrase('as-is', { text: folder });
    const { length: count } = children;
    const shown = count === 1 ? viewPhrase('one-file') : viewPhrase('files-count', { count });
    const about = { actions: [], description: [shown], spoken: [label, ...countSpoken(count)] };
    return { kind: 'files', id, parent: `phase/${num}`, phase: String(num), label, children, ...about };
  });
}

/** If a suggested file exists and isn't this workflow's, offer to add it unchanged, or to create another next to it. */
function suggestionRows(
  state: WorkflowState,
  files: FileFacts,
  definition: PhaseDefinition,
): readonly SuggestionRow[] {
  const path = suggestedPath(state, definition.num, files);
  if (path === null) return [];
  const existing = candidates(state, definition).filter((file) => files[file]?.exists === true);
  const rows = existing.map((file) => suggestionRow('existing', definition.num, file));
  return existing.includes(path) ? rows : [...rows, suggestionRow('suggestion', definition.num, path)];
}

function suggestionRow(kind: SuggestionRow['kind'], num: number, file: string): SuggestionRow {
  const isThere = kind === 'existing';
  return {
    kind,
    id: `suggestion/${num}/${kind}`,
    parent: `phase/${num}`,
    phase: String(num),
    file,
    actions: isThere ? ['adopt', 'open'] : ['create', 'draft'],
    description: [viewPhrase(isThere ? 'exists' : 'suggested'), ...folderPhrases(file)],
    spoken: [viewPhrase(isThere ? 'exists-spoken' : 'suggested-spoken', { file })],
  };
}

/** Returns the two paths where a phase's document may be suggested. */
function candidates(state: WorkflowState, { num, suggested }: PhaseDefinition): readonly string[] {
  if (suggested === null) return [];
  const taken = suggestedPath(state, num, { [suggested]: { exists: true, hash: null } });
  return taken === null ? [] : [suggested, taken];
}

function isStepUnverified(state: WorkflowState, step: StepId): boolean {
  return state.steps[step].status === 'completed' && state.steps[step].unverified.length > 0;
}

/** The description shows only what the icon doesn't. */
function statusShown(status: PhaseStatus, isUnverified: boolean): readonly Phrase[] {
  if (isUnverified && status === 'completed') return [evidencePhrase('unverified')];
  return status === 'pending' || status === 'completed' ? [] : [viewPhrase(`status-${status}`)];
}

function statusSpoken(status: PhaseStatus, isUnverified: boolean, isCurrent: boolean): readonly Phrase[] {
  return [
    viewPhrase(`status-${status}`),
    ...(isUnverified ? [evidencePhrase('unverified')] : []),
    ...(isCurrent ? [viewPhrase('current')] : []),
  ];
}

interface Mark {
  readonly shown: Phrase;
  readonly spoken: Phrase;
}

/** A rejection implies *in progress*, as does a check, and a row is narrow. */
function descriptionOf(
  status: PhaseStatus,
  isUnverified: boolean,
  marks: readonly Mark[],
  hasCheck = false,
): readonly Phrase[] {
  if (status === 'in_progress' && (marks.length > 0 || hasCheck)) return marks.map(({ shown }) => shown);
  return [...statusShown(status, isUnverified), ...marks.map(({ shown }) => shown)];
}

function rejectionMarks(state: WorkflowState, step: StepId): readonly Mark[] {
  const { attempts: count, status } = state.steps[step];
  if (count === 0 || status === 'completed' || status === 'skipped') return [];
  const spoken =
    count === 1 ? rejectionPhrase('rejected-once', { count }) : rejectionPhrase('rejected-spoken', { count });
  return [{ shown: rejectionPhrase('rejected', { count }), spoken }];
}

function countSpoken(count: number): readonly Phrase[] {
  if (count === 0) return [];
  return [count === 1 ? viewPhrase('one-deliverable') : viewPhrase('deliverables-count', { count })];
}
