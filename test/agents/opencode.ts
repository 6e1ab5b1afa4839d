/** OpenCode, run for real against the model server. */
import { openCodeProgram } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import type { Sandbox } from './sandbox.ts';

/** Returns a function that asks one prompt without a terminal. */
export function openCode(sandbox: Sandbox, server: ModelServer): (prompt: string) => Promise<string> {
  sandbox.writeHome('.config/opencode/opencode.json', {
    autoupdate: false,
    share: 'disabled',
    model: 'loopback/loopback-model',
    provider: {
      loopback: {
        npm: '@ai-sdk/openai-compatible',
        options: { baseURL: `${server.url}/v1`, apiKey: 'dummy' },
        models: { 'loopback-model': { limit: { context: 128_000, output: 8_000 } } },
      },
    },
  });
  const variables = {
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    // It installs a package for plugins, which aren't tested here.
    npm_config_registry: server.url,
    npm_config_fetch_retries: '0',
  };
  return (prompt) => sandbox.runOk(openCodeProgram, ['run', prompt], variables);
}
