/**
 * `sessions/current.json`: what this folder's surfaces share besides the journals: the active workflow, the metered
 * agent session, a reported number of tokens, and the levels already shown.
 */

import * as z from 'zod/mini';

import { MAX_TOKENS } from '../json-fields.ts';
import { isWorkflowId } from '../workflow/names.ts';
import { CURRENT_SESSION_SCHEMA } from './empty-session.ts';

/** A number of tokens that a person or agent reported (`ninefold meter set`). */
const reportedSchema = z.object({
  tokens: z.int().check(z.nonnegative(), z.maximum(MAX_TOKENS)),
  window: z.nullable(z.int().check(z.positive(), z.maximum(MAX_TOKENS))),
  at: z.string(),
  sessionId: z.optional(z.nullable(z.string())),
});

/** Levels already announced for one agent session; a level is removed when the reading falls 5 points below it. */
const shownSchema = z.object({
  levels: z.array(z.enum(['warning', 'suggest', 'force'])),
  at: z.string(),
  /** Levels that saved, if those aren't the announced ones: an agent can report a level that no person sees. */
  saved: z.optional(z.array(z.enum(['warning', 'suggest', 'force']))),
  /** Set by *Snooze*: no notification for this session before that time (ISO 8601). */
  snoozedUntil: z.optional(z.nullable(z.string())),
});

export const currentSessionSchema = z.object({
  schema: z.literal(CURRENT_SESSION_SCHEMA),
  active: z.nullable(z.string().check(z.refine(isWorkflowId))),
  agentSession: z.nullable(
    z.object({
      agent: z.string(),
      sessionId: z.string(),
      transcript: z.nullable(z.string()),
      /** False while its start is recorded without a model, which the agent names later. */
      hasModel: z.optional(z.boolean()),
      /** True while a compaction without a hook after it may take the workflow's context away. */
      isCompacting: z.optional(z.boolean()),
    }),
  ),
  reported: z.nullable(reportedSchema),
  /** Sessions whose end their agent reported, oldest first. */
  ended: z.optional(z.array(z.object({ sessionId: z.string(), at: z.string() }))),
  /** A person's rejection that no session's model was told yet; absent if there is none. */
  rejection: z.optional(z.object({ workflow: z.string(), step: z.string() })),
  /** Key: agent session id, or `reported` for a reported number. */
  shown: z.record(z.string(), shownSchema),
});

export type CurrentSession = z.infer<typeof currentSessionSchema>;
export type ReportedTokens = z.infer<typeof reportedSchema>;
export type ShownLevels = z.infer<typeof shownSchema>;
