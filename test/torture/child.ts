/** A process of the torture: its lines as they come, its death awaited. */

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Child {
  readonly lines: string[] = [];
  /** Code and signal of its end. */
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>;
  readonly #process: ChildProcess;
  readonly #waiting = new Set<() => void>();
  #errors = '';
  #isOver = false;

  /** @param program a script of Node's */
  constructor(program: string, parameters: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    this.#process = spawn(process.execPath, [program, ...parameters], { stdio: 'pipe', env });
    this.#process.stderr?.on('data', (data: Buffer) => (this.#errors += data.toString('utf8')));
    // A killed process doesn't read any more.
    this.#process.stdin?.on('error', () => undefined);
    const out = this.#process.stdout;
    if (out === null) throw new Error('no stdout');
    createInterface({ input: out }).on('line', (line) => {
      this.lines.push(line);
      this.#wake();
    });
    this.ended = new Promise((resolve) => {
      this.#process.once('close', (code, signal) => {
        this.#isOver = true;
        this.#wake();
        resolve([code, signal]);
      });
    });
  }

  /** What it said on stderr. */
  get errors(): string {
    return this.#errors;
  }

  /** The first line that `isMeant`. @throws where it ends without one */
  async line(isMeant: (line: string) => boolean): Promise<string> {
    for (let seen = 0; ;) {
      for (; seen < this.lines.length; seen++) {
        const line = this.lines[seen] ?? '';
        if (isMeant(line)) return line;
      }
      if (this.#isOver) throw new Error(`ended without the line; ${this.#errors}`);
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  send(line: string): void {
    this.#process.stdin?.write(`${line}\n`);
  }

  /** Ends its stdin: it is asked to stop. */
  stop(): void {
    this.#process.stdin?.end();
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** SIGKILL, and its death awaited. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

/** The processes of one torture: none of them outlives it, however it ends. */
export class Children {
  readonly #children: Child[] = [];

  start(program: string, parameters: readonly string[], env?: NodeJS.ProcessEnv): Child {
    const child = new Child(program, parameters, env);
    this.#children.push(child);
    return child;
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#children.map((child) => child.kill()));
  }
}

/** Runs `work`, and kills what it leaves running. */
export async function withChildren<T>(work: (children: Children) => Promise<T>): Promise<T> {
  const children = new Children();
  try {
    return await work(children);
  } finally {
    await children.killAll();
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
