/** The MCP server as an agent's process meets it: from its start to the first answer, and one call after the other. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { projectFolder } from '../harness/paths.mjs';
import type { Figure } from './figures.ts';
import { atMost, percentile } from './figures.ts';

const STARTS = 7;
const CALLS = 50;

export async function mcp(): Promise<readonly Figure[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  mkdirSync(join(folder, 'home'));
  try {
    const starts: number[] = [];
    for (let round = 0; round < STARTS; round++) {
      const begun = performance.now();
      const client = await connect(folder);
      starts.push(performance.now() - begun);
      await client.close();
    }
    const client = await connect(folder);
    await client.callTool({ name: 'start_workflow', arguments: { id: 'wf-001', name: 'Bench' } });
    const reads = await times(() => client.callTool({ name: 'get_workflow', arguments: {} }));
    const writes = await times((index) =>
      client.callTool({ name: 'add_next_step', arguments: { text: `Step ${index}` } }),
    );
    await client.close();
    return [
      atMost('MCP server, from its start to the first answer, p50', percentile(starts, 0.5), 300),
      atMost('MCP call that reads (get_workflow), p50', percentile(reads, 0.5), 50),
      atMost('MCP call that writes (add_next_step), p50', percentile(writes, 0.5), 50),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function connect(folder: string): Promise<Client> {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  const env = { PATH: process.env.PATH ?? '', HOME: join(folder, 'home') };
  const args = [join(projectFolder, 'dist', 'mcp.js'), '--cwd', folder];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env, cwd: folder }));
  return client;
}

async function times(call: (index: number) => Promise<{ isError?: boolean | undefined }>): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < CALLS; index++) {
    const begun = performance.now();
    const { isError } = await call(index);
    samples.push(performance.now() - begun);
    if (isError === true) throw new Error('a call was refused');
  }
  return samples;
}
