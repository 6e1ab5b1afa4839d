/** Resources: the current TOON exports of the active workflow, and its latest handoff. */

import type { McpServer } from '@modelcontextprotocol/server';

import { NinefoldError } from '../core/errors.ts';
import { DECISIONS_FILE, SESSION_CONTEXT_FILE, WORKFLOW_STATE_FILE } from '../core/exports/export-names.ts';
import { block } from '../core/text/foreign-text.ts';
import type { ServerContext } from './context.ts';
import { toolFailure } from './mcp-messages.ts';

const EXPORTS = [
  ['workflow-state', WORKFLOW_STATE_FILE, 'Status and next steps of the active workflow.'],
  ['session-context', SESSION_CONTEXT_FILE, 'Project, patterns, workflow, and decisions.'],
  ['decisions', DECISIONS_FILE, 'Architectural decisions of the active workflow.'],
] as const;

export function registerResources(server: McpServer, context: ServerContext): void {
  for (const [name, file, description] of EXPORTS) {
    server.registerResource(
      name,
      `ninefold://${name}`,
      { title: file, description, mimeType: 'text/toon' },
      (uri) => contents(uri, 'text/toon', () => readExport(context, file)),
    );
  }
  const handoff = {
    title: 'Handoff',
    description: 'Latest handoff of the active workflow.',
    mimeType: 'text/markdown',
  };
  server.registerResource('handoff', 'ninefold://handoff', handoff, (uri) =>
    contents(uri, 'text/markdown', () => readHandoff(context)),
  );
}

interface Contents {
  [key: string]: unknown;
  contents: { uri: string; mimeType: string; text: string }[];
}

/** Makes the contents. A resource has no error result, so a failure becomes a protocol error. */
async function contents(uri: URL, mimeType: string, read: () => Promise<string>): Promise<Contents> {
  try {
    return { contents: [{ uri: uri.href, mimeType, text: block(await read()) }] };
  } catch (error) {
    if (NinefoldError.is(error)) throw new Error(block(toolFailure(error)), { cause: error });
    throw error;
  }
}

async function readExport(context: ServerContext, wanted: string): Promise<string> {
  const service = await context.service();
  const { id } = await service.state();
  const file = (await service.makeExports(id, true)).find(({ path }) => path === wanted);
  return file?.text(service.ports.clock.now()) ?? '';
}

async function readHandoff(context: ServerContext): Promise<string> {
  const service = await context.service();
  const { id } = await service.state();
  const text = await service.ports.exports.readHandoff(id);
  if (text === undefined) throw new NinefoldError('handoff-none', { id });
  // An older one was redacted with fewer patterns.
  return context.shown(text);
}
