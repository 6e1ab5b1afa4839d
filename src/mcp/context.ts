/** What every tool works with: the folder, opened anew where its state has moved, and who asks. */

import { AsyncLocalStorage } from 'node:async_hooks';

import { redactText } from '../core/redaction/redact-state.ts';
import { oneLine } from '../core/text/foreign-text.ts';
import type { WorkflowState } from '../core/workflow/state.ts';
import type { Actor } from '../core/workflow/events.ts';
import type { WorkflowService } from '../core/service/workflow-service.ts';
import { actorOf, agentOf } from '../node/machine/actor.ts';
import { type MeterEnvironment, systemEnvironment } from '../node/machine/environment.ts';
import { openFolder } from '../node/folder/open-folder.ts';
import type { OpenFolder } from '../node/folder/open-folder.ts';

/** The edges of the process. */
export interface ServerSystem {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  readonly stateDirectory?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** For the log of whoever started the server; never stdout, which is the protocol's. */
  readonly writeError: (text: string) => void;
}

export class ServerContext {
  readonly system: ServerSystem;
  /** Whoever speaks this protocol is an agent. */
  readonly actor: Actor;
  readonly agent: string | null;
  #open: OpenFolder | undefined;
  /** What the call under way has saved: each has its own list, however many are under way. */
  readonly #saved = new AsyncLocalStorage<WorkflowState[]>();

  constructor(system: ServerSystem) {
    this.system = system;
    const { session } = actorOf(system.environment);
    this.actor = session === undefined ? { kind: 'agent' } : { kind: 'agent', session };
    this.agent = agentOf(system.environment);
  }

  get environment(): MeterEnvironment {
    return { ...systemEnvironment(), home: this.system.home, env: this.system.environment };
  }

  /** Does the work of a call, and puts into `saved` each state that it saves. */
  noting<T>(saved: WorkflowState[], work: () => Promise<T>): Promise<T> {
    return this.#saved.run(saved, work);
  }

  /** The folder; what was read of it is kept as long as its state lies where it lay. @throws folder-missing */
  async folder(): Promise<OpenFolder> {
    const { folder, stateDirectory, environment, home, writeError } = this.system;
    const found = await openFolder({
      folder,
      environment,
      home,
      ...(stateDirectory === undefined ? {} : { stateDirectory }),
      report: ({ code, parameters }) =>
        writeError(`ninefold: ${oneLine(`${code} ${JSON.stringify(parameters)}`)}\n`),
    });
    if (found.root !== this.#open?.root) {
      this.#open = found;
      found.service.onDidChange((state, events) => {
        if (events.length > 0) this.#saved.getStore()?.push(state);
      });
    }
    return this.#open;
  }

  /** A text as an answer may have it: without secrets. */
  async shown(text: string): Promise<string> {
    return redactText((await this.service()).ports.redactor, text);
  }

  async service(): Promise<WorkflowService> {
    return (await this.folder()).service;
  }
}
