/**
 * A Claude Code session's window, and the usage at which it compacts automatically. Neither is in the transcript, and
 * the model id there drops `[1m]`, so both are derived from the best known source.
 */

import { isListedModel, LARGE_WINDOW, STANDARD_WINDOW } from '../../meter/model-windows.ts';
import type { WindowResolution } from '../../meter/reading.ts';
import type { TranscriptState } from '../../meter/transcript-reader.ts';
import { type GivenWindow, ruledWindow, windowOfModel } from '../../meter/window.ts';

/**
 * Reserved for the answer, plus the buffer above it: window − 33,000 (v2.1.21 and later; source: automatic boundaries
 * in 544 transcripts). Up to v2.1.20, 32,000 were reserved for the answer: 155K of 200K.
 */
const RESERVED_FOR_OUTPUT = 20_000;
const RESERVED_FOR_OUTPUT_BEFORE = 32_000;
const COMPACTION_BUFFER = 13_000;
const LAST_VERSION_BEFORE = [2, 1, 20] as const;

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
  'CLAUDE_AUTOCOMPACT_PCT_OVERRIDE',
  'DISABLE_AUTO_COMPACT',
  'DISABLE_COMPACT',
];

export interface WindowFacts extends GivenWindow {
  readonly settings: ClaudeCodeSettings;
}

export const NO_WINDOW_FACTS: WindowFacts = { reported: null, given: null, rules: {}, settings: NO_SETTINGS };

/**
 * Resolves the window, in this order: the status line; the user's setting; `[1m]` in the agent's settings; usage
 * above 200K; the model table; 200K, assumed.
 *
 * @returns null only if neither a model nor a setting is known, because there was no call yet
 */
export function resolveWindow(
  state: Pick<TranscriptState, 'model' | 'mostTokens'>,
  facts: WindowFacts,
): WindowResolution | null {
  if (facts.reported !== null) return { window: facts.reported, windowSource: 'reported' };
  const set =
    facts.given ?? ruledWindow(state.model, facts.rules) ?? settingsWindow(state.model, facts.settings);
  if (set !== null) return { window: set, windowSource: 'setting' };
  const found = windowOfModel(state);
  const isLarge = found?.windowSource === 'model' && found.window === LARGE_WINDOW;
  if (isLarge && isOn(facts.settings.env.CLAUDE_CODE_DISABLE_1M_CONTEXT)) {
    return { window: STANDARD_WINDOW, windowSource: 'setting' };
  }
  return found;
}

function settingsWindow(model: string | null, settings: ClaudeCodeSettings): number | null {
  const most = asPositive(settings.env.CLAUDE_CODE_MAX_CONTEXT_TOKENS);
  if (most !== null) return Math.floor(most);
  if (model === null || isOn(settings.env.CLAUDE_CODE_DISABLE_1M_CONTEXT)) return null;
  const named = [settings.model, ...MODEL_VARIABLES.map((name) => settings.env[name] ?? null)];
  return named.some((name) => name !== null && isLargeFor(model, name)) ? LARGE_WINDOW : null;
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
  state: Pick<TranscriptState, 'model' | 'version' | 'autoCompactedAt'>,
  window: number,
  settings: ClaudeCodeSettings,
): number | null {
  const { env } = settings;
  if (settings.autoCompactEnabled === false || isOn(env.DISABLE_AUTO_COMPACT) || isOn(env.DISABLE_COMPACT)) {
    return null;
  }
  const capacity = asPositive(env.CLAUDE_CODE_AUTO_COMPACT_WINDOW) ?? settings.autoCompactWindow;
  const percent = asPositive(env.CLAUDE_AUTOCOMPACT_PCT_OVERRIDE);
  const usable =
    Math.min(capacity ?? window, window) -
    (isBeforeSmallReserve(state.version) ? RESERVED_FOR_OUTPUT_BEFORE : RESERVED_FOR_OUTPUT);
  const lowered = percent === null ? Infinity : Math.floor((usable * Math.min(percent, 100)) / 100);
  const computed = Math.min(usable - COMPACTION_BUFFER, lowered);
  const isSet = capacity !== null || percent !== null;
  const isListed = state.model !== null && isListedModel(state.model);
  const seen = isSet ? null : state.autoCompactedAt;
  const point = Math.min(isSet || isListed ? computed : Infinity, seen ?? Infinity);
  return point > 0 && point <= window ? point : null;
}

function isBeforeSmallReserve(version: string | null): boolean {
  const parts = /^(\d+)\.(\d+)\.(\d+)/
    .exec(version ?? '')
    ?.slice(1)
    .map(Number);
  if (parts === undefined) return false;
  const [major, minor, patch] = LAST_VERSION_BEFORE;
  const [ofMajor = 0, ofMinor = 0, ofPatch = 0] = parts;
  if (ofMajor !== major) return ofMajor < major;
  return ofMinor === minor ? ofPatch <= patch : ofMinor < minor;
}

function asPositive(text: string | undefined): number | null {
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** Interprets a boolean environment variable like Claude Code. */
function isOn(text: string | undefined): boolean {
  return ['1', 'true', 'yes', 'on'].includes(text?.trim().toLowerCase() ?? '');
}
