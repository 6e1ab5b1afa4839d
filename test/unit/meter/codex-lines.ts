/** Lines of invented rollouts, in Codex CLI's shape. */

const AT = '2026-09-06T07:01:05.481Z';

function rolloutLine(type: string, payload: Record<string, unknown>, timestamp = AT): string {
  return JSON.stringify({ timestamp, ordinal: 0, type, payload });
}

export interface MetaFields {
  readonly id: string;
  readonly cwd: string;
  /** Bytes of the instructions that stand in the first line. */
  readonly instructions?: number;
  readonly fields?: Record<string, unknown>;
}

export function metaLine({ id, cwd, instructions = 13_000, fields = {} }: MetaFields): string {
  return rolloutLine('session_meta', {
    session_id: id,
    id,
    timestamp: AT,
    cwd,
    originator: 'codex-tui',
    cli_version: '0.153.4',
    source: 'cli',
    thread_source: 'user',
    ...fields,
    model_provider: 'openai',
    base_instructions: { text: 'x'.repeat(instructions) },
  });
}

export function turnLine(model: string, cwd: string): string {
  return rolloutLine('turn_context', {
    turn_id: 't',
    cwd,
    approval_policy: 'on-request',
    model,
    effort: 'medium',
  });
}

export function usageOf(total: number, output = 522): Record<string, number> {
  return {
    input_tokens: Math.max(total - output, 0),
    cached_input_tokens: 0,
    cache_write_input_tokens: 0,
    output_tokens: output,
    reasoning_output_tokens: 51,
    total_tokens: total,
  };
}

/** After a compaction only the total is set. */
export function onlyTotal(total: number): Record<string, number> {
  return { ...usageOf(total, 0), input_tokens: 0, reasoning_output_tokens: 0 };
}

export function countLine(
  last: Record<string, number> | null,
  window: number | null = 258_400,
  timestamp = AT,
  /** The sum over the session up to this call. */
  total = 9_557_873,
): string {
  const info =
    last === null
      ? null
      : { total_token_usage: usageOf(total), last_token_usage: last, model_context_window: window };
  return rolloutLine(
    'event_msg',
    { type: 'token_count', info, rate_limits: { limit_id: 'codex' } },
    timestamp,
  );
}

export function startedLine(window: number): string {
  return rolloutLine('event_msg', { type: 'task_started', turn_id: 't', model_context_window: window });
}

export function compactedLine(): string {
  return rolloutLine('compacted', { message: '', replacement_history: [] });
}

export function messageLine(text: string): string {
  return rolloutLine('response_item', {
    type: 'message',
    role: 'user',
    content: [{ type: 'input_text', text }],
  });
}
