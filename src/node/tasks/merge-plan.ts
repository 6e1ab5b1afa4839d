/** The plan of a merge, written before it starts, so that it can be reverted after a crash. */

import * as z from 'zod/mini';

import { parseValue } from '../../core/json-fields.ts';

/** In the task's folder, only during a merge. */
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
      /** SHA-256 of the existing file; null if there is none. */
      before: z.nullable(text),
      /** Permissions of the existing file; absent if there is none. */
      mode: z.optional(z.int().check(z.gte(0), z.lte(0o777))),
      /** SHA-256 of the new file; null to delete it. */
      after: z.nullable(text),
      /** Name of the temporary file next to it. */
      temporary: text.check(z.regex(/^\.[^/\\]*\.[0-9a-f]{12}\.tmp$/)),
      /** Name of the copy in the task's `before/`. */
      copy: text.check(z.regex(/^\d+$/)),
    }),
  ),
  /** Folders to make, outermost first, relative to the workspace folder. */
  folders: z.array(text),
});

export type MergePlan = z.infer<typeof mergePlanSchema>;
export type PlannedFile = MergePlan['files'][number];

/** Parses a plan; undefined if it is invalid. */
export function parseMergePlan(plan: string): MergePlan | undefined {
  return mergePlanSchema.safeParse(parseValue(plan)).data;
}
