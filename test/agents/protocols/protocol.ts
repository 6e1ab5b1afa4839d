/** One agent's way to call its model, as the model server speaks it. */
import type { ServerResponse } from 'node:http';

/** A tool call of the model. */
export interface ToolUse {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The model's answer to one main call. */
export interface Turn {
  readonly text?: string;
  readonly tools?: readonly ToolUse[];
  /** Everything that went in, the cached part included. */
  readonly input: number;
  /** The part of {@link input} that was read from the cache. */
  readonly cached?: number;
  readonly output?: number;
}

/** `main`: a call of the conversation. `side`: a title or the like. `compaction`: it asks for a summary. */
export type CallKind = 'main' | 'side' | 'compaction';

/** A call, as the server received it. */
export interface Call {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Writes the answers of one protocol. */
export interface Protocol {
  /** Tests whether this protocol has that path. */
  speaks(path: string): boolean;
  kindOf(call: Call): CallKind;
  modelOf(call: Call): string;
  answer(call: Call, turn: Turn, response: ServerResponse): void;
}

/** Writes a JSON document. */
export function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** Starts a stream of events. */
export function startEvents(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
}

/** Returns the entries of a list in a request's body; none if it isn't a list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
