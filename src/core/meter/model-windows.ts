/** Context windows by model id, whichever agent runs the model. */

/** Tokens. */
export const STANDARD_WINDOW = 200_000;
export const LARGE_WINDOW = 1_000_000;

export interface ModelName {
  readonly family: string;
  readonly version: number;
}

/** Parses `claude-opus-4-5-20251101` as opus 4.5, also behind a provider's prefix; null for another vendor's model. */
export function parseModel(model: string): ModelName | null {
  const id = model.toLowerCase();
  const named = /(opus|sonnet|haiku|fable|mythos)-(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)/.exec(id);
  const older = /claude-(\d)(?:[-.](\d))?-(opus|sonnet|haiku)/.exec(id);
  const [family, major, minor] = named === null ? [older?.[3], older?.[1], older?.[2]] : named.slice(1);
  if (family === undefined || major === undefined) return null;
  return { family, version: Number(major) * 100 + Number(minor ?? 0) };
}

/** First version (major × 100 + minor) of each family with a 1M window, and of those with either window. */
const LARGE_FROM: Readonly<Record<string, number>> = {
  opus: 407,
  sonnet: 500,
  haiku: 505,
  fable: 500,
  mythos: 500,
};
const EITHER_FROM: Readonly<Record<string, number>> = { opus: 406, sonnet: 406 };

/** Looks up a model's window; null if ambiguous: Opus 4.6 and Sonnet 4.6 have 200K or 1M. */
export function listedWindow(model: string): number | null {
  const name = parseModel(model);
  if (name === null) return null;
  if (name.version >= (LARGE_FROM[name.family] ?? Infinity)) return LARGE_WINDOW;
  return name.version >= (EITHER_FROM[name.family] ?? Infinity) ? null : STANDARD_WINDOW;
}
