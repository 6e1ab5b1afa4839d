/** Anthropic's messages, as Claude Code calls them. */
import {
  type Call,
  type CallKind,
  listOf,
  type Protocol,
  sendJson,
  startEvents,
  type Turn,
} from './protocol.ts';

/** A title, a topic or a check of a web page comes with fewer tools than a conversation. */
const MOST_TOOLS_OF_A_SIDE_CALL = 3;

let messages = 0;

export const anthropic: Protocol = {
  speaks: (path) => path.startsWith('/v1/messages'),
  kindOf,
  modelOf: ({ body }) => String(body.model),
  answer(call, turn, response) {
    if (call.path.includes('count_tokens')) {
      sendJson(response, { input_tokens: turn.input });
      return;
    }
    const message = messageOf(call, turn);
    if (call.body.stream !== true) {
      sendJson(response, message);
      return;
    }
    startEvents(response);
    for (const event of eventsOf(message))
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  },
};

function kindOf({ path, body }: Call): CallKind {
  if (path.includes('count_tokens')) return 'side';
  const last = JSON.stringify(listOf(body.messages).at(-1) ?? '');
  if (last.includes('create a detailed summary')) return 'compaction';
  return listOf(body.tools).length <= MOST_TOOLS_OF_A_SIDE_CALL ? 'side' : 'main';
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

function messageOf({ body }: Call, turn: Turn) {
  messages += 1;
  const cached = turn.cached ?? 0;
  const tools = (turn.tools ?? []).map(({ name, input }, index): Block => ({
    type: 'tool_use',
    id: `toolu_${messages}_${index}`,
    name,
    input,
  }));
  const text: Block[] = turn.text === undefined ? [] : [{ type: 'text', text: turn.text }];
  return {
    id: `msg_${messages}`,
    type: 'message',
    role: 'assistant',
    model: body.model,
    content: [...text, ...tools],
    stop_reason: tools.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: turn.input - cached,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: cached,
      output_tokens: turn.output ?? 1,
    },
  };
}

function eventsOf(message: ReturnType<typeof messageOf>) {
  const { content, stop_reason, usage } = message;
  return [
    {
      type: 'message_start',
      message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
    },
    ...content.flatMap((block, index) => [
      {
        type: 'content_block_start',
        index,
        content_block: block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} },
      },
      {
        type: 'content_block_delta',
        index,
        delta:
          block.type === 'text'
            ? { type: 'text_delta', text: block.text }
            : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
      },
      { type: 'content_block_stop', index },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.output_tokens },
    },
    { type: 'message_stop' },
  ];
}
