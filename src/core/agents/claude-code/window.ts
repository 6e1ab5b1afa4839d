/**
 * A Claude Code session's window, and the usage at which it compacts automatically. Neither is in the transcript, and
 * the model id there drops `[1m]`, so both are derived from the best known source.
 */

import { LARGE_WINDOW, STANDARD_WINDOW } from '../../meter/model-windows.ts';
import type { WindowResolution } from '../../meter/reading.ts';
import type { TranscriptState } from '../../meter/transcript-reader.ts';
import { type GivenWindow, ruledWindow } from '../../meter/window.ts';
import { HOST_VARIABLES, hostOf, isOn } from './host.ts';
import { ownLimit, type RunOfModel, tabledWindow, waitsForLimit } from './model-table.ts';
import { compareVersion } from './version.ts';

/**
 * Reserved for the answer, plus the buffer above it: window − 33,000 (v2.1.21 and later; source: automatic boundaries
 * in 544 transcripts). Up to v2.1.20, 32,000 were reserved for the answer: 155K of 200K.
 */
const RESERVED_FOR_OUTPUT = 20_000;
const RESERVED_FOR_OUTPUT_BEFORE = 32_000;
const COMPACTION_BUFFER = 13_000;
const LAST_VERSION_BEFORE = [2, 1, 20] as const;
/** A lower limit for automatic compaction counts as this. */
const SMALLEST_COMPACT_WINDOW = 100_000;

