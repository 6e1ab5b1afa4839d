/** Copilot CLI, run for real against the model server, without an account. */
import { copilotProgram } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import type { Sandbox } from './sandbox.ts';

/** Returns a function that asks one prompt without a terminal. */
export function copilotCli(sandbox: Sandbox, server: ModelServer): (prompt: string) => Promise<string> {
  // It loads hooks and servers of trusted folders only.
  sandbox.writeHome('.copilot/config.json', { trustedFolders: [sandbox.folder] });
  const variables = {
    COPILOT_OFFLINE: 'true',
    COPILOT_AUTO_UPDATE: 'false',
    COPILOT_MODEL: 'loopback',
    COPILOT_PROVIDER_BASE_URL: `${server.url}/v1`,
    COPILOT_PROVIDER_API_KEY: 'dummy',
  };
  return (prompt) => sandbox.runOk(copilotProgram, ['--allow-all', '--no-color', '-p', prompt], variables);
}
