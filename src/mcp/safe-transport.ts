/** Writes what leaves the server. The SDK's own failures quote names and keys as they came, so they are made safe here. */

import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

import { block, clip } from '../core/text/foreign-text.ts';
import { mapTexts } from '../core/text/well-formed.ts';
import { lazyRedactor } from '../node/folder/open-folder.ts';

/** Limit for each text of a failure, in UTF-16 units. */
const LONGEST_FAILURE = 4_000;

/** Sends failures bounded, without secrets, and in a form that steers no terminal; answers are so already. */
export class SafeTransport extends StdioServerTransport {
  override async send(message: JSONRPCMessage): Promise<void> {
    return super.send(await safeMessage(message));
  }
}

async function safeMessage(message: JSONRPCMessage): Promise<JSONRPCMessage> {
  if ('error' in message) return { ...message, error: await safeFailure(message.error) };
  if ('result' in message && message.result.isError === true) {
    return { ...message, result: await safeFailure(message.result) };
  }
  return message;
}

async function safeFailure<T>(failure: T): Promise<T> {
  const texts = new Set<string>();
  const bounded = mapTexts(failure, (text) => {
    const shown = clip(block(text), LONGEST_FAILURE);
    texts.add(shown);
    return shown;
  });
  const redacted = await Promise.all(
    [...texts].map(async (text) => [text, (await lazyRedactor.redact(text)).text] as const),
  );
  const replacements = new Map(redacted);
  return mapTexts(bounded, (text) => replacements.get(text) ?? text) as T;
}
