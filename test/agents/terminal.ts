/** A pseudo-terminal with a screen, to use an agent as a person does. */
import { loadDownloaded, type Program } from './installed.ts';

const COLUMNS = 150;
const ROWS = 60;
const PATIENCE_MS = 40_000;
const ENTER_AGAIN_MS = 2_000;

/** What is used of node-pty. */
interface Pty {
  onData(listener: (data: string) => void): void;
  onExit(listener: (end: { readonly exitCode: number }) => void): void;
  write(data: string): void;
  kill(signal: string): void;
}
interface PtyModule {
  readonly spawn: (program: string, args: readonly string[], options: object) => Pty;
}

/** What is used of xterm's headless terminal. */
interface Xterm {
  write(data: string, done: () => void): void;
  onData(listener: (data: string) => void): void;
  readonly buffer: {
    readonly active: {
      readonly length: number;
      getLine(index: number): { translateToString(trimRight: boolean): string } | undefined;
    };
  };
}
interface XtermModule {
  readonly Terminal: new (options: object) => Xterm;
}

/** A program in a pseudo-terminal. The caller closes it. */
export class Terminal {
  readonly #pty: Pty;
  readonly #xterm: Xterm;
  readonly #exited: Promise<number>;
  readonly #watchers = new Set<() => void>();
  #hasExited = false;

  constructor(
    [program, ...first]: Program,
    args: readonly string[],
    options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  ) {
    const { spawn } = loadDownloaded('@lydell/node-pty') as PtyModule;
    const { Terminal: Screen } = loadDownloaded('@xterm/headless') as XtermModule;
    const size = { cols: COLUMNS, rows: ROWS };
    this.#xterm = new Screen({ ...size, allowProposedApi: true, scrollback: 2_000 });
    this.#pty = spawn(program, [...first, ...args], { ...options, ...size, name: 'xterm-256color' });
    // A terminal answers questions, such as for the position of its cursor.
    this.#xterm.onData((data) => this.#pty.write(data));
    this.#pty.onData((data) => this.#xterm.write(data, () => this.#changed()));
    this.#exited = new Promise((resolve) =>
      this.#pty.onExit(({ exitCode }) => {
        this.#hasExited = true;
        resolve(exitCode);
        this.#changed();
      }),
    );
  }

  /** Everything that is shown, and what scrolled out of it, without empty lines. */
  screen(): string {
    const { active } = this.#xterm.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, index) => active.getLine(index)?.translateToString(true) ?? '',
    );
    return lines.filter((line) => line.trim() !== '').join('\n');
  }

  /**
   * Types a line, waits until it is shown, and presses Enter until the screen shows a pattern: an agent that still starts,
   * or that takes fast keys for a paste, ignores the first.
   *
   * @returns the match
   */
  async enter(line: string, pattern: RegExp): Promise<RegExpExecArray> {
    const before = count(this.screen(), line);
    this.#pty.write(line);
    await this.#until(() => count(this.screen(), line) > before, `"${line}" in the input`);
    this.#pty.write('\r');
    const again = setInterval(() => this.#pty.write('\r'), ENTER_AGAIN_MS);
    try {
      return await this.shows(pattern);
    } finally {
      clearInterval(again);
    }
  }

  /**
   * Types a command that ends the program, and presses Enter until it has.
   *
   * @returns its exit code
   */
  async leave(command: string): Promise<number> {
    this.#pty.write(command);
    await this.#until(() => this.#hasExited || this.screen().includes(command), `"${command}" in the input`);
    const again = setInterval(() => this.#pty.write('\r'), ENTER_AGAIN_MS);
    this.#pty.write('\r');
    try {
      return await this.ended();
    } finally {
      clearInterval(again);
    }
  }

  /** Presses a key now and then until the screen shows a pattern: an agent that just drew a question discards keys. */
  async pressUntil(key: string, pattern: RegExp): Promise<void> {
    const again = setInterval(() => this.#pty.write(key), ENTER_AGAIN_MS);
    try {
      await this.shows(pattern);
    } finally {
      clearInterval(again);
    }
  }

  /** Presses a key, given as what the terminal sends for it. */
  press(key: string): void {
    this.#pty.write(key);
  }

  /**
   * Waits until the screen shows a pattern.
   *
   * @returns the match
   * @throws if it doesn't in time, with the screen
   */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    await this.#until(() => pattern.test(this.screen()), String(pattern));
    const found = pattern.exec(this.screen());
    return found ?? this.shows(pattern);
  }

  /** Waits for the program's end. */
  async ended(): Promise<number> {
    await this.#until(() => this.#hasExited, 'the end of the program');
    return this.#exited;
  }

  async close(): Promise<void> {
    if (!this.#hasExited) this.#pty.kill('SIGKILL');
    await this.#exited;
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  #until(isTrue: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(late);
        this.#watchers.delete(watcher);
        settle();
      };
      const late = setTimeout(
        () => end(() => reject(new Error(`Never saw ${what}. On the screen:\n${this.screen()}`))),
        PATIENCE_MS,
      );
      const watcher = (): void => {
        if (isTrue()) end(resolve);
        else if (this.#hasExited)
          end(() => reject(new Error(`It ended before ${what}. On the screen:\n${this.screen()}`)));
      };
      this.#watchers.add(watcher);
      watcher();
    });
  }
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
