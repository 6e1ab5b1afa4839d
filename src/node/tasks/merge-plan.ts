/** What a merge is about to do, written down before it does it: whoever comes after a crash can take it back. */

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';

/** In the folder of its task, only while a merge is under way. */
export const MERGE_PLAN_FILE = 'landing.json';

export const MERGE_PLAN_SCHEMA = 'ninefold/landing/1';

const text = z.string();

const mergePlanSchema = z.object({
  schema: z.literal(MERGE_PLAN_SCHEMA),
  /** ULID of the merge. */
  merge: text,
  files: z.array(
    z.object({
      /** Relative to the workspace folder. */
      path: text,
      /** SHA-256 of what stood there; null for nothing. */
      before: z.nullable(text),
      /** Permissions of what stood there; left out for nothing. */
      mode: z.optional(z.int().check(z.gte(0), z.lte(0o777))),
      /** SHA-256 of what comes; null for nothing. */
      after: z.nullable(text),
      /** Name of the temporary file beside it. */
      temporary: text.check(z.regex(/^\.[^/\\]*\.[0-9a-f]{12}\.tmp$/)),
      /** Name of the copy in the task's `before/`. */
      copy: text.check(z.regex(/^\d+$/)),
    }),
  ),
  /** Folders that are made for them, outermost first, relative to the workspace folder. */
  folders: z.array(text),
});

export type MergePlan = z.infer<typeof mergePlanSchema>;
export type PlannedFile = MergePlan['files'][number];

/** The plan in a text; undefined where it is none. */
export function parseMergePlan(plan: string): MergePlan | undefined {
  return mergePlanSchema.safeParse(parseValue(plan)).data;
}
