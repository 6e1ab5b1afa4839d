/** What hooks tell the model and the person. Only facts: given instructions, agents stop early or go in circles. */

import { driftLines, driftText, timeOfHandoff } from '../handoff/drift-words.ts';
import type { DriftReport } from '../handoff/drift.ts';
import { assumptionOf } from '../meter/assumed-window.ts';
import { groupThousands } from '../meter/format-tokens.ts';
import { LEVEL_WORDS } from '../meter/level-words.ts';
import { phraseText } from '../meter/meter-words.ts';
import type { Reading } from '../meter/reading.ts';
import type { PendingRejection } from '../service/take-rejection.ts';
import type { OtherSession } from '../service/resume-service.ts';
import { phaseOfStep, stepName } from '../workflow/phases.ts';
import { phaseLabel } from '../workflow/progress.ts';
import type { WorkflowState } from '../workflow/state.ts';
import type { HookAnswer } from './hook-vocabulary.ts';

/** A written handoff: its path, and what a new session continues with. */
export interface WrittenHandoff {
  readonly shownPath: string;
  readonly prompt: string;
  /** Number of removed secrets, by kind. */
  readonly redacted: Readonly<Record<string, number>>;
}

const DRIFT_SHOWN = 12;

/** Makes the person's message on one line: how full the window is, and what was written. */
export function levelMessage(reading: Reading, handoff: WrittenHandoff | null): string {
  return `${fullness(reading)} ${levelAdvice(reading, handoff)}`;
}

/** Makes the text below the person's banner: what was written, and how to continue. */
export function levelAdvice(reading: Reading, handoff: WrittenHandoff | null): string {
  const advice = LEVEL_WORDS['plan-in-session'];
  return `${mustRestart(reading)}${handoff === null ? advice : writtenText(reading, handoff)}`;
}

/** Names the last level in the source document's own words, and the window if it is only assumed. */
function mustRestart({ level, window, windowSource }: Reading): string {
  if (level !== 'force') return '';
  return windowSource === 'assumed'
    ? `If its window is ${groupThousands(window ?? 0)} tokens, this session must save and restart. `
    : 'This session must save and restart. ';
}

function writtenText({ level }: Pick<Reading, 'level'>, handoff: WrittenHandoff): string {
  const saved = level === 'force' ? 'The state is saved and the handoff' : 'The handoff';
  return `${saved} is written: ${handoff.shownPath}. ${goesOn(handoff)}`;
}

/** Names what the next session is started with. */
export function goesOn({ prompt }: Pick<WrittenHandoff, 'prompt'>): string {
  return `A new session continues with: ${prompt}`;
}

/**
 * For the model, once per level.
 *
 * @param state null if it can't be read
 * @param handoff written at this level, by whichever process noticed it first
 */
export function levelContext(
  reading: Reading,
  state: WorkflowState | null,
  handoff: WrittenHandoff | null,
): string {
  const compaction =
    reading.compactsAt === null || reading.windowSource === 'assumed'
      ? ''
      : ` The agent compacts automatically at ${groupThousands(reading.compactsAt)} tokens.`;
  const where =
    state === null
      ? ''
      : ` Workflow ${state.id} is in ${phaseLabel(state)}; Ninefold keeps its state outside this window.`;
  return `${fullness(reading)}${compaction}${where} ${levelStanding(reading, handoff)}`;
}

/** Tells the model what a level means for its session. */
export function levelStanding(reading: Reading, handoff: WrittenHandoff | null): string {
  if (reading.level === 'warning') {
    return 'There is room to finish the current work; create_handoff or `ninefold handoff create` writes the handoff for a new session.';
  }
  const open = 'A new session can continue from a handoff (create_handoff).';
  return `${mustRestart(reading)}${handoff === null ? open : writtenText(reading, handoff)}`;
}

function fullness(reading: Reading): string {
  const { percent, tokens, window } = reading;
  const assumption = assumptionOf(reading);
  if (assumption !== null) {
    const used = `This session uses ${groupThousands(tokens ?? 0)} tokens, and its window isn't known.`;
    return `${used} ${phraseText(assumption)}`;
  }
  const figures = `${groupThousands(tokens ?? 0)} of ${groupThousands(window ?? 0)} tokens`;
  return `The context window of this session is ${percent ?? 0}% full (${figures}).`;
}

