/** An agent that speaks to the built server. */

import { strictEqual } from 'node:assert/strict';
import { join, resolve } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { newFolder } from '../support/folders.ts';
import { variablesFor } from '../support/platform.ts';

export const DIST = resolve(process.env.NINEFOLD_DIST ?? 'dist');

interface Answer {
  readonly isError: boolean;
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An agent that speaks only this protocol. */
export class Agent {
  readonly folder: string;
  readonly home = newFolder();
  readonly #client = new Client({ name: 'test-agent', version: '1.0.0' });

  constructor(folder: string) {
    this.folder = folder;
  }

  async connect(
    args: readonly string[] = [join(DIST, 'mcp.js')],
    env: Record<string, string> = {},
  ): Promise<this> {
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [...args],
      cwd: this.folder,
      env: { ...variablesFor(this.home), ...env },
      stderr: 'pipe',
    });
    await this.#client.connect(transport);
    return this;
  }

  get client(): Client {
    return this.#client;
  }

  async call(name: string, args: Record<string, unknown> = {}): Promise<Answer> {
    const { content, structuredContent, isError } = await this.#client.callTool({ name, arguments: args });
    const [first] = content;
    const text = first?.type === 'text' ? first.text : '';
    return { isError: isError === true, text, data: (structuredContent ?? {}) as Answer['data'] };
  }

  /** Calls what must be done. */
  async done(name: string, args: Record<string, unknown> = {}): Promise<Answer> {
    const answer = await this.call(name, args);
    strictEqual(answer.isError, false, `${name}: ${answer.text}`);
    return answer;
  }
}
