/** What a folder's files say now, read in one go; the tree and the status bar show nothing else. */

import { NinefoldError } from '../../core/errors.ts';
import type { LevelRules } from '../../core/meter/levels.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import type { Rules } from '../../core/rules/rules.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { ReportedTokens } from '../../core/session/current-session.ts';
import { pathsOfRows } from '../../core/view/phase-rows.ts';
import type { FileFacts } from '../../core/view/phase-rows.ts';
import { summaryOf } from '../../core/view/workflow-rows.ts';
import type { WorkflowSummary } from '../../core/view/rows.ts';
import type { FileFact } from '../../core/workflow/facts.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';

/** What the meter judges by. */
export interface MeterFacts {
  readonly levels: LevelRules;
  readonly windows: Readonly<Record<string, number>>;
  readonly estimateFactors: Readonly<Record<string, number>>;
  readonly estimateEncoding: Encoding;
  readonly sessionPlan: Rules['sessionPlan'];
  /** Why `ninefold.json` doesn't hold and its defaults do; null where nothing is wrong with it. */
  readonly rulesFailure: NinefoldError | null;
  /** What of `ninefold.json` waits for a person. */
  readonly waiting: readonly RestrictedRule[];
  /** Agent of the session that is tracked; null where none is. */
  readonly agent: string | null;
  /** The number that somebody reported; null where nobody did. */
  readonly reported: ReportedTokens | null;
}

export type FolderSnapshot = {
  /** Files of the state that are none to be read; absent where all are. */
  readonly refused?: readonly NinefoldError[];
} & (
  | { readonly kind: 'loading' }
  | { readonly kind: 'empty' | 'noneActive'; readonly meter: MeterFacts }
  | {
      readonly kind: 'damaged';
      readonly meter: MeterFacts;
      readonly error: NinefoldError;
      /** The active workflow; null where not even that could be read. */
      readonly id: string | null;
      readonly others: readonly WorkflowSummary[];
    }
  | {
      readonly kind: 'workflow';
      readonly meter: MeterFacts;
      readonly state: WorkflowState;
      readonly files: FileFacts;
      /** The folder's other workflows, the one changed last first. */
      readonly others: readonly WorkflowSummary[];
    }
);

/** The rules that wait, as last read. */
export function waitingRules(snapshot: FolderSnapshot): readonly RestrictedRule[] {
  return snapshot.kind === 'loading' ? [] : snapshot.meter.waiting;
}

/** Told of what goes wrong without ending the reading. */
export type Note = (what: string, error: unknown) => void;

const ABSENT: FileFact = { exists: false, hash: null };

/** A folder that isn't even opened, and why. */
export function unopened(error: NinefoldError, defaults: Rules): FolderSnapshot {
  const meter: MeterFacts = { ...held(defaults, null, []), agent: null, reported: null };
  return { kind: 'damaged', meter, error, id: null, others: [] };
}

/** Reads a folder. An expected failure becomes `damaged`; writes nothing. */
export async function readSnapshot(
  service: WorkflowService,
  defaults: Rules,
  note: Note,
): Promise<FolderSnapshot> {
  let meter: MeterFacts = { ...(await readRules(service, defaults, note)), agent: null, reported: null };
  let id: string | null = null;
  try {
    const session = await service.ports.session.read();
    meter = { ...meter, reported: session.reported, agent: session.agentSession?.agent ?? null };
    id = session.active;
    if (id === null) {
      const ids = await service.ports.journals.listIds();
      return { kind: ids.length === 0 ? 'empty' : 'noneActive', meter };
    }
    const state = await service.state(id);
    const files = await readFiles(service, pathsOfRows(state));
    return { kind: 'workflow', meter, state, files, others: await readOthers(service, id) };
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    // The journal was deleted while it was the active one: nothing is damaged, nothing is active.
    if (error.code === 'workflow-unknown') return { kind: 'noneActive', meter };
    note('the state could not be read', error);
    return { kind: 'damaged', meter, error, id, others: id === null ? [] : await readOthers(service, id) };
  }
}

/** One that can't be read is named all the same, so that somebody can put it away. */
async function readOthers(service: WorkflowService, active: string): Promise<readonly WorkflowSummary[]> {
  const { overviews, failures } = await service.ports.journals.readOverviews();
  const read = overviews
    .toSorted((one, other) => other.updatedAt.localeCompare(one.updatedAt))
    .map((overview) => summaryOf(overview));
  const unreadable = failures.map(({ id }): WorkflowSummary => ({
    id,
    name: id,
    status: 'unreadable',
    phase: '',
  }));
  return [...read, ...unreadable].filter(({ id }) => id !== active);
}

type RulesRead = Pick<
  MeterFacts,
  'levels' | 'windows' | 'estimateFactors' | 'estimateEncoding' | 'sessionPlan' | 'rulesFailure' | 'waiting'
>;

function held(
  { levels, windows, estimateFactors, estimateEncoding, sessionPlan }: Rules,
  rulesFailure: NinefoldError | null,
  waiting: readonly RestrictedRule[],
): RulesRead {
  return { levels, windows, estimateFactors, estimateEncoding, sessionPlan, rulesFailure, waiting };
}

async function readRules(service: WorkflowService, defaults: Rules, note: Note): Promise<RulesRead> {
  try {
    const { rules, waiting } = await service.ports.workspace.trustedRules();
    return held(rules, null, waiting);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    note('ninefold.json could not be read, its defaults are used', error);
    return held(defaults, error, []);
  }
}

/** A file whose link leaves the folder counts as absent; it mustn't hide the others. */
async function readFiles(service: WorkflowService, paths: readonly string[]): Promise<FileFacts> {
  try {
    // In one go: this is asked every few seconds.
    return await service.ports.workspace.files(paths);
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
  }
  const facts = await Promise.all(paths.map((path) => readFile(service, path)));
  return Object.fromEntries(paths.map((path, index) => [path, facts[index] ?? ABSENT]));
}

async function readFile(service: WorkflowService, path: string): Promise<FileFact> {
  try {
    return (await service.ports.workspace.files([path]))[path] ?? ABSENT;
  } catch (error) {
    if (NinefoldError.is(error)) return ABSENT;
    throw error;
  }
}
