/** From an agent's MCP call to its row in the tree of a real window. */

import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

import { projectFolder } from '../harness/paths.mjs';
import { openWorkbench } from '../ui/open-workbench.ts';
import type { Places } from '../ui/open-workbench.ts';
import type { Figure } from './figures.ts';
import { atMost, percentile } from './figures.ts';

/** As many rows as fit into the view. */
const CALLS = 15;

/** One deliverable after the other, each when the one before is shown. Counted is until the page was asked and said so. */
export async function agentTree(): Promise<readonly Figure[]> {
  const workbench = await openWorkbench({ size: { width: 1280, height: 1200 } });
  const client = await connect(workbench.places);
  try {
    await workbench.openContainer('Ninefold');
    await client.callTool({ name: 'start_workflow', arguments: { id: 'wf-001', name: 'Bench' } });
    await workbench.tree().row('1 Requirements').waitFor();
    const samples: number[] = [];
    for (let index = 1; index <= CALLS; index++) {
      const file = `docs/note-${index}.md`;
      const begun = performance.now();
      const { isError } = await client.callTool({ name: 'add_deliverable', arguments: { file } });
      if (isError === true) throw new Error('a call was refused');
      await workbench.tree().row(file).waitFor();
      samples.push(performance.now() - begun);
    }
    return [
      atMost("an agent's MCP call → its row in the tree, p50", percentile(samples, 0.5), 1000),
      atMost("an agent's MCP call → its row in the tree, the longest", Math.max(...samples), 1000),
    ];
  } finally {
    await client.close();
    await workbench.close();
  }
}

async function connect({ workspace, home }: Places): Promise<Client> {
  const client = new Client({ name: 'bench', version: '1.0.0' });
  const env = { PATH: process.env.PATH ?? '', HOME: home, CLAUDECODE: '1' };
  const args = [join(projectFolder, 'dist', 'mcp.js')];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env, cwd: workspace }));
  return client;
}
