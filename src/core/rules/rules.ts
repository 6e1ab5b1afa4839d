/**
 * The rules of a folder, `ninefold.json`: one schema for every surface. Comments are allowed in the file;
 * `node/rules-file.ts` reads it.
 */

import * as z from 'zod/mini';

import { ENCODINGS } from '../tokens/encodings.ts';

const percent = z.number().check(z.gt(0), z.lte(100));
const days = z.number().check(z.gte(0), z.lte(36_500));
const tokens = z.int().check(z.gte(1000), z.lte(100_000_000));

export const rulesSchema = z.object({
  $schema: z.optional(z.string()),
  /** Percent of the window at which each level begins. */
  levels: z._default(
    z.object({
      warning: z._default(percent, 75),
      suggest: z._default(percent, 85),
      force: z._default(percent, 90),
    }),
    { warning: 75, suggest: 85, force: 90 },
  ),
  /** Who may approve a phase. An agent's approve is a submit while this is `person`. */
  approvedBy: z._default(z.enum(['person', 'anyone']), 'person'),
  /** What `handoff clean` would take away; a workflow that is paused or in progress never goes. */
  retention: z._default(
    z.object({
      /** Days a completed workflow is kept. */
      completedDays: z._default(days, 30),
      /** Days a cancelled workflow is kept. */
      cancelledDays: z._default(days, 7),
      /** Archived handoffs of a workflow that are kept whatever their age. */
      archivedHandoffs: z._default(z.int().check(z.gte(0), z.lte(10_000)), 10),
      /** Days an archived handoff is kept whatever their number. */
      archivedHandoffDays: z._default(days, 7),
    }),
    { completedDays: 30, cancelledDays: 7, archivedHandoffs: 10, archivedHandoffDays: 7 },
  ),
  /** Window of a model in tokens, by model id or a part of it; `*` for every model. */
  windows: z._default(z.record(z.string(), tokens), {}),
  /** Encoding that an estimate is counted in. */
  estimateEncoding: z._default(z.enum(ENCODINGS), 'o200k'),
  /**
   * Tokens that an agent counts for one of the estimate's encoding, by agent (`claude-code`), `*` for every agent; an estimate is
   * multiplied by it. Left out: 1.5 for Claude Code, 1 for the others.
   */
  estimateFactors: z._default(z.record(z.string(), z.number().check(z.gte(0.1), z.lte(10))), {}),
});

export type Rules = z.infer<typeof rulesSchema>;

export const DEFAULT_RULES: Rules = rulesSchema.parse({});
