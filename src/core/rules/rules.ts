/**
 * The rules of a folder, `ninefold.json`: one schema for every surface. Comments are allowed in the file;
 * `node/rules-file.ts` reads it.
 */

import * as z from 'zod/mini';

const percent = z.number().check(z.gt(0), z.lte(100));
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
  /** Window of a model in tokens, by model id or a part of it; `*` for every model. */
  windows: z._default(z.record(z.string(), tokens), {}),
});

export type Rules = z.infer<typeof rulesSchema>;

export const DEFAULT_RULES: Rules = rulesSchema.parse({});
