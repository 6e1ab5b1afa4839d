import { join } from 'node:path';

import { EventEmitter, lm, McpStdioServerDefinition, workspace } from 'vscode';

import { MCP_PROVIDER } from '../contributions.ts';
import { DisposableList } from '../registration/disposable-list.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { onDidChangeSetting, readSetting } from '../registration/settings.ts';

/**
 * Registers the MCP server with VS Code: one server per folder of a trusted workspace, run by this extension's
 * runtime. Does nothing in forks that lack the API.
 */
export function offerMcpServers(version: string): DisposableLike {
  const disposables = new DisposableList();
  const models = languageModels();
  if (models?.registerMcpServerDefinitionProvider === undefined) return disposables;
  const changed = disposables.add(new EventEmitter<void>());
  disposables.add(workspace.onDidChangeWorkspaceFolders(() => changed.fire()));
  disposables.add(workspace.onDidGrantWorkspaceTrust(() => changed.fire()));
  disposables.add(onDidChangeSetting(['ninefold.stateDirectory'], () => changed.fire()));
  disposables.add(
    models.registerMcpServerDefinitionProvider(MCP_PROVIDER, {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => definitions(version),
    }),
  );
  return disposables;
}

/** The types promise what only VS Code has: editors that are made from it may lack any of it. */
function languageModels(): Partial<typeof lm> | undefined {
  return lm;
}

function definitions(version: string): McpStdioServerDefinition[] {
  const { isTrusted, workspaceFolders = [] } = workspace;
  if (!isTrusted) return [];
  return workspaceFolders.map(({ name, uri }) => {
    const stateDirectory = readSetting('ninefold.stateDirectory', uri);
    const label = workspaceFolders.length === 1 ? 'Ninefold' : `Ninefold: ${name}`;
    const chosen = stateDirectory === '' ? [] : ['--state-dir', stateDirectory];
    const args = [join(__dirname, 'mcp.js'), '--cwd', uri.fsPath, ...chosen];
    // On the desktop, the runtime is Electron.
    const server = new McpStdioServerDefinition(
      label,
      process.execPath,
      args,
      { ELECTRON_RUN_AS_NODE: '1' },
      version,
    );
    server.cwd = uri;
    return server;
  });
}
