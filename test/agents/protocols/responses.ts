/** OpenAI's responses, as Codex calls them. */
import { type Call, type CallKind, listOf, type Protocol, startEvents, type Turn } from './protocol.ts';

let responses = 0;

export const responsesApi: Protocol = {
  speaks: (path) => path.endsWith('/responses'),
  kindOf,
  modelOf: ({ body }) => String(body.model),
  answer(_call, turn, response) {
    startEvents(response);
    for (const event of eventsOf(turn))
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  },
};

function kindOf({ body }: Call): CallKind {
  const last = JSON.stringify(listOf(body.input).at(-1) ?? '');
  if (last.includes('CONTEXT CHECKPOINT COMPACTION')) return 'compaction';
  return listOf(body.tools).length === 0 ? 'side' : 'main';
}

function eventsOf(turn: Turn) {
  responses += 1;
  const id = `resp_${responses}`;
  const output = turn.output ?? 1;
  const items = [
    ...(turn.text === undefined
      ? []
      : [
          {
            type: 'message',
            role: 'assistant',
            id: `item_${responses}`,
            content: [{ type: 'output_text', text: turn.text }],
          },
        ]),
    ...(turn.tools ?? []).map(({ name, input }, index) => ({
      type: 'function_call',
      call_id: `call_${responses}_${index}`,
      ...inNamespace(name),
      arguments: JSON.stringify(input),
    })),
  ];
  return [
    { type: 'response.created', response: { id } },
    ...items.map((item) => ({ type: 'response.output_item.done', item })),
    {
      type: 'response.completed',
      response: {
        id,
        usage: {
          input_tokens: turn.input,
          input_tokens_details: { cached_tokens: turn.cached ?? 0 },
          output_tokens: output,
          output_tokens_details: { reasoning_tokens: 0 },
          total_tokens: turn.input + output,
        },
      },
    },
  ];
}

/** A tool of a server is called by the server's namespace: `mcp__ninefold` and `get_meter`. */
function inNamespace(name: string): { readonly name: string; readonly namespace?: string } {
  const [, namespace, own] = /^(mcp__.+?)__(.+)$/.exec(name) ?? [];
  return namespace === undefined || own === undefined ? { name } : { name: own, namespace };
}
