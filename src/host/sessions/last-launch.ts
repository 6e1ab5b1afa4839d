import type { Memento } from 'vscode';

import { TERMINAL_AGENTS } from '../../core/handoff/launch-line.ts';

/** How a new session can be started: an agent in a terminal, Claude Code's own panel, or by hand from the clipboard. */
export const LAUNCHES = [...TERMINAL_AGENTS, 'claude-code-panel', 'clipboard'] as const;
export type Launch = (typeof LAUNCHES)[number];

const KEY = 'lastLaunch';

/** The way a person chose last; it is theirs, not a folder's, so VS Code's own storage of the user holds it. */
export class LastLaunch {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get value(): Launch | undefined {
    const stored: unknown = this.#memento.get(KEY);
    return LAUNCHES.find((launch) => launch === stored);
  }

  async set(launch: Launch): Promise<void> {
    await this.#memento.update(KEY, launch);
  }
}
