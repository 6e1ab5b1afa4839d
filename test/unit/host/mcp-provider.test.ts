/** The offer of the MCP server to VS Code, and what becomes of it in editors that have no such interface. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import type * as vscode from 'vscode';

import { offerMcpServers } from '../../../src/host/agents/mcp-provider.ts';
import { MCP_PROVIDER } from '../../../src/host/contributions.ts';
import { disposable } from '../support/fake-vscode-types.ts';
import type { McpStdioServerDefinition } from '../support/fake-vscode-types.ts';
import { editor, setLanguageModels } from '../support/fake-vscode.ts';

describe('the MCP server that a window offers', () => {
  beforeEach(() => editor.reset());
  afterEach(() => setLanguageModels(undefined));

  it('is one for each trusted folder', () => {
    const offered: [string, vscode.McpServerDefinitionProvider][] = [];
    setLanguageModels({
      registerMcpServerDefinitionProvider: (id, provider) => {
        offered.push([id, provider]);
        return disposable(() => undefined);
      },
    });
    editor.openFolders('/shop', '/blog');
    offerMcpServers('0.1.0');
    const [[id, provider] = []] = offered;
    const token = {} as vscode.CancellationToken;
    const servers = (): readonly McpStdioServerDefinition[] =>
      provider?.provideMcpServerDefinitions(token) as unknown as readonly McpStdioServerDefinition[];
    strictEqual(id, MCP_PROVIDER);
    deepStrictEqual(
      servers().map(({ label, args }) => [label, args.slice(1)]),
      [
        ['Ninefold: /shop', ['--cwd', '/shop']],
        ['Ninefold: /blog', ['--cwd', '/blog']],
      ],
    );
    editor.isTrusted = false;
    deepStrictEqual(servers(), []);
  });

  it('isn’t offered where the editor has no language models, or none of these', () => {
    for (const models of [undefined, {}]) {
      setLanguageModels(models);
      offerMcpServers('0.1.0').dispose();
    }
  });
});
