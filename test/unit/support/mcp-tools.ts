/** The tools of a server, called in this process as the server calls them. */

import { join } from 'node:path';

import { ServerContext } from '../../../src/mcp/context.ts';
import { PART_TOOLS } from '../../../src/mcp/tools/part-tools.ts';
import { SESSION_TOOLS } from '../../../src/mcp/tools/session-tools.ts';
import { WORKFLOW_TOOLS } from '../../../src/mcp/tools/workflow-tools.ts';
import type { RegisterTool } from '../../../src/mcp/tool.ts';
import { bringBundles } from './in-process.ts';

type Tool = (input: unknown) => Promise<{
  readonly isError?: boolean;
  readonly content: readonly { readonly text: string }[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
}>;

/** @param system what the server gets from its process */
export function toolsOf(
  folder: string,
  system: { readonly home?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): (name: string, input: unknown) => ReturnType<Tool> {
  bringBundles();
  const tools = new Map<string, Tool>();
  const { home = join(folder, 'home'), environment = {} } = system;
  const context = new ServerContext({ folder, environment, home, writeError: () => undefined });
  const server = {
    registerTool: (name: string, _: unknown, answer: Tool) => tools.set(name, answer),
  } as unknown as Parameters<RegisterTool>[0];
  for (const register of [...PART_TOOLS, ...WORKFLOW_TOOLS, ...SESSION_TOOLS]) register(server, context);
  return (name, input) => {
    const tool = tools.get(name);
    if (tool === undefined) throw new Error(`no tool ${name}`);
    return tool(input);
  };
}
