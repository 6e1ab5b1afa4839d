/** Invented messages of Gemini CLI with calls of its tools. */

type Fields = Readonly<Record<string, unknown>>;

let made = 0;

interface Outcome {
  readonly id?: string;
  readonly status?: string;
  readonly output?: string;
}

export function geminiCall(
  name: string,
  args: Fields,
  { id, status = 'success', output = 'ok' }: Outcome = {},
): Fields {
  made += 1;
  const known = id ?? `${name}-${made}`;
  return {
    id: known,
    name,
    args,
    result: [{ functionResponse: { id: known, name, response: { output } } }],
    status,
    timestamp: '2026-01-15T20:52:01.626Z',
  };
}

/** A message of the model with calls. */
export function geminiDid(id: string, ...toolCalls: readonly Fields[]): Fields {
  return {
    id,
    timestamp: '2026-01-15T20:51:59.064Z',
    type: 'gemini',
    content: '',
    model: 'gemini-2.5-pro',
    toolCalls,
  };
}
