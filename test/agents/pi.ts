/** Pi, run for real against the model server. */
import { piProgram } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import type { Sandbox } from './sandbox.ts';

/** Returns a function that asks one prompt without a terminal. */
export function pi(sandbox: Sandbox, server: ModelServer): (prompt: string) => Promise<string> {
  sandbox.writeHome('.pi/agent/models.json', {
    providers: {
      loopback: {
        baseUrl: `${server.url}/v1`,
        api: 'openai-completions',
        apiKey: 'dummy',
        models: [{ id: 'loopback-model', contextWindow: 128_000, maxTokens: 8_000 }],
      },
    },
  });
  const options = ['--provider', 'loopback', '--model', 'loopback-model', '-p'];
  return (prompt) => sandbox.runOk(piProgram, [...options, prompt], { PI_OFFLINE: '1' });
}
