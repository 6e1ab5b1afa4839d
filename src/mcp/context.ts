/** Holds what every tool needs: the folder, opened again if its state has moved, and the caller. */

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

/** What the server gets from its process. */
export interface ServerSystem {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  readonly stateDirectory?: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** Writes to the log of the program that started the server; stdout belongs to the protocol. */
  readonly writeError: (text: string) => void;
}

export class ServerContext {
  readonly system: ServerSystem;
  /** Always an agent: no person speaks this protocol. */
  readonly actor: Actor;
  readonly agent: string | null;
  #open: OpenFolder | undefined;
  /** What the current call has saved; calls in parallel each have their own list. */
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

  /** Runs a call, and adds each state that it saves to `saved`. */
  noting<T>(saved: WorkflowState[], work: () => Promise<T>): Promise<T> {
    return this.#saved.run(saved, work);
  }

  /** Returns the folder, cached until its state moves. @throws folder-missing */
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

  /** Returns a text without its secrets, for an answer. */
  async shown(text: string): Promise<string> {
    return redactText((await this.service()).ports.redactor, text);
  }

  async service(): Promise<WorkflowService> {
    return (await this.folder()).service;
  }
}
