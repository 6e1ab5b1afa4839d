import type { Memento } from 'vscode';

import { PANEL_AGENTS, TERMINAL_AGENTS } from '../../core/agents/agents.ts';
import type { PanelAgent, TerminalAgent } from '../../core/agents/agents.ts';

/** How a new session can be started: an agent in a terminal, its own panel, or by hand from the clipboard. */
export type Launch =
  | { readonly kind: 'terminal'; readonly agent: TerminalAgent }
  | { readonly kind: 'panel'; readonly agent: PanelAgent }
  | { readonly kind: 'clipboard' };

export const CLIPBOARD: Launch = { kind: 'clipboard' };

export const LAUNCHES: readonly Launch[] = [
  ...TERMINAL_AGENTS.map((agent): Launch => ({ kind: 'terminal', agent })),
  ...PANEL_AGENTS.map((agent): Launch => ({ kind: 'panel', agent })),
  CLIPBOARD,
];

/** Returns what a choice is remembered by. */
function idOf(launch: Launch): string {
  switch (launch.kind) {
    case 'terminal':
      return launch.agent.id;
    case 'panel':
      return `${launch.agent.id}-panel`;
    case 'clipboard':
      return launch.kind;
  }
}

const KEY = 'lastLaunch';

/** The way a person chose last; it is theirs, not a folder's, so VS Code's own storage of the user holds it. */
export class LastLaunch {
  readonly #memento: Memento;

  constructor(memento: Memento) {
    this.#memento = memento;
  }

  get value(): Launch | undefined {
    const stored: unknown = this.#memento.get(KEY);
    return LAUNCHES.find((launch) => idOf(launch) === stored);
  }

  async set(launch: Launch): Promise<void> {
    await this.#memento.update(KEY, idOf(launch));
  }
}
