/** Claude Code, run for real against the model server. */
import { claudeProgram } from './installed.ts';
import type { ModelServer } from './model-server.ts';
import { inFull, type Said } from './said.ts';
import type { Sandbox } from './sandbox.ts';
import { Terminal } from './terminal.ts';

const KEY = 'dummy-key-of-20-chars';

/** How a session is set up. */
export interface ClaudeSetup {
  readonly version: 'newest' | 'before';
  readonly model: string;
  /** Variables in `env` of the user's settings.json. */
  readonly settingsEnv?: Readonly<Record<string, string>>;
  /** Variables of the process that starts the agent. */
  readonly processEnv?: Readonly<Record<string, string>>;
  /** More of the user's settings.json. */
  readonly settings?: object;
}

/** Claude Code in a sandbox. */
export class ClaudeCode {
  readonly #sandbox: Sandbox;
  readonly #setup: ClaudeSetup;
  readonly #url: string;

  constructor(sandbox: Sandbox, server: ModelServer, setup: ClaudeSetup) {
    this.#sandbox = sandbox;
    this.#setup = setup;
    this.#url = server.url;
    sandbox.writeHome('.claude.json', {
      hasCompletedOnboarding: true,
      theme: 'dark',
      customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
      projects: { [sandbox.folder]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
    });
    sandbox.writeHome('.claude/settings.json', {
      enableAllProjectMcpServers: true,
      ...(setup.settingsEnv === undefined ? {} : { env: setup.settingsEnv }),
      ...setup.settings,
    });
  }

  /** Asks one prompt without a terminal. */
  async ask(prompt: string, ...options: readonly string[]): Promise<ClaudeAnswer> {
    const { code, out, err } = await this.#print('--output-format', 'json', ...options, prompt);
    if (code !== 0) throw new Error(`claude -p ended with ${code}: ${out}${err}`);
    const { session_id: sessionId, result, modelUsage } = JSON.parse(out) as ClaudeResult;
    const [usage] = Object.values(modelUsage);
    return { sessionId, result, contextWindow: usage?.contextWindow ?? 0 };
  }

  /** Asks a session without a terminal how full it is. */
  async saysOf(sessionId: string): Promise<Said> {
    const { out } = await this.#print('--resume', sessionId, '/context');
    return readContext(out);
  }

  /** Opens a session in a terminal, ready for a prompt. */
  async open(...options: readonly string[]): Promise<Terminal> {
    const { version, model } = this.#setup;
    const terminal = new Terminal(claudeProgram(version), ['--model', model, ...options], {
      cwd: this.#sandbox.folder,
      env: this.#sandbox.environment(this.#variables()),
    });
    await terminal.shows(/^❯/m);
    return terminal;
  }

  #print(...args: readonly string[]) {
    const { version, model } = this.#setup;
    return this.#sandbox.run(claudeProgram(version), ['-p', '--model', model, ...args], this.#variables());
  }

  #variables(): Record<string, string> {
    return {
      ANTHROPIC_BASE_URL: this.#url,
      ANTHROPIC_API_KEY: KEY,
      DISABLE_AUTOUPDATER: '1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ...this.#setup.processEnv,
    };
  }
}

/** An answer without a terminal. */
interface ClaudeAnswer {
  readonly sessionId: string;
  readonly result: string;
  /** The model's window, as the agent reports it with the answer. */
  readonly contextWindow: number;
}

interface ClaudeResult {
  readonly session_id: string;
  readonly result: string;
  readonly modelUsage: Readonly<Record<string, { readonly contextWindow: number }>>;
}

/** Reads what `/context` prints, on a screen or without one. */
export function readContext(text: string): Said {
  const [, tokens, window, percent] =
    /([\d.]+[km]?) ?\/ ?([\d.]+[km]?)(?: tokens)? \((\d+)%\)/.exec(text) ?? [];
  if (tokens === undefined || window === undefined) throw new Error(`No context in:\n${text}`);
  const [, buffer] = /Autocompact buffer(?:: | \| )([\d.]+k?)/.exec(text) ?? [];
  const compactsAt = buffer === undefined ? null : inFull(window) - inFull(buffer);
  return { tokens, window, percent: Number(percent), compactsAt };
}
