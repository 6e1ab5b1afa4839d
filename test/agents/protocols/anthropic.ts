/** Anthropic's messages, as Claude Code calls them: at its own API, a gateway, Bedrock, Vertex, or Foundry. */
import { crc32 } from 'node:zlib';
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

/** Bedrock and Vertex have the model in the path. */
const CLOUD_PATH =
  /\/models?\/([^/]+?)(?::(?:streamRawPredict|rawPredict)|\/invoke(?:-with-response-stream)?)$/;

let messages = 0;

export const anthropic: Protocol = {
  speaks: (path) => path.endsWith('/v1/messages') || path.endsWith('/count_tokens') || CLOUD_PATH.test(path),
  kindOf,
  modelOf,
  answer(call, turn, response) {
    if (call.path.includes('count_tokens')) {
      sendJson(response, { input_tokens: turn.input });
      return;
    }
    const message = messageOf(call, turn);
    if (call.path.includes('invoke-with-response-stream')) {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
      for (const event of eventsOf(message)) response.write(frameOf(event));
      response.end();
      return;
    }
    if (call.body.stream !== true && !call.path.includes(':stream')) {
      sendJson(response, message);
      return;
    }
    startEvents(response);
    for (const event of eventsOf(message))
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    response.end();
  },
};

function modelOf({ path, body }: Call): string {
  return typeof body.model === 'string'
    ? body.model
    : decodeURIComponent(CLOUD_PATH.exec(path.split('?')[0] ?? '')?.[1] ?? '');
}

function kindOf({ path, body }: Call): CallKind {
  if (path.includes('count_tokens')) return 'side';
  const last = JSON.stringify(listOf(body.messages).at(-1) ?? '');
  if (last.includes('create a detailed summary')) return 'compaction';
  return listOf(body.tools).length <= MOST_TOOLS_OF_A_SIDE_CALL ? 'side' : 'main';
}

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: object };

function messageOf(call: Call, turn: Turn) {
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
    model: modelOf(call),
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

/** Encodes an event as Bedrock streams it: lengths, headers, and payload, with checksums. */
function frameOf(event: object): Buffer {
  const bytes = Buffer.from(JSON.stringify(event)).toString('base64');
  const payload = Buffer.from(JSON.stringify({ bytes }));
  const headers = Buffer.concat(
    Object.entries({
      ':event-type': 'chunk',
      ':content-type': 'application/json',
      ':message-type': 'event',
    }).map(([name, value]) => headerOf(name, value)),
  );
  const prelude = Buffer.alloc(8);
  prelude.writeUInt32BE(16 + headers.length + payload.length, 0);
  prelude.writeUInt32BE(headers.length, 4);
  const checked = Buffer.concat([prelude, checksumOf(prelude), headers, payload]);
  return Buffer.concat([checked, checksumOf(checked)]);
}

function headerOf(name: string, value: string): Buffer {
  const ofText = 7;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([ofText]),
    length,
    Buffer.from(value),
  ]);
}

function checksumOf(bytes: Buffer): Buffer {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bytes));
  return checksum;
}
