/** Records of invented chats, in Gemini CLI's shape. */

export function geminiHead(sessionId: string): Record<string, unknown> {
  return {
    sessionId,
    projectHash: '7e8989f71805c3147f6be9b7a71de2a156f8face69f9380beeeb8a777414f21c',
    startTime: '2026-01-15T20:51:48.582Z',
    lastUpdated: '2026-01-15T20:51:48.582Z',
    kind: 'main',
  };
}

export function person(id: string, text = 'go on'): Record<string, unknown> {
  return { id, timestamp: '2026-01-15T20:51:48.582Z', type: 'user', content: text };
}

export function geminiMessage(id: string, input: number, output = 51): Record<string, unknown> {
  return {
    id,
    timestamp: '2026-01-15T20:51:59.064Z',
    type: 'gemini',
    content: 'done',
    thoughts: [],
    tokens: {
      input,
      output,
      cached: Math.floor(input / 2),
      thoughts: 51,
      tool: 0,
      total: input + output + 51,
    },
    model: 'gemini-2.5-flash',
  };
}
