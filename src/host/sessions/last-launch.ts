import type { Memento } from 'vscode';

import { PANEL_AGENTS, TERMINAL_AGENTS } from '../../core/agents/agents.ts';
import type { PanelAgent, TerminalAgent } from '../../core/agents/agents.ts';

/** A way to start a new session: an agent in a terminal, its own panel, or a prompt on the clipboard. */
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

/** Returns the stored id of a choice. */
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

/** Stores the last used way in VS Code's global storage: it belongs to the user, not the folder. */
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
