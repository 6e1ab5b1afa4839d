/** A home and a project of one run of an agent, with Ninefold's own command line. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectFolder } from '../harness/paths.mjs';
import type { Program } from './installed.ts';

const PATIENCE_MS = 60_000;
/** Number of times that a folder is removed while something still writes to it. */
const MAX_TRIES = 20;

/** How a process ended. */
interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export class Sandbox {
  readonly home: string;
  /** The project: a git repository. */
  readonly folder: string;
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), 'ninefold-agents-')));

  constructor() {
    this.home = join(this.#root, 'home');
    this.folder = join(this.#root, 'shop');
    mkdirSync(this.home);
    mkdirSync(join(this.folder, '.git', 'refs'), { recursive: true });
    mkdirSync(join(this.folder, '.git', 'objects'));
    writeFileSync(join(this.folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  }

  /** The environment of every process here: nothing of the caller's but the way to programs. */
  environment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
    return {
      PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      HOME: this.home,
      LANG: 'C.UTF-8',
      TERM: 'xterm-256color',
      COLORTERM: 'truecolor',
      ...extra,
    };
  }

  /** Writes a file below the home. */
  writeHome(path: string, content: string | object): void {
    const file = join(this.home, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }

  /** Runs a program in the project. Its stdin is empty. */
  run([program, ...first]: Program, args: readonly string[], extra: Record<string, string>): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, [...first, ...args], {
        cwd: this.folder,
        env: this.environment(extra),
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: PATIENCE_MS,
        killSignal: 'SIGKILL',
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk) => (out += String(chunk)));
      child.stderr.on('data', (chunk) => (err += String(chunk)));
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? -1, out, err }));
    });
  }

  /** Runs a program, which must succeed. @returns what it printed */
  async runOk(program: Program, args: readonly string[], extra: Record<string, string>): Promise<string> {
    const { code, out, err } = await this.run(program, args, extra);
    if (code !== 0) throw new Error(`${program.join(' ')} ended with ${code}: ${out}${err}`);
    return out;
  }

  /** Runs `ninefold` in the project as a person. */
  ninefold(...args: readonly string[]): Promise<Ended> {
    return this.run([process.execPath, join(projectFolder, 'dist', 'cli.js')], args, {});
  }

  /** Runs `ninefold`, which must succeed. */
  async ninefoldOk(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await this.ninefold(...args);
    if (code !== 0) throw new Error(`ninefold ${args.join(' ')} ended with ${code}: ${err}`);
    return out;
  }

  /** Returns what `ninefold COMMAND --json` printed. */
  async ninefoldJson(...args: readonly string[]): Promise<Record<string, unknown>> {
    return JSON.parse(await this.ninefoldOk(...args, '--json')) as Record<string, unknown>;
  }

  close(): void {
    for (let tries = 1; ; tries++) {
      // An agent that was killed leaves hooks and servers that write for a while.
      endProcessesOf(this.#root);
      try {
        rmSync(this.#root, { recursive: true, force: true });
        return;
      } catch (error) {
        if (tries === MAX_TRIES || !(error instanceof Error && 'code' in error && error.code === 'ENOTEMPTY'))
          throw error;
      }
    }
  }
}

/** Ends the processes that have a folder in their environment, where the system shows those. */
function endProcessesOf(folder: string): void {
  if (!existsSync('/proc/self/environ')) return;
  for (const pid of readdirSync('/proc')
    .map(Number)
    .filter((id) => id > 0 && id !== process.pid)) {
    try {
      if (readFileSync(`/proc/${pid}/environ`, 'utf8').includes(folder)) process.kill(pid, 'SIGKILL');
    } catch (error) {
      // It ended meanwhile, or is another user's.
      if (!(error instanceof Error && 'code' in error)) throw error;
    }
  }
}
