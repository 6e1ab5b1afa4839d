import type { LogOutputChannel } from 'vscode';

import type { DisposableLike } from './registration/disposable-list.ts';

/** Lines kept for the diagnostics. */
const MAX_KEPT = 100;

/** The log channel. Keeps its last lines, because VS Code's channel can't be read back. */
export class Log implements DisposableLike {
  readonly #channel: LogOutputChannel;
  readonly #kept: string[] = [];

  constructor(channel: LogOutputChannel) {
    this.#channel = channel;
  }

  /** The last lines, oldest first. */
  get lines(): readonly string[] {
    return this.#kept;
  }

  info(text: string): void {
    this.#channel.info(text);
    this.#keep('info', text);
  }

  warn(text: string): void {
    this.#channel.warn(text);
    this.#keep('warning', text);
  }

  /** @param thrown its stack is written only to the channel */
  error(text: string, thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(JSON.stringify(thrown));
    this.#channel.error(text, error);
    this.#keep('error', `${text}: ${error.message}`);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }

  #keep(level: string, text: string): void {
    const at = new Date().toISOString();
    this.#kept.push(...text.split('\n').map((line) => `${at} [${level}] ${line}`));
    this.#kept.splice(0, this.#kept.length - MAX_KEPT);
  }
}
