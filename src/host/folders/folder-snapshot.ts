/** The state of a folder, read in one pass; tree and status bar show nothing else. */

import { NinefoldError } from '../../core/errors.ts';
import type { LevelRules } from '../../core/meter/levels.ts';
import type { Encoding } from '../../core/tokens/encodings.ts';
import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import type { Rules } from '../../core/rules/rules.ts';
import { presentFacts } from '../../core/service/file-facts.ts';
import type { WorkflowService } from '../../core/service/workflow-service.ts';
import type { ReportedTokens } from '../../core/session/current-session.ts';
import type { ReportedEnd } from '../../core/session/reported-ends.ts';
import { pathsOfRows } from '../../core/view/phase-rows.ts';
import type { FileFacts } from '../../core/view/phase-rows.ts';
import { summaryOf } from '../../core/view/workflow-rows.ts';
import type { WorkflowSummary } from '../../core/view/rows.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';

/** What the meter's levels depend on. */
export interface MeterFacts {
  readonly levels: LevelRules;
  readonly windows: Readonly<Record<string, number>>;
  readonly estimateFactors: Readonly<Record<string, number>>;
  readonly estimateEncoding: Encoding;
  readonly sessionPlan: Rules['sessionPlan'];
  /** Why `ninefold.json` is invalid and the defaults apply; null if it's valid. */
  readonly rulesFailure: NinefoldError | null;
  /** Rules of `ninefold.json` that wait for a person's consent. */
  readonly waiting: readonly RestrictedRule[];
  /** Agent of the tracked session; null if none is tracked. */
  readonly agent: string | null;
  /** The manually reported tokens; null if there are none. */
  readonly reported: ReportedTokens | null;
  /** Sessions whose end their agent reported. */
  readonly ended: readonly ReportedEnd[];
}

export type FolderSnapshot = {
  /** State files that were refused; absent if none were. */
  readonly refused?: readonly NinefoldError[];
} & (
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'empty' | 'noneActive';
      readonly meter: MeterFacts;
      /** An older tool left state that can be recovered. */
      readonly hasOlder?: boolean;
    }
  | {
      readonly kind: 'damaged';
      readonly meter: MeterFacts;
      readonly error: NinefoldError;
      /** The active workflow; null if it couldn't be read. */
      readonly id: string | null;
      readonly others: readonly WorkflowSummary[];
    }
  | {
      readonly kind: 'workflow';
      readonly meter: MeterFacts;
      readonly state: WorkflowState;
      readonly files: FileFacts;
      /** The folder's other workflows, last changed first. */
      readonly others: readonly WorkflowSummary[];
    }
);

/** Returns the rules that wait, as last read. */
export function waitingRules(snapshot: FolderSnapshot): readonly RestrictedRule[] {
  return snapshot.kind === 'loading' ? [] : snapshot.meter.waiting;
}

const NO_SESSION = { agent: null, reported: null, ended: [] } as const;

/** Receives errors that don't abort the reading. */
export type Note = (what: string, error: unknown) => void;

/** Returns the snapshot of a folder that can't be opened. */
export function unopened(error: NinefoldError, defaults: Rules): FolderSnapshot {
  const meter: MeterFacts = { ...held(defaults, null, []), ...NO_SESSION };
  return { kind: 'damaged', meter, error, id: null, others: [] };
}

/** Reads a folder's snapshot. Turns expected failures into `damaged`; writes nothing. */
export async function readSnapshot(
  service: WorkflowService,
  defaults: Rules,
  note: Note,
): Promise<FolderSnapshot> {
  let meter: MeterFacts = { ...(await readRules(service, defaults, note)), ...NO_SESSION };
  let id: string | null = null;
  try {
    const session = await service.ports.session.read();
    const { reported, agentSession, ended = [] } = session;
    meter = { ...meter, reported, agent: agentSession?.agent ?? null, ended };
    id = session.active;
    if (id === null) {
      const ids = await service.ports.journals.listIds();
      return { kind: ids.length === 0 ? 'empty' : 'noneActive', meter };
    }
    const state = await service.state(id);
    const files = await presentFacts(service.ports.workspace, pathsOfRows(state));
    return { kind: 'workflow', meter, state, files, others: await readOthers(service, id) };
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    // The active workflow's journal was deleted: nothing is damaged, nothing is active.
    if (error.code === 'workflow-unknown') return { kind: 'noneActive', meter };
    note("couldn't read the state", error);
    return { kind: 'damaged', meter, error, id, others: id === null ? [] : await readOthers(service, id) };
  }
}

/** Includes unreadable workflows, so that they can be deleted. */
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
    note("couldn't read ninefold.json, using the defaults", error);
    return held(defaults, error, []);
  }
}
