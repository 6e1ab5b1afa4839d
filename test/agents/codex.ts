/** Codex, run for real against the model server. */
import { codexProgram } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import type { Said } from './said.ts';
import type { Sandbox } from './sandbox.ts';
import { Terminal } from './terminal.ts';

/** How a session is set up. */
interface CodexSetup {
  readonly model: string;
  /** More lines of config.toml, before its first table. */
  readonly config?: string;
}

/** Codex in a sandbox. */
export class Codex {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox, server: ModelServer, { model, config = '' }: CodexSetup) {
    this.#sandbox = sandbox;
    sandbox.writeHome(
      '.codex/config.toml',
      `model = "${model}"
model_provider = "loopback"
check_for_update_on_startup = false
${config}
[features]
# A background server would outlive the test.
daemon_auto_start = false
[model_providers.loopback]
name = "loopback"
base_url = "${server.url}/v1"
env_key = "LOOPBACK_KEY"
wire_api = "responses"
request_max_retries = 1
[projects."${sandbox.folder}"]
trust_level = "trusted"
`,
    );
  }

  /** Asks one prompt without a terminal. */
  async ask(prompt: string, ...options: readonly string[]): Promise<{ readonly threadId: string }> {
    const args = ['exec', '--json', ...options, prompt];
    const { code, out, err } = await this.#sandbox.run(codexProgram, args, VARIABLES);
    if (code !== 0) throw new Error(`codex exec ended with ${code}: ${out}${err}`);
    const [, threadId = ''] = /"thread_id":"([^"]+)"/.exec(out) ?? [];
    return { threadId };
  }

  /** Opens a session in a terminal, ready for a prompt. */
  async open(...options: readonly string[]): Promise<Terminal> {
    const terminal = new Terminal(codexProgram, options, {
      cwd: this.#sandbox.folder,
      env: this.#sandbox.environment(VARIABLES),
    });
    await terminal.shows(/^› /m);
    return terminal;
  }

  /** Opens a session with hooks that are new to Codex, and trusts them. */
  async openTrustingHooks(...options: readonly string[]): Promise<Terminal> {
    const terminal = await this.open(...options);
    await terminal.shows(/2\. Trust all and continue/);
    await terminal.pressUntil('2', /^› (?!1\.)/m);
    await terminal.pressUntil('\r', /^› (?!\d\.)/m);
    return terminal;
  }
}

const VARIABLES = { LOOPBACK_KEY: 'dummy' };

/** Reads what `/status` shows, such as `79% left (63.5K used / 258K)`. */
export function readStatus(screen: string): Said {
  const [, left, tokens, window] =
    /Context window: +(\d+)% left \(([\d.]+[KM]?) used \/ ([\d.]+[KM]?)\)/.exec(screen) ?? [];
  if (tokens === undefined || window === undefined) throw new Error(`No context window in:\n${screen}`);
  return { tokens, window, percent: 100 - Number(left), compactsAt: undefined };
}
