/** Makes a reading of what a transcript and a status line say. */

import { forecastOf, turnsLeftOf } from '../../core/meter/forecast.ts';
import type { LevelRules } from '../../core/meter/levels.ts';
import { makeReading, type Reading } from '../../core/meter/reading.ts';
import {
  isFromBeforeCompaction,
  isSameModel,
  sessionReading,
  type StatusLine,
  withStatusLine,
} from '../../core/meter/status-line.ts';
import type { TranscriptState } from '../../core/meter/transcript-reader.ts';
import type { GivenWindow } from '../../core/meter/window.ts';
import type { MeteredAgent, WindowFigures, Windowing } from '../agents/agent.ts';
import { NOT_SETTLED, rememberedFor, type SettledWindow, withPeak } from './settle-window.ts';

/** The rules that a reading depends on: the matching parts of `Rules`. */
export interface ReadingRules {
  readonly levels: LevelRules;
  readonly windows: Readonly<Record<string, number>>;
}

interface TranscriptFacts {
  readonly agent: MeteredAgent;
  readonly state: TranscriptState;
  /** Fallback if no line has the session id. */
  readonly sessionId: string;
  readonly live: boolean;
  readonly windowing: Windowing;
  readonly rules: ReadingRules;
  readonly window?: number | null;
  /** What is known of the window beyond the state. */
  readonly settled?: SettledWindow;
}

/**
 * Makes a reading of a transcript's state.
 *
 * @param reportedWindow window reported to the agent's status line
 */
export function transcriptReading(facts: TranscriptFacts, reportedWindow: number | null = null): Reading {
  const { agent, live, rules, settled = NOT_SETTLED } = facts;
  const state = withPeak(facts.state, settled);
  const remembered = rememberedFor(state.model, settled);
  const given = { reported: reportedWindow, given: facts.window ?? null, rules: rules.windows, remembered };
  const reading = makeReading(
    {
      agent: agent.id,
      sessionId: state.sessionId ?? facts.sessionId,
      model: state.model,
      source: 'transcript',
      tokens: state.call?.tokens ?? null,
      outputTokens: state.call?.outputTokens ?? null,
      noCount: state.call?.noCount ?? null,
      ...figuresOf(facts.windowing(state, given)),
      isCompacted: state.isCompacted,
      live,
      at: state.at,
      compactions: state.compactions,
    },
    rules.levels,
    agent.percentOf,
  );
  return withForecast(reading, facts);
}

function figuresOf({ window, compactsAt, countsOutput = false }: WindowFigures): Omit<WindowFigures, 'host'> {
  return { window, compactsAt, countsOutput };
}

function withForecast(reading: Reading, { state, rules }: TranscriptFacts): Reading {
  const forecast = forecastOf(reading, state.recent, rules.levels);
  const turnsLeft = turnsLeftOf(reading, state.recent);
  return {
    ...reading,
    ...(forecast === null ? {} : { forecast }),
    ...(turnsLeft === null ? {} : { turnsLeft }),
  };
}

/**
 * Makes a reading of a session at work: uses the status line's figures if they are better, and always its window if
 * the model is the same. Cost and limits always come from the status line.
 *
 * @param now milliseconds since the epoch
 */
export function liveReading(facts: TranscriptFacts, statusLine: StatusLine | null, now: number): Reading {
  if (statusLine === null) return transcriptReading(facts);
  const { agent, live, rules, settled = NOT_SETTLED } = facts;
  const state = withPeak(facts.state, settled);
  const model = statusLine.model ?? state.model;
  const isWindowKnown = state.model === null || isSameModel(model, state.model);
  const transcript = transcriptReading(facts, isWindowKnown ? statusLine.window : null);
  const given: GivenWindow = {
    reported: statusLine.window,
    given: facts.window ?? null,
    rules: rules.windows,
    remembered: rememberedFor(model, settled),
  };
  const ofStatusLine = makeReading(
    {
      agent: agent.id,
      sessionId: statusLine.sessionId,
      model,
      source: 'statusline',
      tokens: statusLine.tokens,
      outputTokens: statusLine.outputTokens,
      noCount: statusLine.noCount,
      ...figuresOf(facts.windowing({ ...state, model, version: statusLine.version ?? state.version }, given)),
      isCompacted: false,
      live,
      at: statusLine.at,
      compactions: state.compactions,
    },
    rules.levels,
    agent.percentOf,
  );
  const isStale = isFromBeforeCompaction(statusLine, state);
  const reading = sessionReading(withForecast(ofStatusLine, facts), transcript, now, isStale);
  return withStatusLine(reading, statusLine, now);
}
