import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

import { DEEPEST_MESSAGE, LARGEST_MESSAGE, MessageLimiter } from '../../../src/mcp/message-limiter.ts';
import { newFolder, removeFolders } from '../support/folders.ts';
import { DIST } from './agent.ts';

interface Passed {
  readonly lines: readonly string[];
  readonly answers: readonly Answer[];
}

interface Answer {
  readonly id: unknown;
  readonly error: { readonly code: number; readonly message: string };
}

/** What the limiter makes of a text that comes in parts of so many bytes. */
async function pass(text: string, size = 64 * 1024): Promise<Passed> {
  const answers: Answer[] = [];
  const limiter = new MessageLimiter((line) => answers.push(JSON.parse(line) as Answer));
  const parts: Buffer[] = [];
  limiter.on('data', (part: Buffer) => parts.push(part));
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += size) limiter.write(bytes.subarray(start, start + size));
  limiter.end();
  await once(limiter, 'end');
  return { lines: Buffer.concat(parts).toString('utf8').split('\n').slice(0, -1), answers };
}

function callOf(id: unknown, text: unknown): string {
  const params = { name: 'add_next_step', arguments: { text } };
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })}\n`;
}

describe('the message limiter of the MCP server', function () {
  this.timeout(60_000);
  afterEach(removeFolders);

  it('hands on every line within its bounds as it came, in whatever parts', async () => {
    const lines = [
      callOf(1, 'a'),
      '\n',
      callOf('two', 'ä\\"[[[{'.repeat(99)),
      'no JSON {\n',
      callOf(3, 'x'.repeat(900_000)),
    ];
    for (const size of [7, 1000, 64 * 1024]) {
      const { lines: passed, answers } = await pass(lines.join(''), size);
      deepStrictEqual(
        passed.map((line) => `${line}\n`),
        lines,
      );
      deepStrictEqual(answers, []);
    }
  });

  it('answers what is too large or nested too deep under its own id, and continues', async () => {
    const deep = `${'['.repeat(DEEPEST_MESSAGE + 1)}${']'.repeat(DEEPEST_MESSAGE + 1)}`;
    const large = 'x'.repeat(LARGEST_MESSAGE);
    const refused: readonly (readonly [string, unknown, RegExp])[] = [
      [callOf(7, large), 7, /\b1048576\b/],
      [callOf('seven', JSON.parse(deep)), 'seven', /nested more than 100/],
      [`{"params":"${large}","id":8}\n`, 8, /limit/],
      [`${large}\n`, null, /limit/],
      [`{"params":${'{"a":'.repeat(300)}1${'}'.repeat(300)},"id":9}\n`, 9, /nested/],
    ];
    for (const [line, id, message] of refused) {
      const { lines, answers } = await pass(callOf(1, 'before') + line + callOf(2, 'after'));
      strictEqual(lines.length, 2);
      deepStrictEqual(
        answers.map((answer) => answer.id),
        [id],
      );
      match(answers[0]?.error.message ?? '', message);
      match(answers[0]?.error.message ?? '', /Nothing was changed/);
    }
  });

  it('finds the id of one that is too large, in many parts or a single one', async () => {
    for (const size of [64 * 1024, 4 * LARGEST_MESSAGE]) {
      const { answers } = await pass(callOf(7, 'x'.repeat(2 * LARGEST_MESSAGE)), size);
      deepStrictEqual(
        answers.map(({ id }) => id),
        [7],
      );
    }
  });

  it('keeps little of a line that has no end', async () => {
    const limiter = new MessageLimiter(() => undefined);
    const before = process.memoryUsage().arrayBuffers;
    const part = Buffer.alloc(64 * 1024, 0x5b);
    for (let count = 0; count < 3200; count++) limiter.write(part);
    await new Promise((resolve) => setImmediate(resolve));
    ok(process.memoryUsage().arrayBuffers - before < 64 * LARGEST_MESSAGE);
    limiter.destroy();
  });

  it('lets a server answer the next call at once after 20 MB in one', async () => {
    const server = spawn(process.execPath, [join(DIST, 'mcp.js'), '--cwd', newFolder()], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    try {
      const params = {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 't', version: '1' },
      };
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
      server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
      server.stdin.write(callOf(2, 'x'.repeat(20 * LARGEST_MESSAGE)));
      server.stdin.write(callOf(3, 'short'));
      const answers: { readonly id: number }[] = [];
      for await (const line of createInterface({ input: server.stdout })) {
        answers.push(JSON.parse(line) as { readonly id: number });
        if (answers.length === 3) break;
      }
      deepStrictEqual(answers.map(({ id }) => id).sort(), [1, 2, 3]);
      ok(answers.some((answer) => 'error' in answer && answer.id === 2));
    } finally {
      server.kill('SIGKILL');
      await once(server, 'close');
    }
  });
});
