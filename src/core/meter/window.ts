/** Resolves the window of a session from user, transcript, and model. Agents with their own settings add theirs. */

import { LARGE_WINDOW, listedWindow, STANDARD_WINDOW } from './model-windows.ts';
import type { WindowResolution } from './reading.ts';
import type { TranscriptState } from './transcript-reader.ts';

/** Windows given by the user or a status line. */
export interface GivenWindow {
  /** Window reported by the agent's status line. */
  readonly reported: number | null;
  /** `--window N`: given by the user for this reading. */
  readonly given: number | null;
  /** Window that the same version last reported for this model and host, in another session. */
  readonly remembered?: number | null;
  /** `rules.windows`: by model id or a part of it; `*` for every model. */
  readonly rules: Readonly<Record<string, number>>;
}

/** What a run without a person reported at its end. */
export interface ReportedWindows {
  /** Null if it isn't named. */
  readonly sessionId: string | null;
  readonly windows: readonly ModelWindow[];
}

/** The window of a model, as its agent reported it. */
interface ModelWindow {
  readonly model: string;
  readonly window: number;
}

/**
 * Resolves the window from tokens seen above 200K, the model table, or an assumed 200K.
 *
 * @returns null before the first call
 */
function windowOfModel({
  model,
  mostTokens,
}: Pick<TranscriptState, 'model' | 'mostTokens'>): WindowResolution | null {
  if (mostTokens > STANDARD_WINDOW) return { window: LARGE_WINDOW, windowSource: 'observed' };
  if (model === null) return mostTokens > 0 ? { window: STANDARD_WINDOW, windowSource: 'assumed' } : null;
  const listed = listedWindow(model);
  return listed === null
    ? { window: STANDARD_WINDOW, windowSource: 'assumed' }
    : { window: listed, windowSource: 'model' };
}

/** Returns the rule with the longest key that the model id contains; `*` applies to every model, even an unknown one. */
export function ruledWindow(model: string | null, rules: Readonly<Record<string, number>>): number | null {
  const id = model?.toLowerCase() ?? '';
  const keys = Object.keys(rules).filter(
    (key) => key !== '*' && key !== '' && id.includes(key.toLowerCase()),
  );
  const best = keys.sort((one, other) => other.length - one.length)[0] ?? '*';
  return rules[best] ?? null;
}

/**
 * Resolves the window of an agent that runs models of many vendors: from the user, the transcript, a rule, the agent's
 * own settings, or a table of models. Nothing is assumed.
 *
 * @param configured of the model in the agent's settings; null if they have none
 */
export function windowOfAnyModel(
  state: Pick<TranscriptState, 'model' | 'mostTokens' | 'window'>,
  { reported, given, rules }: GivenWindow,
  configured: number | null = null,
): WindowResolution | null {
  if (given !== null) return { window: given, windowSource: 'setting' };
  const told = reported ?? state.window;
  if (told !== null) return { window: told, windowSource: 'reported' };
  const set = ruledWindow(state.model, rules) ?? configured;
  if (set !== null) return { window: set, windowSource: 'setting' };
  return state.model === null || listedWindow(state.model) === null ? null : windowOfModel(state);
}

/**
 * Resolves the window of an agent without readable settings: from the user, the transcript or the agent, a rule, then
 * tokens and model.
 */
export function windowWithoutSettings(
  state: Pick<TranscriptState, 'model' | 'mostTokens' | 'window'>,
  { reported, given, rules }: GivenWindow,
): WindowResolution | null {
  if (given !== null) return { window: given, windowSource: 'setting' };
  const told = reported ?? state.window;
  if (told !== null) return { window: told, windowSource: 'reported' };
  const ruled = ruledWindow(state.model, rules);
  return ruled === null ? windowOfModel(state) : { window: ruled, windowSource: 'setting' };
}