/** The agent's settings; only these documented keys are ever read. */
export interface ClaudeCodeSettings {
  /** `model` of settings.json, possibly with `[1m]`. */
  readonly model: string | null;
  readonly autoCompactWindow: number | null;
  readonly autoCompactEnabled: boolean | null;
  /** The variables of {@link SETTING_VARIABLES} that are set; `env` of settings.json overrides the process's own. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const NO_SETTINGS: ClaudeCodeSettings = {
  model: null,
  autoCompactWindow: null,
  autoCompactEnabled: null,
  env: {},
};

/** Variables that may name a model, with `[1m]` for a large window. */
const MODEL_VARIABLES = [
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_DEFAULT_FABLE_MODEL',
] as const;

/** Every variable that is read. */
export const SETTING_VARIABLES: readonly string[] = [
  ...MODEL_VARIABLES,
  'CLAUDE_CODE_DISABLE_1M_CONTEXT',
  'CLAUDE_CODE_MAX_CONTEXT_TOKENS',
  'CLAUDE_CODE_AUTO_COMPACT_WINDOW',
  'CLAUDE_CODE_MAX_OUTPUT_TOKENS',
  'CLAUDE_AUTOCOMPACT_PCT_OVERRIDE',
  'DISABLE_AUTO_COMPACT',
  'DISABLE_COMPACT',
  ...HOST_VARIABLES,
];

export interface WindowFacts extends GivenWindow {
  readonly settings: ClaudeCodeSettings;
}

export const NO_WINDOW_FACTS: WindowFacts = { reported: null, given: null, rules: {}, settings: NO_SETTINGS };

/**
 * Resolves the window, in this order: the status line; the user's setting; what the status line of an earlier session
 * reported, unless more was used; `[1m]` in the agent's settings; usage above 200K; the table of models, versions, and
 * hosts. A limit for automatic compaction lowers all but the user's setting: the agent's own percentage is of that
 * limit, while its status line reports the whole window.
 *
 * @returns null only if neither a model nor a setting is known, because there was no call yet
 */
export function resolveWindow(
  state: Pick<TranscriptState, 'model' | 'version' | 'mostTokens'>,
  facts: WindowFacts,
): WindowResolution | null {
  const { reported, remembered = null, settings } = facts;
  const set = facts.given ?? ruledWindow(state.model, facts.rules);
  if (reported === null && set !== null) return { window: set, windowSource: 'setting' };
  const kept = remembered !== null && state.mostTokens <= remembered ? remembered : null;
  const told = reported ?? kept;
  const whole = told === null ? wholeWindow(state, settings) : toldWindow(told, state, settings);
  const limit = isCompactionOff(settings) ? null : compactWindow(settings, state.mostTokens);
  return whole !== null && limit !== null && limit < whole.window
    ? { window: limit, windowSource: 'setting' }
    : whole;
}

function toldWindow(
  window: number,
  { model, version }: Pick<TranscriptState, 'model' | 'version'>,
  settings: ClaudeCodeSettings,
): WindowResolution {
  const shown = model === null ? window : shownWindow(window, runOf({ model, version }, settings));
  return { window: shown, windowSource: 'reported' };
}

/** The agent shows the percentage of a model's own limit, if it shows that limit. */
function shownWindow(window: number, run: RunOfModel): number {
  const limit = ownLimit(run);
  return limit?.isShown === true ? Math.min(limit.limit, window) : window;
}

function wholeWindow(
  { model, version, mostTokens }: Pick<TranscriptState, 'model' | 'version' | 'mostTokens'>,
  settings: ClaudeCodeSettings,
): WindowResolution | null {
  const named = settingsWindow(model, settings);
  if (named !== null) return { window: named, windowSource: 'setting' };
  if (mostTokens > STANDARD_WINDOW) return { window: LARGE_WINDOW, windowSource: 'observed' };
  if (model === null) return mostTokens > 0 ? { window: STANDARD_WINDOW, windowSource: 'assumed' } : null;
  const run = runOf({ model, version }, settings);
  const { window, isAssumed } = tabledWindow(run);
  if (window > STANDARD_WINDOW && isOn(settings.env.CLAUDE_CODE_DISABLE_1M_CONTEXT))
    return { window: STANDARD_WINDOW, windowSource: 'setting' };
  return { window: shownWindow(window, run), windowSource: isAssumed ? 'assumed' : 'model' };
}

function runOf(
  { model, version }: { readonly model: string; readonly version: string | null },
  { env }: ClaudeCodeSettings,
): RunOfModel {
  return { model, version, host: hostOf(env).kind };
}

/** The variable for other vendors' models counts for Claude's only if nothing is compacted. */
function settingsWindow(model: string | null, { model: chosen, env }: ClaudeCodeSettings): number | null {
  const most = asPositive(env.CLAUDE_CODE_MAX_CONTEXT_TOKENS);
  const isClaude = model?.toLowerCase().includes('claude-') === true;
  if (most !== null && (!isClaude || isOn(env.DISABLE_COMPACT))) return Math.floor(most);
  if (model === null || isOn(env.CLAUDE_CODE_DISABLE_1M_CONTEXT)) return null;
  const named = [chosen, ...MODEL_VARIABLES.map((name) => env[name] ?? null)];
  return named.some((name) => name !== null && isLargeFor(model, name)) ? LARGE_WINDOW : null;
}

/**
 * The limit for automatic compaction, which the agent's own percentage is of; null if none is set, or if a session
 * with more tokens shows that the agent has other settings.
 */
function compactWindow({ env, autoCompactWindow }: ClaudeCodeSettings, mostTokens: number): number | null {
  const set = asPositive(env.CLAUDE_CODE_AUTO_COMPACT_WINDOW) ?? autoCompactWindow;
  const limit = set === null ? null : Math.max(SMALLEST_COMPACT_WINDOW, Math.floor(set));
  return limit !== null && mostTokens <= limit ? limit : null;
}

function isCompactionOff({ env, autoCompactEnabled }: ClaudeCodeSettings): boolean {
  return autoCompactEnabled === false || isOn(env.DISABLE_AUTO_COMPACT) || isOn(env.DISABLE_COMPACT);
}

/** Tests whether a name such as `opus[1m]` or `claude-opus-4-6[1m]` refers to the model with that id. */
function isLargeFor(model: string, name: string): boolean {
  const [base, suffix] = name.toLowerCase().split('[1m]');
  if (base === undefined || base === '' || suffix === undefined) return false;
  const id = model.toLowerCase();
  return id.includes(base) || base.includes(id) || (base === 'opusplan' && /opus|sonnet/.test(id));
}

/**
 * Returns the number of tokens at which the agent compacts automatically; null if it doesn't, or that is unknown.
 * Sources: the settings, the table of models and versions, or an automatic boundary in this transcript, which can only
 * be above the real point, so the lower of the two counts.
 *
 * @param isAssumed of the window: then a session that goes on above the point proves only that the window is larger
 * @example compactsAt(opus46State, 200000, NO_SETTINGS) // 167000
 */
export function compactsAt(
  state: Pick<TranscriptState, 'model' | 'version' | 'autoCompactedAt' | 'mostTokens' | 'recent'>,
  window: number,
  settings: ClaudeCodeSettings,
  isAssumed = false,
): number | null {
  const { env } = settings;
  if (isCompactionOff(settings)) return null;
  const { model } = state;
  const run = model === null ? null : runOf({ model, version: state.version }, settings);
  const capacity = compactWindow(settings, state.mostTokens);
  const percent = asPositive(env.CLAUDE_AUTOCOMPACT_PCT_OVERRIDE);
  const own = run === null ? null : ownLimit(run);
  const usable = Math.min(capacity ?? own?.limit ?? Infinity, window) - reservedForOutput(state, env);
  const lowered = percent === null ? Infinity : Math.floor((usable * Math.min(percent, 100)) / 100);
  const computed = Math.min(usable - COMPACTION_BUFFER, lowered);
  const isSet = capacity !== null || percent !== null;
  const isTabled = run !== null && !waitsForLimit(run, window);
  const seen = isSet ? null : state.autoCompactedAt;
  const point = Math.min(isSet || isTabled ? computed : Infinity, seen ?? Infinity);
  const isNone = point <= 0 || point > window || (!isAssumed && isPassed(state, point));
  return isNone ? null : point;
}

/** The call that reaches the point is over it; another call after it shows that the agent doesn't compact there. */
function isPassed({ recent }: Pick<TranscriptState, 'recent'>, point: number): boolean {
  return recent.filter(({ tokens }) => tokens > point).length > 1;
}

function reservedForOutput(
  { version }: Pick<TranscriptState, 'version'>,
  env: ClaudeCodeSettings['env'],
): number {
  const isBefore = (compareVersion(version, LAST_VERSION_BEFORE) ?? 1) <= 0;
  const most = isBefore ? RESERVED_FOR_OUTPUT_BEFORE : RESERVED_FOR_OUTPUT;
  return Math.min(most, asPositive(env.CLAUDE_CODE_MAX_OUTPUT_TOKENS) ?? Infinity);
}

function asPositive(text: string | undefined): number | null {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && value > 0 ? value : null;
}
