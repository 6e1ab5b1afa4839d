/** OpenAI's chat completions, as agents call a model of any vendor. */
import {
  type Call,
  type CallKind,
  listOf,
  type Protocol,
  sendJson,
  startEvents,
  type Turn,
} from './protocol.ts';

let answers = 0;

export const chatCompletions: Protocol = {
  speaks: (path) => path.endsWith('/chat/completions'),
  kindOf,
  modelOf: ({ body }) => String(body.model),
  answer({ body }, turn, response) {
    answers += 1;
    const head = { id: `chatcmpl_${answers}`, created: 0, model: String(body.model) };
    const message = { role: 'assistant', content: turn.text ?? null, ...toolCallsOf(turn) };
    const finish = turn.tools === undefined ? 'stop' : 'tool_calls';
    if (body.stream !== true) {
      const choices = [{ index: 0, message, finish_reason: finish }];
      sendJson(response, { ...head, object: 'chat.completion', choices, usage: usageOf(turn) });
      return;
    }
    const chunk = (choices: readonly object[], more: object = {}): string =>
      `data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })}\n\n`;
    startEvents(response);
    response.write(chunk([{ index: 0, delta: message, finish_reason: null }]));
    response.write(chunk([{ index: 0, delta: {}, finish_reason: finish }]));
    response.write(chunk([], { usage: usageOf(turn) }));
    response.end('data: [DONE]\n\n');
  },
};

function kindOf({ body }: Call): CallKind {
  return listOf(body.tools).length === 0 ? 'side' : 'main';
}

function toolCallsOf({ tools }: Turn): object {
  if (tools === undefined) return {};
  return {
    tool_calls: tools.map(({ name, input }, index) => ({
      index,
      id: `call_${answers}_${index}`,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    })),
  };
}

function usageOf({ input, cached = 0, output = 1 }: Turn) {
  return {
    prompt_tokens: input,
    prompt_tokens_details: { cached_tokens: cached },
    completion_tokens: output,
    total_tokens: input + output,
  };
}
