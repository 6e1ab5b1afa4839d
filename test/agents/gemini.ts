/** Gemini CLI, run for real against the model server. */
import { geminiProgram } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import type { Sandbox } from './sandbox.ts';
import { Terminal } from './terminal.ts';

/** How a session is set up. */
interface GeminiSetup {
  readonly model: string;
  /** More of the user's settings.json. */
  readonly settings?: object;
}

/** Gemini CLI in a sandbox. */
export class Gemini {
  readonly #sandbox: Sandbox;
  readonly #model: string;
  readonly #variables: Record<string, string>;

  constructor(sandbox: Sandbox, server: ModelServer, { model, settings }: GeminiSetup) {
    this.#sandbox = sandbox;
    this.#model = model;
    this.#variables = { GEMINI_API_KEY: 'dummy', GOOGLE_GEMINI_BASE_URL: server.url, NO_BROWSER: '1' };
    sandbox.writeHome('.gemini/settings.json', {
      security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: false } },
      general: { enableAutoUpdate: false },
      ...settings,
    });
  }

  /** Asks one prompt without a terminal. */
  async ask(prompt: string, ...options: readonly string[]): Promise<GeminiAnswer> {
    const args = ['-m', this.#model, '-o', 'json', ...options, '-p', prompt];
    const { code, out, err } = await this.#sandbox.run(geminiProgram, args, this.#variables);
    if (code !== 0) throw new Error(`gemini -p ended with ${code}: ${out}${err}`);
    return JSON.parse(out.slice(out.indexOf('{'))) as GeminiAnswer;
  }

  /** Opens a session in a terminal, ready for a prompt. */
  async open(...options: readonly string[]): Promise<Terminal> {
    const terminal = new Terminal(geminiProgram, ['-m', this.#model, ...options], {
      cwd: this.#sandbox.folder,
      env: this.#sandbox.environment(this.#variables),
    });
    await terminal.shows(/Type your message/);
    return terminal;
  }
}

/** An answer without a terminal. */
interface GeminiAnswer {
  readonly session_id: string;
  readonly response: string;
  readonly stats: {
    readonly models: Readonly<Record<string, { readonly tokens: { readonly prompt: number } }>>;
  };
}
