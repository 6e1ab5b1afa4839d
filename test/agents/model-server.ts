/**
 * A model on loopback that real agents call instead of their own: it answers main calls from a queue, in the agent's
 * protocol, and keeps what it was asked.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { anthropic } from './protocols/anthropic.ts';
import { chatCompletions } from './protocols/chat-completions.ts';
import { geminiApi } from './protocols/gemini.ts';
import type { Call, CallKind, Turn } from './protocols/protocol.ts';
import { responsesApi } from './protocols/responses.ts';

const PROTOCOLS = [anthropic, responsesApi, geminiApi, chatCompletions];

/** What a side call gets: a title, or a route, is read as either. */
const SIDE_ANSWER: Turn = { text: '{"title":"Work","reasoning":"simple","model_choice":"flash"}', input: 10 };
const SUMMARY: Turn = {
  text: '<analysis>-</analysis><summary>SUMMARY-OF-THE-WORK</summary><state_snapshot>SUMMARY-OF-THE-WORK</state_snapshot>',
  input: 10,
};

/** A call that the server answered. */
interface Asked extends Call {
  readonly kind: CallKind;
  readonly model: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The model of one run. */
export interface ModelServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Every call of a model so far, oldest first. */
  readonly asked: readonly Asked[];
  /** Adds answers for the next main calls. Without any, a main call gets a short text and the last turn's figures. */
  queue(...turns: readonly Turn[]): void;
  close(): Promise<void>;
}

/** Starts a model server. The caller closes it. */
export async function startModelServer(): Promise<ModelServer> {
  const asked: Asked[] = [];
  const waiting: Turn[] = [];
  let last: Turn = { input: 1_000 };
  const next = (kind: CallKind): Turn => {
    if (kind === 'side') return SIDE_ANSWER;
    if (kind === 'compaction') return { ...SUMMARY, input: last.input };
    const turn = waiting.shift() ?? { text: 'Done.', input: last.input };
    last = turn;
    return turn;
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? '';
    const body = await bodyOf(request);
    const protocol = PROTOCOLS.find((each) => each.speaks(path.split('?')[0] ?? ''));
    if (request.method !== 'POST' || protocol === undefined) {
      answerOther(path, response);
      return;
    }
    const call = { path, body };
    const kind = protocol.kindOf(call);
    asked.push({ ...call, kind, model: protocol.modelOf(call), headers: request.headers });
    protocol.answer(call, next(kind), response);
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    queue: (...turns) => void waiting.push(...turns),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Lists and telemetry: an empty answer that no agent stumbles over. */
function answerOther(path: string, response: ServerResponse): void {
  const isModels = path.includes('/models');
  response.writeHead(isModels ? 200 : 404, { 'content-type': 'application/json' });
  response.end(isModels ? '{"data":[],"models":[]}' : '{}');
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return { unreadable: text };
    throw error;
  }
}
