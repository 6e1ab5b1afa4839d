/** The one next thing to do, with one click: the first rule that applies. Pure; the host translates and runs it. */

import { agentName } from '../agents/agents.ts';
import { spokenLevel } from '../meter/assumed-window.ts';
import { aboutTokens } from '../meter/format-tokens.ts';
import { isWarningLevel } from '../meter/levels.ts';
import type { WarningLevel } from '../meter/levels.ts';
import type { Phrase } from '../meter/meter-words.ts';
import { baseName } from '../paths/paths.ts';
import type { Reading } from '../meter/reading.ts';
import { tokensLeft } from '../meter/reading.ts';
import { isSubPhase, stepName } from '../workflow/phases.ts';
import { uncheckedRejection } from '../workflow/rejection.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { FileFacts } from './phase-rows.ts';
import { phaseRows } from './phase-rows.ts';
import { hasWantedCheck, isWaiting, reviewBasis, testVerdict, writtenDocuments } from './review-basis.ts';
import { reviewPhrase } from './review-words.ts';
import type { ReviewWord } from './review-words.ts';
import { withDescendants } from './rows.ts';
import type { NextAction, NextRow } from './rows.ts';
import { viewPhrase } from './view-words.ts';

/** What the rules look at. */
export interface NextFacts {
  readonly state: WorkflowState;
  readonly files: FileFacts;
  /** Of the folder's session; null if there is none. */
  readonly reading: Reading | null;
  /** Number of files that changed since the last gate; null if unknown. */
  readonly changed: number | null;
  /** Whether a file changed after the current step was rejected; absent if unknown. */
  readonly isReworked?: boolean | undefined;
  /** Id of the agent that waits for a permission or an answer in the folder; null if none does. */
  readonly waiting: string | null;
}

interface NextRule {
  readonly action: NextAction;
  readonly applies: (facts: NextFacts) => boolean;
}

/** In order: what ends a session comes first, then what waits for a person, then what the phase lacks. */
export const NEXT_RULES: readonly NextRule[] = [
  { action: 'continue', applies: ({ reading }) => isReached(reading, 'force') },
  { action: 'answer', applies: ({ waiting }) => waiting !== null },
  { action: 'review', applies: ({ state }) => isWaiting(state) },
  { action: 'continue', applies: ({ reading }) => isReached(reading, 'suggest') },
  { action: 'continue', applies: isHandedOver },
  { action: 'rework', applies: isToRework },
  { action: 'review', applies: ({ state }) => hasWantedCheck(state) },
  { action: 'review', applies: ({ state, files }) => writtenDocuments(state, files).length > 0 },
  { action: 'fill', applies: (facts) => fileOf(facts, 'fill') !== null },
  { action: 'adopt', applies: (facts) => fileOf(facts, 'adopt') !== null },
  { action: 'create', applies: (facts) => fileOf(facts, 'create') !== null },
  { action: 'test', applies: ({ state }) => isSubPhase(state.current) },
  { action: 'review', applies: ({ changed }) => changed !== null && changed > 0 },
  { action: 'approve', applies: () => true },
];

/** Creates the row of the next step; none if the workflow isn't running. */
export function nextRows(facts: NextFacts): readonly NextRow[] {
  const { state } = facts;
  const rule = state.status === 'in_progress' ? NEXT_RULES.find(({ applies }) => applies(facts)) : undefined;
  if (rule === undefined) return [];
  const { action } = rule;
  const file = fileOf(facts, action);
  const phase = `${state.current} ${stepName(state.current)}`;
  const agent = action === 'answer' ? facts.waiting : null;
  const named = { phase, file: baseName(file ?? ''), agent: agentName(agent) };
  const label = reviewPhrase(wordOf(action, state, file), named);
  const description = describe(action, facts);
  return [
    {
      kind: 'next',
      id: 'next',
      parent: null,
      action,
      label,
      phase: state.current,
      file,
      agent,
      actions: [],
      description,
      spoken: [label, ...description],
    },
  ];
}

