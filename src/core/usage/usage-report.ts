/** The cost of a workflow: tokens by step, session, and model, from the calls of whole transcripts. */

import { mergeRecords, NO_SPENDING, processedTokens } from '../meter/spending.ts';
import type { SpentCall, TokenSpending } from '../meter/spending.ts';
import { STEP_IDS } from '../workflow/phases.ts';
import type { StepId } from '../workflow/phases.ts';
import { placeOfCall } from './timeline.ts';
import type { WorkflowTimeline } from './timeline.ts';

/** The calls of one transcript. */
export interface TranscriptCalls {
  readonly agent: string;
  /** For a sub-agent's transcript, its parent's id. */
  readonly sessionId: string;
  /** The whole transcript belongs to a sub-agent. */
  readonly isSubagent: boolean;
  /** In file order; one call per id. */
  readonly calls: readonly SpentCall[];
}

/** Tokens of calls. */
interface UsageFigures extends TokenSpending {
  readonly calls: number;
  /** Number of calls with invalid figures: their cost is unknown and not part of the sums. */
  readonly unknown: number;
  /** Everything the model processed: the sum of the four parts. */
  readonly processed: number;
  /**
   * Tokens that entered the context window: all of a session's first call, then each increase from call to call. A
   * decrease (a compaction) adds nothing. A session plan's figures mean the same. 0 for sub-agents, which have
   * another context.
   */
  readonly context: number;
}

/** Sub-agents are separate: their tokens cost too, but were never in the session's window. */
export interface UsageShare {
  readonly own: UsageFigures;
  readonly subagents: UsageFigures;
}

interface StepUsage extends UsageShare {
  readonly step: StepId;
}

interface ModelUsage extends UsageShare {
  /** Null if the agent doesn't name it. */
  readonly model: string | null;
}

interface SessionUsage extends UsageShare {
  readonly agent: string;
  readonly sessionId: string;
  /** ISO 8601 times of its first and last call for this workflow. */
  readonly from: string;
  readonly until: string;
  /** In the order of work. */
  readonly steps: readonly StepId[];
}

export interface UsageReport extends UsageShare {
  readonly workflow: string;
  /** Steps with usage, in the order of work. */
  readonly steps: readonly StepUsage[];
  /** In the order of their beginning. */
  readonly sessions: readonly SessionUsage[];
  /** The most expensive first. */
  readonly models: readonly ModelUsage[];
}

export const NO_USAGE: UsageFigures = {
  ...NO_SPENDING,
  calls: 0,
  unknown: 0,
  processed: 0,
  context: 0,
};
const NO_SHARE: UsageShare = { own: NO_USAGE, subagents: NO_USAGE };

/** A call with its workflow, step, and growth. */
interface PlacedCall {
  readonly call: SpentCall;
  readonly transcript: TranscriptCalls;
  readonly isSubagent: boolean;
  /** Tokens it added to the window. */
  readonly grown: number;
}

/**
 * Sums up the usage of a workflow. A call in several transcripts (a fork copies earlier ones) counts once, where and
 * when it was first made.
 *
 * @param timelines of every workflow of the folder, because they share its calls
 */
export function usageReport(
  workflow: string,
  timelines: readonly WorkflowTimeline[],
  transcripts: readonly TranscriptCalls[],
): UsageReport {
  const sum = new UsageSum();
  for (const placed of distinctCalls(transcripts)) {
    const { at } = placed.call;
    const time = at === null ? Number.NaN : Date.parse(at);
    if (at === null || Number.isNaN(time)) continue;
    const place = placeOfCall(timelines, placed.transcript.sessionId, time);
    if (place?.workflow === workflow) sum.add(placed, place.step, at);
  }
  return sum.report(workflow);
}

function addUsage(one: UsageFigures, other: UsageFigures): UsageFigures {
  // Field by field, because it runs several times for every call of every transcript.
  return {
    input: one.input + other.input,
    cacheCreation: one.cacheCreation + other.cacheCreation,
    cacheRead: one.cacheRead + other.cacheRead,
    output: one.output + other.output,
    calls: one.calls + other.calls,
    unknown: one.unknown + other.unknown,
    processed: one.processed + other.processed,
    context: one.context + other.context,
  };
}

