/** Lines of invented transcripts, in Claude Code's shape. */

export function usage(
  input: number,
  creation: number,
  read: number,
  output: number,
): Record<string, unknown> {
  return {
    input_tokens: input,
    cache_creation_input_tokens: creation,
    cache_read_input_tokens: read,
    output_tokens: output,
  };
}

export function line(fields: Record<string, unknown>): string {
  return JSON.stringify({ parentUuid: null, isSidechain: false, ...fields });
}

export interface AssistantFields {
  readonly id: string;
  readonly model?: string;
  readonly usage?: Record<string, unknown>;
  readonly isSidechain?: boolean;
  readonly isApiErrorMessage?: boolean;
  readonly sessionId?: string;
  readonly cwd?: string;
  readonly timestamp?: string;
  readonly version?: string;
  readonly text?: string;
}

export function assistantLine(fields: AssistantFields): string {
  const {
    id,
    model = 'claude-opus-4-5-20251101',
    usage: used = usage(10, 200, 3000, 40),
    text,
    ...rest
  } = fields;
  return line({
    cwd: '/home/me/shop',
    sessionId: 'first',
    version: '2.1.40',
    timestamp: '2026-01-02T03:04:05.678Z',
    type: 'assistant',
    ...rest,
    message: { id, model, role: 'assistant', content: [{ type: 'text', text: text ?? '' }], usage: used },
  });
}

export function boundaryLine(
  trigger: 'auto' | 'manual',
  preTokens: number,
  timestamp = '2026-01-02T03:05:00.000Z',
): string {
  return line({
    cwd: '/home/me/shop',
    sessionId: 'first',
    version: '2.1.40',
    timestamp,
    type: 'system',
    subtype: 'compact_boundary',
    compactMetadata: { trigger, preTokens },
  });
}
