/**
 * What Claude Code hands a hook on stdin, read with nothing taken for granted: whatever is missing or of another shape is
 * null. Fields by its hooks reference: `session_id`, `transcript_path`, `cwd` and `hook_event_name` come with every
 * event; `source`, `trigger`, `reason`, `model` and `prompt` with some.
 */

import { asText, parseObject } from '../json-fields.ts';

/** The events that Ninefold answers, by Claude Code's own names. */
export const HOOK_EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PreCompact',
  'PostCompact',
  'SessionEnd',
] as const;
export type HookEvent = (typeof HOOK_EVENTS)[number];

export interface HookInput {
  readonly event: HookEvent;
  readonly session: string | null;
  readonly transcript: string | null;
  /** Where the agent works now. */
  readonly cwd: string | null;
  readonly model: string | null;
  /** What set off a compaction. */
  readonly trigger: 'manual' | 'auto' | null;
  /** Whether another session takes the place of the one that ends: `/clear`, or another one resumed. */
  readonly isReplaced: boolean;
  /** What the person wrote; empty for every other event. */
  readonly prompt: string;
  /** Whether a sub-agent fired it: its window isn't the session's. */
  readonly isSubagent: boolean;
}

/** It becomes part of file names and of the journal. */
const SESSION_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

export function isHookEvent(name: unknown): name is HookEvent {
  return (HOOK_EVENTS as readonly unknown[]).includes(name);
}

/**
 * @param given the event as the command line names it; the input's own name wins, because the answer must carry it
 * @param text what stdin held; anything but a JSON object counts as nothing
 * @returns null where neither names an event that Ninefold answers
 */
export function parseHookInput(given: string, text: string): HookInput | null {
  const fields = parseObject(text) ?? {};
  const named = fields.hook_event_name;
  const event = typeof named === 'string' ? named : given;
  if (!isHookEvent(event)) return null;
  const session = asText(fields.session_id);
  const { trigger, prompt, reason } = fields;
  return {
    event,
    session: session !== null && SESSION_ID.test(session) ? session : null,
    transcript: asText(fields.transcript_path),
    cwd: asText(fields.cwd),
    model: asText(fields.model),
    trigger: trigger === 'manual' || trigger === 'auto' ? trigger : null,
    isReplaced: reason === 'clear' || reason === 'resume',
    prompt: typeof prompt === 'string' ? prompt : '',
    isSubagent: asText(fields.agent_id) !== null,
  };
}
