/** The session view: six pictures of a session that filled its window once. */

import type { Places } from '../ui/open-workbench.ts';
import { SessionViewPage } from '../ui/session-page.ts';
import { Camera } from './camera.ts';
import { inWindow, makeAfternoon, openSample } from './sample.ts';

const SIZE = { width: 1120, height: 1720 };

/** Takes `docs/images/session-view-THEME.png`. */
export async function pictureSessionView(vsix: string): Promise<void> {
  const prepare = (places: Places): void => void makeAfternoon(places, { isCompacted: true });
  await inWindow(openSample({ vsix, size: SIZE, prepare }), async function sessionView(window) {
    const view = new SessionViewPage(window);
    const camera = new Camera(window);
    await window.statusBarItem('ninefold.meter').waitForText('96K 48%');
    await window.page.keyboard.press('Control+KeyB');
    await window.sideBar().waitFor({ state: 'hidden' });
    await window.runCommand('Ninefold: Show Session View');
    await view.waitUntilDrawn();
    await camera.take('session-view', async () => {
      await view.waitUntilDrawn();
      return camera.around([window.page.locator('.part.editor')]);
    });
  });
}