export function addShares(shares: readonly UsageShare[]): UsageShare {
  return {
    own: shares.map(({ own }) => own).reduce(addUsage, NO_USAGE),
    subagents: shares.map(({ subagents }) => subagents).reduce(addUsage, NO_USAGE),
  };
}

/** Each call once, from the transcript in which it is earliest. */
function distinctCalls(transcripts: readonly TranscriptCalls[]): readonly PlacedCall[] {
  const named = new Map<string, PlacedCall>();
  const unnamed: PlacedCall[] = [];
  for (const transcript of transcripts) {
    let before = 0;
    for (const call of transcript.calls) {
      const isSubagent = transcript.isSubagent || call.isSubagent;
      const size = call.context ?? before;
      const grown = isSubagent ? 0 : Math.max(0, size - before);
      if (!isSubagent) before = size;
      const placed: PlacedCall = { call, transcript, isSubagent, grown };
      if (call.id === null) unnamed.push(placed);
      else named.set(call.id, first(named.get(call.id), placed));
    }
  }
  return [...named.values(), ...unnamed];
}

function first(one: PlacedCall | undefined, other: PlacedCall): PlacedCall {
  if (one === undefined) return other;
  const isEarlier = (other.call.at ?? '') < (one.call.at ?? '');
  const kept = isEarlier ? other : one;
  return { ...kept, call: mergeRecords(kept.call, isEarlier ? one.call : other.call) };
}

/** Adds calls to every sum that they belong to. */
class UsageSum {
  readonly #steps = new Map<StepId, UsageShare>();
  readonly #models = new Map<string | null, UsageShare>();
  readonly #sessions = new Map<string, SessionUsage>();

  add({ call, transcript, isSubagent, grown }: PlacedCall, step: StepId, at: string): void {
    const figures: UsageFigures =
      call.spent === null
        ? { ...NO_USAGE, unknown: 1, context: grown }
        : { ...call.spent, calls: 1, unknown: 0, processed: processedTokens(call.spent), context: grown };
    const added = ({ own, subagents }: UsageShare): UsageShare =>
      isSubagent
        ? { own, subagents: addUsage(subagents, figures) }
        : { own: addUsage(own, figures), subagents };
    this.#steps.set(step, added(this.#steps.get(step) ?? NO_SHARE));
    this.#models.set(call.model, added(this.#models.get(call.model) ?? NO_SHARE));
    const { agent, sessionId } = transcript;
    const key = `${agent} ${sessionId}`;
    const known = this.#sessions.get(key) ?? {
      agent,
      sessionId,
      from: at,
      until: at,
      steps: [],
      ...NO_SHARE,
    };
    this.#sessions.set(key, {
      agent,
      sessionId,
      ...added(known),
      from: at < known.from ? at : known.from,
      until: at > known.until ? at : known.until,
      steps: known.steps.includes(step) ? known.steps : [...known.steps, step],
    });
  }

  report(workflow: string): UsageReport {
    const steps = STEP_IDS.flatMap((step) => {
      const share = this.#steps.get(step);
      return share === undefined ? [] : [{ step, ...share }];
    });
    return {
      workflow,
      ...addShares(steps),
      steps,
      sessions: [...this.#sessions.values()]
        .map((session) => ({ ...session, steps: STEP_IDS.filter((step) => session.steps.includes(step)) }))
        .sort((one, other) => one.from.localeCompare(other.from)),
      models: [...this.#models]
        .map(([model, share]) => ({ model, ...share }))
        .sort((one, other) => allProcessed(other) - allProcessed(one)),
    };
  }
}

/** Tokens that the model processed for a session and its sub-agents. */
function allProcessed({ own, subagents }: UsageShare): number {
  return own.processed + subagents.processed;
}
