/** MCP server on stdin and stdout: tools, prompts, and resources of one folder. */

import { McpServer } from '@modelcontextprotocol/server';

import { ServerContext } from './context.ts';
import type { ServerSystem } from './context.ts';
import { MessageLimiter } from './message-limiter.ts';
import { registerPrompts } from './prompts.ts';
import { registerResources } from './resources.ts';
import { SafeTransport } from './safe-transport.ts';
import { CHECK_TOOLS } from './tools/check-tools.ts';
import { GATE_TOOLS } from './tools/gate-tools.ts';
import { PART_TOOLS } from './tools/part-tools.ts';
import { SESSION_TOOLS } from './tools/session-tools.ts';
import { TASK_TOOLS } from './tools/task-tools.ts';
import { WORKFLOW_TOOLS } from './tools/workflow-tools.ts';

/** Instructions for the model: facts rather than orders. */
const INSTRUCTIONS = [
  'Ninefold keeps the state of a nine-phase feature workflow across sessions: phases, deliverables, decisions, evidence, and next steps.',
  'Its files under .claude/ are exports; state changes go through these tools.',
  'A person approves each phase unless the rules say otherwise; submit_phase asks for approval.',
].join(' ');

declare const NINEFOLD_VERSION: string | undefined;

/** Makes a server that isn't connected yet. */
function makeServer(system: ServerSystem): McpServer {
  const version = typeof NINEFOLD_VERSION === 'string' ? NINEFOLD_VERSION : '0.0.0';
  const server = new McpServer(
    { name: 'ninefold', title: 'Ninefold', version },
    { instructions: INSTRUCTIONS },
  );
  const context = new ServerContext(system);
  for (const register of [
    ...WORKFLOW_TOOLS,
    ...GATE_TOOLS,
    ...PART_TOOLS,
    ...SESSION_TOOLS,
    ...TASK_TOOLS,
    ...CHECK_TOOLS,
  ]) {
    register(server, context);
  }
  registerPrompts(server);
  registerResources(server, context);
  return server;
}

/** Serves until stdin ends. */
export async function serve(system: ServerSystem): Promise<void> {
  const limiter = new MessageLimiter((line) => process.stdout.write(line));
  // The limiter joins the parts of a line once, at its end.
  process.stdin.pipe(limiter);
  await makeServer(system).connect(new SafeTransport(limiter));
}
