/**
 * The window of a Claude Code session and the occupancy at which it compacts by itself. Neither stands in the
 * transcript, and the model id there drops `[1m]`, so both are worked out from what is known, best first.
 */

import type { WindowResolution } from './reading.ts';
import type { TranscriptState } from './transcript-reader.ts';

export const STANDARD_WINDOW = 200_000;
export const LARGE_WINDOW = 1_000_000;

/**
 * Kept free for the answer, and the buffer above it: window − 33,000 (v2.1.21 and later; source: automatic
 * boundaries of 544 transcripts). Up to v2.1.20 the answer's share was 32,000: 155K of 200K.
 */
const RESERVED_FOR_OUTPUT = 20_000;
const RESERVED_FOR_OUTPUT_BEFORE = 32_000;
const COMPACTION_BUFFER = 13_000;
const LAST_VERSION_BEFORE = [2, 1, 20] as const;

/** What the agent's settings say; only these documented keys are ever read. */
export interface ClaudeCodeSettings {
  /** `model` of settings.json, which may carry `[1m]`. */
  readonly model: string | null;
  readonly autoCompactWindow: number | null;
  readonly autoCompactEnabled: boolean | null;
  /** The variables of {@link SETTING_VARIABLES} that are set, `env` of settings.json over the process's own. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export const NO_SETTINGS: ClaudeCodeSettings = {
  model: null,
  autoCompactWindow: null,
  autoCompactEnabled: null,
  env: {},
};

/** Variables that may name a model, with `[1m]` where its window is large. */
const MODEL_VARIABLES = [
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_DEFAULT_FABLE_MODEL',
] as const;

/** Every variable that is looked at. */
export const SETTING_VARIABLES: readonly string[] = [
  ...MODEL_VARIABLES,
  'CLAUDE_CODE_DISABLE_1M_CONTEXT',
  'CLAUDE_CODE_MAX_CONTEXT_TOKENS',
  'CLAUDE_CODE_AUTO_COMPACT_WINDOW',
  'CLAUDE_AUTOCOMPACT_PCT_OVERRIDE',
  'DISABLE_AUTO_COMPACT',
  'DISABLE_COMPACT',
];

export interface WindowFacts {
  /** Window that the agent's own status line gave. */
  readonly reported: number | null;
  /** `--window N`: the user's word for this reading. */
  readonly given: number | null;
  /** `rules.windows`: by model id or a part of it, `*` for every model. */
  readonly rules: Readonly<Record<string, number>>;
  readonly settings: ClaudeCodeSettings;
}

export const NO_WINDOW_FACTS: WindowFacts = { reported: null, given: null, rules: {}, settings: NO_SETTINGS };

/**
 * The window, in this order: the status line; the user's setting; `[1m]` in the agent's settings; tokens seen above
 * 200K; the model table; 200K, assumed.
 *
 * @returns null only when neither a model nor a setting says anything: there was no call yet
 */
export function resolveWindow(
  state: Pick<TranscriptState, 'model' | 'mostTokens'>,
  facts: WindowFacts,
): WindowResolution | null {
  if (facts.reported !== null) return { window: facts.reported, windowSource: 'reported' };
  const set =
    facts.given ?? ruledWindow(state.model, facts.rules) ?? settingsWindow(state.model, facts.settings);
  if (set !== null) return { window: set, windowSource: 'setting' };
  if (state.mostTokens > STANDARD_WINDOW) return { window: LARGE_WINDOW, windowSource: 'observed' };
  if (state.model === null) {
    return state.mostTokens > 0 ? { window: STANDARD_WINDOW, windowSource: 'assumed' } : null;
  }
  const listed = listedWindow(state.model);
  if (listed === null) return { window: STANDARD_WINDOW, windowSource: 'assumed' };
  if (listed === LARGE_WINDOW && isOn(facts.settings.env.CLAUDE_CODE_DISABLE_1M_CONTEXT)) {
    return { window: STANDARD_WINDOW, windowSource: 'setting' };
  }
  return { window: listed, windowSource: 'model' };
}

/** The longest key that the model id holds wins; `*` is for every model, also an unknown one. */
export function ruledWindow(model: string | null, rules: Readonly<Record<string, number>>): number | null {
  const id = model?.toLowerCase() ?? '';
  const keys = Object.keys(rules).filter(
    (key) => key !== '*' && key !== '' && id.includes(key.toLowerCase()),
  );
  const best = keys.sort((one, other) => other.length - one.length)[0] ?? '*';
  return rules[best] ?? null;
}

function settingsWindow(model: string | null, settings: ClaudeCodeSettings): number | null {
  const most = asPositive(settings.env.CLAUDE_CODE_MAX_CONTEXT_TOKENS);
  if (most !== null) return Math.floor(most);
  if (model === null || isOn(settings.env.CLAUDE_CODE_DISABLE_1M_CONTEXT)) return null;
  const named = [settings.model, ...MODEL_VARIABLES.map((name) => settings.env[name] ?? null)];
  return named.some((name) => name !== null && isLargeFor(model, name)) ? LARGE_WINDOW : null;
}

/**
 * The window of an agent of whose settings nothing is read: what the user says of this reading, what the transcript or
 * the agent says, a rule, then what the tokens and the model tell.
 */
export function windowWithoutSettings(
  state: Pick<TranscriptState, 'model' | 'mostTokens' | 'window'>,
  { reported, given, rules }: Pick<WindowFacts, 'reported' | 'given' | 'rules'>,
): WindowResolution | null {
  if (given !== null) return { window: given, windowSource: 'setting' };
  const told = reported ?? state.window;
  if (told !== null) return { window: told, windowSource: 'reported' };
  return resolveWindow(state, { reported: null, given: null, rules, settings: NO_SETTINGS });
}

/** Whether a name such as `opus[1m]` or `claude-opus-4-6[1m]` speaks of the model with that id. */
function isLargeFor(model: string, name: string): boolean {
  const [base, suffix] = name.toLowerCase().split('[1m]');
  if (base === undefined || base === '' || suffix === undefined) return false;
  const id = model.toLowerCase();
  return id.includes(base) || base.includes(id) || (base === 'opusplan' && /opus|sonnet/.test(id));
}

interface ModelName {
  readonly family: string;
  readonly version: number;
}

/** `claude-opus-4-5-20251101` → opus 4.5, also behind a provider's prefix; null for another maker's model. */
function parseModel(model: string): ModelName | null {
  const id = model.toLowerCase();
  const named = /(opus|sonnet|haiku|fable)-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/.exec(id);
  const older = /claude-(\d)(?:[-.](\d))?-(opus|sonnet|haiku)/.exec(id);
  const [family, major, minor] = named === null ? [older?.[3], older?.[1], older?.[2]] : named.slice(1);
  if (family === undefined || major === undefined) return null;
  return { family, version: Number(major) * 100 + Number(minor ?? 0) };
}

/** First version (major × 100 + minor) of each family with a window of 1M, and of those with either. */
const LARGE_FROM: Readonly<Record<string, number>> = { opus: 407, sonnet: 500, haiku: 505, fable: 500 };
const EITHER_FROM: Readonly<Record<string, number>> = { opus: 406, sonnet: 406 };

/** The model table; null where it doesn't decide: Opus 4.6 and Sonnet 4.6 have 200K or 1M. */
function listedWindow(model: string): number | null {
  const name = parseModel(model);
  if (name === null) return null;
  if (name.version >= (LARGE_FROM[name.family] ?? Infinity)) return LARGE_WINDOW;
  return name.version >= (EITHER_FROM[name.family] ?? Infinity) ? null : STANDARD_WINDOW;
}

/**
 * Occupancy in tokens at which the agent compacts by itself; null when it doesn't, or when that isn't known. It is
 * known from the settings, from the table (Claude models), or from an automatic boundary seen in this transcript:
 * that one can only lie above the real point, so the lower of the two counts.
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
  const isListed = state.model !== null && parseModel(state.model) !== null;
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

/** Claude Code's own reading of a switch in the environment. */
function isOn(text: string | undefined): boolean {
  return ['1', 'true', 'yes', 'on'].includes(text?.trim().toLowerCase() ?? '');
}
