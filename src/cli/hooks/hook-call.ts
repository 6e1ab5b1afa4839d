/** One call of a hook: its input, its folder, and the time left. */

import type { HookSender } from '../../core/agents/hook-senders.ts';
import type { HookInput } from '../../core/hooks/hook-vocabulary.ts';
import { NinefoldError, asFailure } from '../../core/errors.ts';
import type { Reading } from '../../core/meter/reading.ts';
import { DEFAULT_RULES } from '../../core/rules/rules.ts';
import type { HeldRules, WorkspacePort } from '../../core/service/ports.ts';
import { sessionActor } from '../../core/service/session-service.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { MeterEnvironment } from '../../node/machine/environment.ts';
import { readOwnReading } from '../../node/meter/own-reading.ts';
import { openFolder } from '../../node/folder/open-folder.ts';
import type { OpenFolder, OpenFolderOptions } from '../../node/folder/open-folder.ts';

export interface HookCall {
  readonly sender: HookSender;
  readonly input: HookInput;
  readonly folder: OpenFolder;
  readonly rules: HookRules;
  readonly environment: MeterEnvironment;
  /** Loads the project context in a process of its own. */
  readonly loadContextLater: () => Promise<void>;
  /** Returns the milliseconds left for the answer. */
  readonly left: () => number;
}

/** The folder's rules, or the defaults if they can't be read: a hook then says so, and still meters and saves. */
export class HookRules {
  readonly #workspace: Pick<WorkspacePort, 'trustedRules'>;
  #held: ReturnType<HookRules['read']> | undefined;
  #failure: NinefoldError | null = null;

  constructor(workspace: Pick<WorkspacePort, 'trustedRules'>) {
    this.#workspace = workspace;
  }

  read(): Promise<Pick<HeldRules, 'rules' | 'waiting'>> {
    return (this.#held ??= this.#orDefaults());
  }

  async #orDefaults(): ReturnType<HookRules['read']> {
    try {
      return await this.#workspace.trustedRules();
    } catch (error) {
      if (!NinefoldError.is(error)) throw error;
      this.#failure = error;
      return { rules: DEFAULT_RULES, waiting: [] };
    }
  }

  /** Returns why the defaults were used; null if they weren't. */
  get failure(): NinefoldError | null {
    return this.#failure;
  }
}

export function actorOfCall({ input }: HookCall): Actor {
  return sessionActor(input.session);
}

/** Returns the session's reading; null if its transcript is unknown or doesn't exist yet. */
export async function readingOfCall({
  sender,
  input,
  folder,
  environment,
  rules: held,
}: HookCall): Promise<Reading | null> {
  const { session, transcript } = input;
  if (session === null || transcript === null) return null;
  const { rules } = await held.read();
  return readOwnReading({
    agent: sender.id,
    sessionId: session,
    transcript,
    folder: folder.folder,
    environment,
    rules,
    now: Date.parse(folder.service.ports.clock.now()),
  });
}

/**
 * Finds the first of these folders that has a workflow: the agent's current folder, its project, this process's folder.
 *
 * @returns null where none has one; nothing was written then
 * @throws NinefoldError where a folder or its journals can't be looked at
 */
export async function folderWithWorkflow(
  candidates: readonly string[],
  options: Omit<OpenFolderOptions, 'folder'>,
): Promise<OpenFolder | null> {
  for (const folder of new Set(candidates)) {
    const open = await openIfThere({ ...options, folder });
    if (open === null) continue;
    const { service } = open;
    // A record that can't be read is state all the same: whoever needs it says what is wrong with it.
    if ((await service.activeId().catch(asFailure)) !== null) return open;
    if ((await service.ports.journals.listIds()).length > 0) return open;
  }
  return null;
}

/** Opens a folder; null if it doesn't exist. */
export async function openIfThere(options: OpenFolderOptions): Promise<OpenFolder | null> {
  try {
    return await openFolder(options);
  } catch (error) {
    if (NinefoldError.is(error, 'folder-missing')) return null;
    throw error;
  }
}
