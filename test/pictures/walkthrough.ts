/** The walkthrough, at the step that explains the meter. */

import { Camera } from './camera.ts';
import { inWindow, openSample } from './sample.ts';

/** A narrow editor has no place for the pictures of the steps. */
const SIZE = { width: 1200, height: 680 };

/** Takes `docs/images/walkthrough-THEME.png`. */
export async function pictureWalkthrough(vsix: string): Promise<void> {
  await inWindow(openSample({ vsix, size: SIZE }), async function walkthrough(window) {
    const camera = new Camera(window);
    const page = window.page.locator('.gettingStartedContainer');
    await window.openContainer('Ninefold');
    await window.welcome().getByRole('button', { name: 'Get Started with Ninefold' }).click();
    await page.getByRole('heading', { name: 'Watch the meter', exact: true }).waitFor();
    await window.page.keyboard.press('Control+KeyB');
    await window.sideBar().waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'Watch the meter', exact: true }).click();
    await camera.take('walkthrough', async () => {
      await window.webview().locator('svg[aria-label^="The meter at"]').waitFor();
      return camera.around([window.page.locator('.part.editor')]);
    });
  });
}
