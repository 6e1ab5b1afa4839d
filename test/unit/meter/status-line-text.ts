/** What Claude Code gives its status line, in its real shape with figures of our own. */

interface Given {
  readonly sessionId?: string;
  readonly model?: string;
  readonly folder?: string;
  /** Input tokens in all. */
  readonly input?: number;
  /** Null: none yet, or a compaction was just made. */
  readonly usage?: null;
  /** Size in tokens. */
  readonly window?: number;
  /** Of the session, in US dollars. */
  readonly cost?: number;
  /** Used share of the five hours, in percent. */
  readonly fiveHour?: number;
  /** When the five hours are over (ISO 8601). */
  readonly resetsAt?: string;
}

export function statusLineText(given: Given): string {
  const {
    sessionId = 'first',
    model = 'claude-opus-4-6[1m]',
    folder = '/work/shop',
    input = 120_000,
    window = 1_000_000,
    cost = 1.25,
    fiveHour = 23.5,
    resetsAt = '2026-01-02T05:00:00.000Z',
  } = given;
  const cached = Math.max(0, input - 2000);
  const usage = {
    input_tokens: input - cached,
    output_tokens: 700,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cached,
  };
  return JSON.stringify({
    session_id: sessionId,
    transcript_path: `${folder}/transcript.jsonl`,
    cwd: folder,
    model: { id: model, display_name: 'Opus' },
    workspace: { current_dir: folder, project_dir: folder },
    version: '2.1.245',
    output_style: { name: 'default' },
    cost: { total_cost_usd: cost, total_duration_ms: 45_000, total_lines_added: 156 },
    context_window: {
      total_input_tokens: input,
      total_output_tokens: 700,
      context_window_size: window,
      current_usage: given.usage === null ? null : usage,
      used_percentage: given.usage === null ? null : Math.round((input * 100) / window),
    },
    rate_limits: {
      five_hour: { used_percentage: fiveHour, resets_at: Date.parse(resetsAt) / 1000 },
      seven_day: { used_percentage: 41 },
    },
  });
}
