/** Estimated readings without agent figures: tokens of what an agent would have to read, times a factor. */

import { DEFAULT_AGENT, findAgent } from '../agents/agents.ts';
import { windowWithoutModel } from './choose-reading.ts';
import type { LevelRules } from './levels.ts';
import { type EstimateFacts, makeReading, type Reading, type WorkingSetCount } from './reading.ts';

export interface EstimateRules {
  readonly levels: LevelRules;
  readonly windows: Readonly<Record<string, number>>;
  readonly estimateFactors: Readonly<Record<string, number>>;
}

/**
 * Returns the factor for an agent: its own rule, the rule for all agents (`*`), its default, or 1.
 *
 * @example estimateFactor('unheard-of', { '*': 1.1 }) // 1.1
 */
export function estimateFactor(agent: string, factors: Readonly<Record<string, number>>): number {
  return factors[agent] ?? factors['*'] ?? findAgent(agent)?.estimateFactor ?? 1;
}

/** Creates the reading of a working set. It only colors the status bar (`canNotify`). */
export function estimateReading(
  count: WorkingSetCount,
  agent: string | null,
  rules: EstimateRules,
): Reading & { readonly estimate: EstimateFacts } {
  // If no agent is known, use the one with the largest factor, so that an estimate warns early.
  const factorOf = agent ?? DEFAULT_AGENT.id;
  const factor = estimateFactor(factorOf, rules.estimateFactors);
  const reading = makeReading(
    {
      agent: null,
      sessionId: null,
      model: null,
      source: 'estimate',
      tokens: Math.round(count.tokens * factor),
      outputTokens: null,
      window: windowWithoutModel(rules.windows),
      compactsAt: null,
      isCompacted: false,
      live: false,
      // It's always current, however long ago the last edit was.
      at: null,
      compactions: [],
    },
    rules.levels,
  );
  return { ...reading, estimate: { ...count, factorOf, factor } };
}