/** Describes what was done for `workflow:handoff`, `session:save`, or at the end of a session. */
function handoffWords(id: string, { shownPath, redacted }: WrittenHandoff, isSaved: boolean): string {
  const kinds = Object.entries(redacted).map(([kind, count]) => `${count} ${kind}`);
  const secrets = kinds.length === 0 ? '' : ` Redacted: ${kinds.join(', ')}.`;
  const what = isSaved ? `The state of ${id} is saved and its handoff` : `The handoff of ${id}`;
  return `${what} is written: ${shownPath}.${secrets}`;
}

/** Tells the model that a person rejected its phase, and why. */
export function rejectionContext({ step, rejected }: PendingRejection): string {
  const phase = `${step} ${stepName(step)}`;
  const { attempts, reason } = rejected;
  return `A person rejected phase ${phase} (attempt ${attempts}). It is in progress again. Reason: ${reason ?? ''}`;
}

/** Makes the sentence for the summary that replaces a conversation: how to continue. */
export function summaryContext(prompt: string): string {
  return `Keep this line in the summary: ${prompt}`;
}

/** Tells the person what was done, and how a new session continues. */
export function handoffMessage(id: string, handoff: WrittenHandoff, isSaved: boolean): string {
  return `${handoffWords(id, handoff, isSaved)} ${goesOn(handoff)}`;
}

/** Tells what was done for `workflow:handoff` or `session:save` in a session without a workflow. */
export function handedOver(handoff: WrittenHandoff): HookAnswer {
  const { shownPath, redacted } = handoff;
  const kinds = Object.entries(redacted).map(([kind, count]) => `${count} ${kind}`);
  const secrets = kinds.length === 0 ? '' : ` Redacted: ${kinds.join(', ')}.`;
  const said = `The handoff of this session is written: ${shownPath}.${secrets} ${goesOn(handoff)}`;
  return { context: `Ninefold already did this. ${said}`, message: said };
}

/** Tells a new session that an earlier one was handed over. */
export function earlierSession({
  shownPath,
  at,
}: {
  readonly shownPath: string;
  readonly at: string;
}): string {
  return `An earlier session in this folder left a handoff at ${at.slice(0, 16)}Z: ${shownPath}. It matters if the person continues that work.`;
}

/** For the model, about a handoff that a person requested. */
export function handoffContext(id: string, handoff: WrittenHandoff, isSaved: boolean): string {
  const later =
    'It contains what is recorded so far. What record_decision and add_next_step add later goes into the next handoff (create_handoff).';
  return `Ninefold already did this. ${handoffWords(id, handoff, isSaved)} ${goesOn(handoff)}\n${later}`;
}

/** Reports that the figures use the default rules. @param failure why the rules can't be read */
export function defaultsMessage(failure: string): string {
  return `${failure}. The defaults apply until then.`;
}

export interface Resumed {
  readonly state: WorkflowState;
  /** Path of the newest handoff; null if there is none. */
  readonly handoff: string | null;
  readonly stateFile: string;
  readonly drift: DriftReport | null;
  readonly otherSession: OtherSession | null;
  /** As named in the prompt. */
  readonly phase: string | null;
}

/** Describes where a workflow is that a prompt resumes. */
export function resumeContext({ state, handoff, stateFile, drift, otherSession, phase }: Resumed): string {
  const status = state.steps[state.current].status.replaceAll('_', ' ');
  const isOther = phase !== null && phase !== state.current && phase !== String(phaseOfStep(state.current));
  return [
    `Workflow ${state.id} ('${state.name}') is in ${phaseLabel(state)} (${status}).`,
    ...(isOther ? [`The prompt names Phase ${phase}, but the workflow has moved on since then.`] : []),
    ...(state.status === 'in_progress' ? [] : [`Its status is ${state.status}.`]),
    handoff === null ? 'It has no handoff yet.' : `Handoff: ${handoff}.`,
    `State: ${stateFile}.`,
    ...driftSentences(drift),
    ...(otherSession?.isLive === true
      ? [
          `Session ${otherSession.id} (${otherSession.agent}) has also been working on it since ${otherSession.since}.`,
        ]
      : []),
  ].join(' ');
}

function driftSentences(drift: DriftReport | null): readonly string[] {
  if (drift === null) return [];
  const since = `the handoff of ${timeOfHandoff(drift)}`;
  if (drift.isUnchanged) return [`No drift since ${since}.`];
  const lines = driftLines(drift).map(driftText);
  const rest = lines.length - DRIFT_SHOWN;
  const shown = lines.slice(0, DRIFT_SHOWN).join('; ');
  return [`Since ${since}: ${shown}${rest > 0 ? `; and ${rest} more (resume_workflow)` : ''}.`];
}
