import { EventEmitter } from 'vscode';
import type { Pseudoterminal } from 'vscode';

/** What an interrupt key sends. */
const INTERRUPT = '\u0003';
/** Exit code of a task whose command couldn't be started, as of `ninefold check`. */
const NOT_RUN = 125;

/** Runs a command; never rejects. @returns how it ended, and what to say below the output; null if it didn't start */
type Run = (
  write: (bytes: Uint8Array) => undefined,
  abort: AbortSignal,
) => Promise<{ readonly exitCode: number; readonly note: string } | null>;

/** The terminal of a task that runs in this process: shows its output, and ends with its exit code. */
export class CheckTerminal implements Pseudoterminal {
  readonly #run: Run;
  readonly #written = new EventEmitter<string>();
  readonly #closed = new EventEmitter<number>();
  readonly #abort = new AbortController();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;

  constructor(run: Run) {
    this.#run = run;
  }

  open(): void {
    void this.#show();
  }

  /** Closing the terminal ends the command. */
  close(): void {
    this.#abort.abort();
  }

  handleInput(data: string): void {
    if (data === INTERRUPT) this.#abort.abort();
  }

  async #show(): Promise<void> {
    const decoder = new TextDecoder();
    const write = (bytes: Uint8Array): undefined => this.#write(decoder.decode(bytes, { stream: true }));
    const ended = await this.#run(write, this.#abort.signal);
    if (ended !== null) this.#write(`\n${ended.note}\n`);
    this.#closed.fire(ended?.exitCode ?? NOT_RUN);
  }

  /** A terminal needs the carriage return that a line break implies elsewhere. */
  #write(text: string): undefined {
    this.#written.fire(text.replaceAll(/\r?\n/g, '\r\n'));
  }
}
