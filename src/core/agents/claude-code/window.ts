/**
 * A Claude Code session's window, and the usage at which it compacts automatically. Neither is in the transcript, and
 * the model id there drops `[1m]`, so both are derived from the best known source.
 */

import { isListedModel, LARGE_WINDOW, parseModel, STANDARD_WINDOW } from '../../meter/model-windows.ts';
import type { WindowResolution } from '../../meter/reading.ts';
import type { TranscriptState } from '../../meter/transcript-reader.ts';
import { type GivenWindow, ruledWindow, windowOfModel } from '../../meter/window.ts';
import { HOST_VARIABLES, hostOf, isOn } from './host.ts';
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
/** Sonnet 5 compacts below its window, near 934,000 (seen). */
const SONNET_5_COMPACT_WINDOW = 967_000;

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
 * reported, unless more was used; `[1m]` in the agent's settings; usage above 200K; the model table, as far as the API's host serves it; 200K, assumed. A limit for automatic compaction
 * lowers what isn't reported or given, because the agent's own percentage is of that limit.
 *
 * @returns null only if neither a model nor a setting is known, because there was no call yet
 */
export function resolveWindow(
  state: Pick<TranscriptState, 'model' | 'mostTokens'>,
  facts: WindowFacts,
): WindowResolution | null {
  if (facts.reported !== null) return { window: facts.reported, windowSource: 'reported' };
  const set = facts.given ?? ruledWindow(state.model, facts.rules);
  if (set !== null) return { window: set, windowSource: 'setting' };
  const { remembered = null } = facts;
  if (remembered !== null && state.mostTokens <= remembered) {
    return { window: remembered, windowSource: 'reported' };
  }
  const whole = wholeWindow(state, facts.settings);
  const limit = isCompactionOff(facts.settings) ? null : compactWindow(facts.settings, state.mostTokens);
  return whole !== null && limit !== null && limit < whole.window
    ? { window: limit, windowSource: 'setting' }
    : whole;
}

function wholeWindow(
  state: Pick<TranscriptState, 'model' | 'mostTokens'>,
  settings: ClaudeCodeSettings,
): WindowResolution | null {
  const named = settingsWindow(state.model, settings);
  if (named !== null) return { window: named, windowSource: 'setting' };
  const found = windowOfModel(state);
  if (found?.windowSource !== 'model' || found.window !== LARGE_WINDOW) return found;
  const isServed = !isOn(settings.env.CLAUDE_CODE_DISABLE_1M_CONTEXT) && servesLarge(state.model, settings);
  return isServed ? found : { window: STANDARD_WINDOW, windowSource: 'setting' };
}

/** Only Anthropic's own API has every large window without `[1m]`; the clouds have Sonnet 5's, gateways none. */
function servesLarge(model: string | null, { env }: ClaudeCodeSettings): boolean {
  const { kind } = hostOf(env);
  return kind === 'anthropic' || (kind === 'cloud' && parseModel(model ?? '')?.family === 'sonnet');
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
 * Sources: the settings, the table (Claude models), or an automatic boundary in this transcript, which can only be
 * above the real point, so the lower of the two counts.
 *
 * @example compactsAt(opus45State, 200000, NO_SETTINGS) // 167000
 */
export function compactsAt(
  state: Pick<TranscriptState, 'model' | 'version' | 'autoCompactedAt' | 'mostTokens'>,
  window: number,
  settings: ClaudeCodeSettings,
): number | null {
  const { env } = settings;
  if (isCompactionOff(settings)) return null;
  const capacity = compactWindow(settings, state.mostTokens);
  const percent = asPositive(env.CLAUDE_AUTOCOMPACT_PCT_OVERRIDE);
  const usable = Math.min(capacity ?? ownCompactWindow(state.model), window) - reservedForOutput(state, env);
  const lowered = percent === null ? Infinity : Math.floor((usable * Math.min(percent, 100)) / 100);
  const computed = Math.min(usable - COMPACTION_BUFFER, lowered);
  const isSet = capacity !== null || percent !== null;
  const isListed = state.model !== null && isListedModel(state.model);
  const seen = isSet ? null : state.autoCompactedAt;
  const point = Math.min(isSet || isListed ? computed : Infinity, seen ?? Infinity);
  return point > 0 && point <= window ? point : null;
}

function ownCompactWindow(model: string | null): number {
  const name = parseModel(model ?? '');
  return name?.family === 'sonnet' && name.version === 500 ? SONNET_5_COMPACT_WINDOW : Infinity;
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
