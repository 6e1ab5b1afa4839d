/** Windows of OpenCode's models and where it compacts. Source: OpenCode 1.18, also seen. */

import { asFields, asText, asTokens, type Fields } from '../../json-fields.ts';

/** Output that it never exceeds, and what it reserves where a model limits its input. */
const MOST_OUTPUT = 32_000;
const RESERVED = 20_000;

/** A model's limits. */
export interface ModelLimit {
  readonly context: number;
  /** 0 if the model doesn't limit it. */
  readonly input: number;
  readonly output: number;
}

/** What the settings say: later ones override. */
export interface OpenCodeSettings {
  /** By model; those of a model that two providers have with different ones are left out. */
  readonly limits: ReadonlyMap<string, ModelLimit>;
  /** Null if it isn't set. */
  readonly reserved: number | null;
  readonly isAutomatic: boolean;
}

/** Reads settings files, the most general first. */
export function openCodeSettings(files: readonly (Fields | null)[]): OpenCodeSettings {
  const limits = new Map<string, ModelLimit | null>();
  const providers = new Map<string, string>();
  let [reserved, isAutomatic]: readonly [number | null, boolean] = [null, true];
  for (const file of files) {
    const compaction = asFields(file?.compaction);
    if (typeof compaction?.reserved === 'number') reserved = asTokens(compaction.reserved);
    if (typeof compaction?.auto === 'boolean') isAutomatic = compaction.auto;
    for (const [provider, settings] of Object.entries(asFields(file?.provider) ?? {}))
      for (const [key, model] of Object.entries(asFields(asFields(settings)?.models) ?? {})) {
        const limit = limitOf(asFields(asFields(model)?.limit));
        const id = asText(asFields(model)?.id) ?? key;
        if (limit === null) continue;
        const isOther = (providers.get(id) ?? provider) !== provider;
        const isSame = limits.get(id)?.context === limit.context;
        limits.set(id, isOther && !isSame ? null : limit);
        providers.set(id, provider);
      }
  }
  const known = [...limits].flatMap(([id, limit]) => (limit === null ? [] : [[id, limit] as const]));
  return { limits: new Map(known), reserved, isAutomatic };
}

function limitOf(limit: Fields | null): ModelLimit | null {
  const context = asTokens(limit?.context);
  if (context === 0) return null;
  return { context, input: asTokens(limit?.input), output: asTokens(limit?.output) };
}

/**
 * Returns the tokens at which OpenCode compacts automatically, the last answer's output counted; null if it never does.
 *
 * @example openCodeCompactsAt({ context: 128000, input: 0, output: 8000 }, settings) // 120000
 */
export function openCodeCompactsAt(
  { context, input, output }: ModelLimit,
  { reserved, isAutomatic }: Pick<OpenCodeSettings, 'reserved' | 'isAutomatic'>,
): number | null {
  if (!isAutomatic) return null;
  const mostOutput = output === 0 ? MOST_OUTPUT : Math.min(output, MOST_OUTPUT);
  if (input === 0) return Math.max(0, context - mostOutput);
  return Math.max(0, input - (reserved ?? Math.min(RESERVED, mostOutput)));
}
