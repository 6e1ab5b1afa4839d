/** Runs agents: without a shell, in their own process group, with their output directly in the log file. */

import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

import type { AgentAtWork, AgentEnd, AgentStart, TaskRunnerPort } from '../../core/service/task-ports.ts';
import type { TaskProcess } from '../../core/tasks/task-record.ts';
import { AGENT_VARIABLES } from '../machine/actor.ts';
import { agentEnvironment } from '../git/git-environment.ts';
import { THIS_PLACE, isDead, processOf } from '../lock/lock-holder.ts';
import { openToWrite } from '../files/own-file.ts';
import { signalGroup, taskkill } from '../machine/end-process.ts';
import { closedFolders, findProgram, programExists } from '../machine/programs.ts';
import type { ProgramEnvironment } from '../machine/programs.ts';
import { errorCode, reasonOf } from '../files/system-error.ts';

/** Time for an agent to exit after it was told to end. */
const GRACE_MS = 5_000;
const STEP_MS = 50;
const MINUTE_MS = 60_000;
const TO_APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;

export class TaskRunner implements TaskRunnerPort {
  readonly self: TaskProcess = processOf(process.pid);
  readonly #environment: NodeJS.ProcessEnv;
  readonly #closed: readonly string[];

  readonly #afterRun: (start: AgentStart) => Promise<void>;

  /**
   * @param workspace the folder in which no program is searched for, unless its path is given
   * @param afterRun called when an agent has ended, before its end is told
   */
  constructor(
    environment: NodeJS.ProcessEnv,
    workspace: string,
    afterRun: (start: AgentStart) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#environment = environment;
    this.#afterRun = afterRun;
    this.#closed = closedFolders([workspace], homedir());
  }

  async start(start: AgentStart): Promise<AgentAtWork | { readonly failure: string }> {
    try {
      await mkdir(dirname(start.log), { recursive: true });
      const log = await openToWrite(start.log, TO_APPEND, 0o600);
      try {
        const program = await this.#find(start);
        if (program === undefined) return { failure: 'ENOENT' };
        const child = this.#spawn({ ...start, program }, log.fd);
        const failure = await started(child);
        if (failure !== null) return { failure };
        // An agent that exits without reading closes the pipe: its exit code says enough.
        child.stdin?.on('error', () => undefined);
        child.stdin?.end(start.input);
        const ended = endOf(child).then(async (end) => {
          await this.#afterRun(start);
          return end;
        });
        return { process: processOf(child.pid ?? 0), ended };
      } finally {
        await log.close();
      }
    } catch (error) {
      return { failure: reasonOf(error) };
    }
  }

  async programExists(program: string, folder: string): Promise<boolean> {
    if (isPath(program)) {
      const path = isAbsolute(program) ? program : join(folder, program);
      const environment = { env: { PATH: dirname(path), Path: dirname(path) }, platform: process.platform };
      return programExists(path.slice(dirname(path).length + 1), environment);
    }
    return programExists(program, this.#programs(), this.#closed);
  }

  isAlive(agent: TaskProcess, since: string): boolean {
    // Another machine's process can't be checked, so it is assumed to run; a person may cancel the run.
    return isDead({ ...agent, nonce: '' }, THIS_PLACE, Date.parse(since)) !== true;
  }

  async kill(agent: TaskProcess): Promise<void> {
    const isHere =
      agent.host === THIS_PLACE.host && agent.boot === THIS_PLACE.boot && agent.pids === THIS_PLACE.pids;
    const isAlive = (): boolean => isDead({ ...agent, nonce: '' }, THIS_PLACE, Date.now()) !== true;
    if (!isHere || agent.pid <= 1 || !isAlive()) return;
    if (process.platform === 'win32') {
      await new Promise<void>((done) => {
        const { file, args } = taskkill(this.#environment, agent.pid);
        execFile(file, [...args], { windowsHide: true }, () => done());
      });
      return;
    }
    signalGroup(agent.pid, 'SIGTERM');
    for (let waited = 0; waited < GRACE_MS && isAlive(); waited += STEP_MS) {
      await new Promise((done) => setTimeout(done, STEP_MS));
    }
    // Processes it started may outlive it.
    signalGroup(agent.pid, 'SIGKILL');
  }

  after(minutes: number, due: () => void): () => void {
    const timer = setTimeout(due, minutes * MINUTE_MS);
    return () => clearTimeout(timer);
  }

  /** Path of the program; undefined if it isn't on the `PATH`. */
  async #find({ program, folder }: AgentStart): Promise<string | undefined> {
    if (isPath(program)) return program;
    // The content of a task's worktree comes from its agent, or from someone else's commit.
    return findProgram(program, this.#programs(), [...this.#closed, folder]);
  }

  #programs(): ProgramEnvironment {
    return { env: this.#environment, platform: process.platform };
  }

  #spawn({ program, args, folder, variables }: AgentStart, log: number): ChildProcess {
    const env: NodeJS.ProcessEnv = { ...agentEnvironment(this.#environment), ...variables };
    // An agent that another agent starts isn't that agent.
    for (const name of AGENT_VARIABLES) Reflect.deleteProperty(env, name);
    return spawn(program, [...args], {
      cwd: folder,
      env,
      stdio: ['pipe', log, log],
      // Its own process group: it ends with everything that it started, but not with the terminal.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  }
}

function isPath(program: string): boolean {
  return /[/\\]/.test(program);
}

/** Null once it runs, otherwise why it doesn't. */
function started(child: ChildProcess): Promise<string | null> {
  return new Promise((done) => {
    child.once('spawn', () => done(null));
    child.once('error', (error) => done(errorCode(error) ?? error.message));
  });
}

function endOf(child: ChildProcess): Promise<AgentEnd> {
  return new Promise((done) => {
    child.once('exit', (exitCode, signal) =>
      done(
        signal === null
          ? { end: 'exit', exitCode, reason: null }
          : { end: 'signal', exitCode: null, reason: signal },
      ),
    );
  });
}
