/** Google's generateContent, as Gemini CLI calls it. */
import { type Call, type CallKind, listOf, type Protocol, sendJson, type Turn } from './protocol.ts';

export const geminiApi: Protocol = {
  speaks: (path) => /:(streamG|g)enerateContent|:countTokens/.test(path),
  kindOf,
  modelOf: ({ path }) => /models\/([^:]+):/.exec(path)?.[1] ?? '',
  answer(call, turn, response) {
    if (call.path.includes(':countTokens')) {
      sendJson(response, { totalTokens: turn.input });
      return;
    }
    const content = contentOf(turn);
    if (!call.path.includes(':stream')) {
      sendJson(response, content);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`data: ${JSON.stringify(content)}\r\n\r\n`);
  },
};

function kindOf({ path, body }: Call): CallKind {
  if (path.includes(':countTokens')) return 'side';
  if (JSON.stringify(body.systemInstruction ?? '').includes('<state_snapshot>')) return 'compaction';
  return listOf(body.tools).length === 0 ? 'side' : 'main';
}

function contentOf(turn: Turn) {
  const output = turn.output ?? 1;
  return {
    candidates: [
      {
        index: 0,
        finishReason: 'STOP',
        content: {
          role: 'model',
          parts: [
            ...(turn.text === undefined ? [] : [{ text: turn.text }]),
            ...(turn.tools ?? []).map(({ name, input }) => ({ functionCall: { name, args: input } })),
          ],
        },
      },
    ],
    usageMetadata: {
      promptTokenCount: turn.input,
      candidatesTokenCount: output,
      cachedContentTokenCount: turn.cached ?? 0,
      totalTokenCount: turn.input + output,
    },
  };
}