function wordOf(action: NextAction, { current }: WorkflowState, file: string | null): ReviewWord {
  if (action === 'test') return isSubPhase(current) ? `next-test-${current}` : 'next-review';
  if (action === 'rework') return file === null ? 'next-rework-phase' : 'next-rework';
  return action === 'create' && current === '9' ? 'next-pull-request' : `next-${action}`;
}

function describe(action: NextAction, facts: NextFacts): readonly Phrase[] {
  const { state, files, reading, changed } = facts;
  if (action === 'continue') return [continuePhrase(reading)];
  if (action === 'answer') return [reviewPhrase('agent-waits')];
  if (action === 'review') return reviewBasis(state, files, changed);
  const { attempts, reason } = state.steps[state.current];
  if (action === 'rework') return reason === null ? [] : [viewPhrase('as-is', { text: reason })];
  if (action === 'test') return testVerdict(state);
  return attempts > 0 && reason !== null ? [reviewPhrase('rejected', { reason })] : [];
}

/** Near its end, a session says so; otherwise it is over because its handoff is written. */
function continuePhrase(reading: Reading | null): Phrase {
  return reading !== null && isReached(reading, 'suggest') ? endPhrase(reading) : reviewPhrase('handed-over');
}

/** Returns whether the phase was rejected and nothing tells of work since; one without a document starts with that. */
function isToRework(facts: NextFacts): boolean {
  const { state, files, isReworked } = facts;
  if (isReworked === true || uncheckedRejection(state) === null) return false;
  if (isSubPhase(state.current) || writtenDocuments(state, files).length > 0) return true;
  return (['fill', 'adopt', 'create'] as const).every((action) => fileOf(facts, action) === null);
}

/**
 * Returns whether the handoff is the last thing that happened, besides a session's end, no other session runs, and
 * the one that was handed over has ended or is still near its end.
 */
function isHandedOver({ state, reading }: NextFacts): boolean {
  const { handoffs, sessions, updatedAt } = state;
  const newest = handoffs.at(-1);
  if (newest === undefined) return false;
  const isLast = newest.at === updatedAt || sessions.some(({ endedAt }) => endedAt === updatedAt);
  const isTakenOver =
    sessions.some(({ startedAt }) => startedAt > newest.at) ||
    (reading?.live === true && reading.sessionId !== newest.session);
  return isLast && !isTakenOver && isOver(newest.session, sessions, reading);
}

/** Returns whether a session has ended or is at a warning level; one that was compacted has room again. */
function isOver(id: string | null, sessions: WorkflowState['sessions'], reading: Reading | null): boolean {
  const hasEnded = sessions.findLast((session) => session.id === id)?.endedAt != null;
  return hasEnded || reading?.live !== true || isWarningLevel(reading.level);
}

function isReached(reading: Reading | null, level: WarningLevel): boolean {
  if (reading?.live !== true || reading.source === 'estimate') return false;
  const spoken = spokenLevel(reading);
  return spoken === 'force' || spoken === level;
}

function endPhrase(reading: Reading): Phrase {
  const end = reading.compactsAt === null ? 'full' : 'compacts';
  const { turnsLeft: turns } = reading;
  if (turns === undefined)
    return reviewPhrase(`${end}-soon`, { left: aboutTokens(tokensLeft(reading) ?? 0) });
  return turns === 1 ? reviewPhrase(`${end}-turn`) : reviewPhrase(`${end}-turns`, { turns });
}

/** Returns the file that an action is about: the current phase's written document, unchanged template, existing or missing document. */
function fileOf({ state, files }: NextFacts, action: NextAction): string | null {
  if (action === 'rework') return writtenDocuments(state, files)[0]?.file ?? null;
  const rows = phaseRows(state, files).filter(({ isCurrent }) => isCurrent);
  for (const row of withDescendants(rows)) {
    if (action === 'fill' && row.kind === 'deliverable' && row.isUntouched) return row.file;
    if (action === 'adopt' && row.kind === 'existing') return row.file;
    if (action === 'create' && row.kind === 'suggestion') return row.file;
  }
  return null;
}
