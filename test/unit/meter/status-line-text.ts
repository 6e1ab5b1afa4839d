/** What Claude Code gives its status line, in its real shape with figures of our own. */

interface Given {
  readonly sessionId?: string;
  readonly model?: string;
  readonly folder?: string;
  /** Input tokens in all. */
  readonly input?: number;
  /** Null: none yet, or a compaction was just made. */
  readonly usage?: null;
}

export function statusLineText(given: Given): string {
  const {
    sessionId = 'first',
    model = 'claude-opus-4-6[1m]',
    folder = '/work/shop',
    input = 120_000,
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
    cost: { total_cost_usd: 1.25, total_duration_ms: 45_000, total_lines_added: 156 },
    context_window: {
      total_input_tokens: input,
      total_output_tokens: 700,
      context_window_size: 1_000_000,
      current_usage: given.usage === null ? null : usage,
      used_percentage: given.usage === null ? null : Math.round(input / 10_000),
    },
    rate_limits: {
      five_hour: { used_percentage: 23.5, resets_at: Date.parse('2026-01-02T05:00:00.000Z') / 1000 },
      seven_day: { used_percentage: 41 },
    },
  });
}
