/** The server: tools, prompts and resources over one folder, on stdin and stdout. */

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

/** What a model is told before it sees a tool: facts, no orders. */
const INSTRUCTIONS = [
  'Ninefold keeps the state of a nine-phase feature workflow across sessions: phases, deliverables, decisions, evidence, next steps.',
  'Its files under .claude/ are exports; state changes go through these tools.',
  'A phase is closed by a person unless the rules say otherwise: submit_phase asks for it.',
].join(' ');

declare const NINEFOLD_VERSION: string | undefined;

/** A server that isn't connected yet. */
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
  // Bytes that come in parts of a line are joined once, at its end.
  process.stdin.pipe(limiter);
  await makeServer(system).connect(new SafeTransport(limiter));
}
