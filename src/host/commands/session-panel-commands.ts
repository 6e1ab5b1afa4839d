import type { CommandHandlers } from '../registration/register-command.ts';
import { showSessionPanel } from '../session-view/session-panel.ts';
import type { PanelParts } from '../session-view/session-panel.ts';

/** The command of the session view, which shows the folder that the window shows, whichever that is. */
export function sessionPanelCommands(parts: PanelParts): CommandHandlers {
  return {
    'ninefold.showSessionView': () => showSessionPanel(parts),
  };
}
