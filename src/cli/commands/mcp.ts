/** `mcp`: starts the MCP server, which has its own bundle. */

import type { Command } from 'commander';

import type { CommandContext } from '../context.ts';
import type { ActionMaker } from '../action.ts';

interface ServerBundle {
  readonly serve: (system: {
    readonly folder: string;
    readonly stateDirectory?: string;
    readonly environment: NodeJS.ProcessEnv;
    readonly home: string;
    readonly writeError: (text: string) => void;
  }) => Promise<void>;
}

export function addMcpCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('mcp')
    .description('serve the workflow to an agent over the Model Context Protocol on stdin and stdout')
    .action(withContext((context) => serve(context, program.opts<{ stateDir?: string }>().stateDir)));
}

async function serve({ folder, system }: CommandContext, stateDirectory: string | undefined): Promise<void> {
  // A variable specifier keeps the bundler from inlining the module.
  const bundle = './mcp.js';
  const { serve: serveBundle } = (await import(bundle)) as ServerBundle;
  await serveBundle({
    folder: folder.folder,
    ...(stateDirectory === undefined ? {} : { stateDirectory }),
    environment: system.environment,
    home: system.home,
    writeError: system.writeError,
  });
}
