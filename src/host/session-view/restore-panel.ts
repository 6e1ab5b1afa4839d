import type { WebviewPanel } from 'vscode';
import { window } from 'vscode';

import { SESSION_PANEL } from '../contributions.ts';
import type { Reporter } from '../messages.ts';
import type { DisposableLike } from '../registration/disposable-list.ts';
import { loadCommands } from '../registration/deferred-commands.ts';
import type { PanelParts } from './session-panel.ts';

/** Restores a session view that was open before a reload. */
export function restoreSessionPanel(parts: PanelParts, reporter: Reporter): DisposableLike {
  return window.registerWebviewPanelSerializer(SESSION_PANEL, {
    async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
      try {
        (await loadCommands()).showSessionPanel(parts, panel);
      } catch (error) {
        reporter.note("couldn't restore the session view", error);
        panel.dispose();
      }
    },
  });
}
