import type { CommandHandlers } from '../registration/register-command.ts';
import { showSessionPanel } from '../session-view/session-panel.ts';
import type { PanelParts } from '../session-view/session-panel.ts';

/** Creates the command that opens the session view for the shown folder. */
export function sessionPanelCommands(parts: PanelParts): CommandHandlers {
  return {
    'ninefold.showSessionView': () => showSessionPanel(parts),
  };
}
