/** The views at 200 %, where a window of 1280 × 1024 has room for 640 × 512. */

import type { Places } from '../ui/open-workbench.ts';
import { SessionViewPage } from '../ui/session-page.ts';
import { Camera } from './camera.ts';
import { inWindow, makeAfternoon, openSample } from './sample.ts';

const METER = 'ninefold.meter';
const SIZE = { width: 1280, height: 1024 };

/** Takes `zoom-tree`, `zoom-tooltip`, `zoom-session-view` and `zoom-walkthrough`, light and in high contrast. */
export async function pictureZoom(vsix: string): Promise<void> {
  const prepare = (places: Places): void => makeAfternoon(places).reach(152_000);
  await inWindow(openSample({ vsix, zoom: 2, size: SIZE, prepare }), async function zoom(window) {
    const { page } = window;
    const camera = new Camera(window, ['light', 'contrast']);
    const whole = (): Promise<ReturnType<typeof camera.whole>> => Promise.resolve(camera.whole());
    await window.openContainer('Ninefold');
    await window.statusBarItem(METER).waitForText('76%');
    await window.tree().row('5b GREEN').waitFor();
    await camera.take('zoom-tree', whole);
    await window.runCommand('Notifications: Clear All Notifications');
    await camera.take('zoom-tooltip', async () => {
      await window.statusBarItem(METER).tooltip();
      return camera.whole();
    });
    await page.keyboard.press('Control+KeyB');
    await window.sideBar().waitFor({ state: 'hidden' });
    await window.runCommand('Ninefold: Show Session View');
    await new SessionViewPage(window).waitUntilDrawn();
    await camera.take('zoom-session-view', whole);
    await window.runCommand('Welcome: Open Walkthrough...');
    await window.quickInput.pick('Get Started with Ninefold');
    await page
      .locator('.gettingStartedContainer')
      .getByRole('heading', { name: 'Hand over', exact: true })
      .click();
    await camera.take('zoom-walkthrough', whole);
  });
}
