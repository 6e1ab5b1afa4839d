/** The one next thing to do, with one click: the first rule that applies. Pure; the host translates and runs it. */

import { agentName } from '../agents/agents.ts';
import { spokenLevel } from '../meter/assumed-window.ts';
import { aboutTokens } from '../meter/format-tokens.ts';
import type { WarningLevel } from '../meter/levels.ts';
import type { Phrase } from '../meter/meter-words.ts';
import { baseName } from '../paths/paths.ts';
import type { Reading } from '../meter/reading.ts';
import { tokensLeft } from '../meter/reading.ts';
import { isSubPhase, stepName } from '../workflow/phases.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { FileFacts } from './phase-rows.ts';
import { phaseRows } from './phase-rows.ts';
import { hasWantedCheck, isWaiting, reviewBasis, writtenDocuments } from './review-basis.ts';
import { reviewPhrase } from './review-words.ts';
import { withDescendants } from './rows.ts';
import type { NextAction, NextRow } from './rows.ts';

/** What the rules look at. */
export interface NextFacts {
  readonly state: WorkflowState;
  readonly files: FileFacts;
  /** Of the folder's session; null if there is none. */
  readonly reading: Reading | null;
  /** Number of files that changed since the last gate; null if unknown. */
  readonly changed: number | null;
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
  const isPullRequest = state.current === '9' && (action === 'create' || action === 'fill');
  const label = reviewPhrase(isPullRequest ? 'next-pull-request' : `next-${action}`, named);
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

function describe(action: NextAction, facts: NextFacts): readonly Phrase[] {
  const { state, files, reading, changed } = facts;
  if (action === 'continue') return [continuePhrase(reading)];
  if (action === 'answer') return [reviewPhrase('agent-waits')];
  if (action === 'review' || action === 'test') return reviewBasis(state, files, changed);
  const { attempts, reason } = state.steps[state.current];
  return attempts > 0 && reason !== null ? [reviewPhrase('rejected', { reason })] : [];
}

/** Near its end, a session says so; otherwise it is over because its handoff is written. */
function continuePhrase(reading: Reading | null): Phrase {
  return reading !== null && isReached(reading, 'suggest') ? endPhrase(reading) : reviewPhrase('handed-over');
}

/** Returns whether the handoff is the last thing that happened, besides a session's end, and no other session runs. */
function isHandedOver({ state, reading }: NextFacts): boolean {
  const { handoffs, sessions, updatedAt } = state;
  const newest = handoffs.at(-1);
  if (newest === undefined) return false;
  const isLast = newest.at === updatedAt || sessions.some(({ endedAt }) => endedAt === updatedAt);
  const isTakenOver =
    sessions.some(({ startedAt }) => startedAt > newest.at) ||
    (reading?.live === true && reading.sessionId !== newest.session);
  return isLast && !isTakenOver;
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

/** Returns the file that an action is about: the current phase's unchanged template, existing or missing document. */
function fileOf({ state, files }: NextFacts, action: NextAction): string | null {
  const rows = phaseRows(state, files).filter(({ isCurrent }) => isCurrent);
  for (const row of withDescendants(rows)) {
    if (action === 'fill' && row.kind === 'deliverable' && row.isUntouched) return row.file;
    if (action === 'adopt' && row.kind === 'existing') return row.file;
    if (action === 'create' && row.kind === 'suggestion') return row.file;
  }
  return null;
}
