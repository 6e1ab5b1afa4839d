/**
 * Levels: the tokens at which a session gets a warning, a handoff, and a required handoff.
 *
 * Thresholds are tokens, so that comparing never depends on how a percentage was rounded.
 */

/** The levels that warn, ascending. */
export const WARNING_LEVELS = ['warning', 'suggest', 'force'] as const;

export type WarningLevel = (typeof WARNING_LEVELS)[number];

/** `compacted`: unknown until the next call. `unknown`: tokens or window aren't known. */
export type Level = 'normal' | WarningLevel | 'compacted' | 'unknown';

/** Percentage of the window at which each level begins (`rules.levels`). */
export type LevelRules = Readonly<Record<WarningLevel, number>>;

/** Without a rule of one's own. Here, and not with the schema, so that a hook reads them without it. */
export const DEFAULT_LEVELS: LevelRules = { warning: 75, suggest: 85, force: 90 };

/** Tokens at which each level begins (`>=`). */
export type LevelThresholds = Readonly<Record<WarningLevel, number>>;

/** How far before an automatic compaction each level must fire, as a percentage of the window, or of a low C. */
const LEAD_PERCENT: LevelRules = { warning: 8, suggest: 5, force: 2 };

/** Whole tokens of a percentage; binary fractions (72.3% of 200,000) don't cost a token. */
function shareOf(window: number, percent: number): number {
  return Math.ceil(Math.round(window * percent * 1e4) / 1e6);
}

/**
 * Returns the tokens at which each level begins. If the agent compacts automatically at C and C is known, every level
 * is lowered so that it fires first: min(level, C − 8% / 5% / 2% of the window, or of C if C is below half of it).
 *
 * @param window tokens
 * @param compactsAt tokens, or null if not known
 * @example levelThresholds(200000, 167000, { warning: 75, suggest: 85, force: 90 })
 * // { warning: 150000, suggest: 157000, force: 163000 }
 */
export function levelThresholds(
  window: number,
  compactsAt: number | null,
  rules: LevelRules,
): LevelThresholds {
  const threshold = (level: WarningLevel): number => {
    const ruled = shareOf(window, rules[level]);
    if (compactsAt === null) return ruled;
    return Math.max(0, Math.min(ruled, compactsAt - leadBefore(window, compactsAt, level)));
  };
  return { warning: threshold('warning'), suggest: threshold('suggest'), force: threshold('force') };
}

/** Returns the tokens by which a level precedes an automatic compaction. */
export function leadBefore(window: number, compactsAt: number, level: WarningLevel): number {
  return shareOf(compactsAt * 2 < window ? compactsAt : window, LEAD_PERCENT[level]);
}

/** Returns the highest level that the tokens have reached. */
export function levelOf(tokens: number, thresholds: LevelThresholds): 'normal' | WarningLevel {
  const reached = WARNING_LEVELS.filter((level) => tokens >= thresholds[level]);
  return reached.at(-1) ?? 'normal';
}

/** Returns the tokens left until each level; 0 if reached. */
export function tokensToLevels(tokens: number, thresholds: LevelThresholds): LevelThresholds {
  const left = (level: WarningLevel): number => Math.max(0, thresholds[level] - tokens);
  return { warning: left('warning'), suggest: left('suggest'), force: left('force') };
}

/** Returns true for `warning`, `suggest`, and `force`. */
export function isWarningLevel(level: Level): level is WarningLevel {
  return (WARNING_LEVELS as readonly string[]).includes(level);
}
