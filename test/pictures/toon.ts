/** TOON in the editor: what the strict reader finds, and what a key of the state means. */

import { join } from 'node:path';

import type { OpenWorkbench, Places } from '../ui/open-workbench.ts';
import { Problems } from '../ui/problems.ts';
import { Camera } from './camera.ts';
import { inWindow, makeAfternoon, openSample } from './sample.ts';

const SIZE = { width: 960, height: 560 };

const CODES = `# Codes of this spring
codes[3]{code,percent,expiresAt,uses}:
  SPRING,10,2026-03-31,null
  "EARLY, BIRD",15,2026-02-28,200
settings:
  perOrder: 1
  rounding: once
channels[2]: newsletter,shop,partners
`;

/** Takes `docs/images/toon-problems-THEME.png` and `toon-hover-THEME.png`. */
export async function pictureToon(vsix: string): Promise<void> {
  const prepare = (places: Places): void => void makeAfternoon(places);
  const more = { 'codes.toon': CODES };
  await inWindow(openSample({ vsix, size: SIZE, more, prepare }), async function toon(window) {
    await window.page.keyboard.press('Control+KeyB');
    await window.sideBar().waitFor({ state: 'hidden' });
    await withProblems(window);
    await withHover(window);
  });
}

async function withProblems(window: OpenWorkbench): Promise<void> {
  const camera = new Camera(window);
  const problems = new Problems(window.page);
  await window.openFile(join(window.places.workspace, 'codes.toon'));
  await problems.open();
  await problems.row("'codes' declares 3 entries but has 2").waitFor();
  await camera.take('toon-problems', () => Promise.resolve(camera.whole()));
  await window.runCommand('View: Hide Panel');
  await window.page.locator('.markers-panel').waitFor({ state: 'hidden' });
}

async function withHover(window: OpenWorkbench): Promise<void> {
  const camera = new Camera(window);
  await window.openFile(join(window.places.workspace, '.claude/workflow-state.toon'));
  await window.waitForTab('workflow-state.toon');
  const key = window.page
    .locator('.view-line span span')
    .filter({ hasText: /^\s*sub_phase$/ })
    .first();
  await camera.take('toon-hover', async () => {
    await key.hover();
    await window.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: 'sub_phase' }).waitFor();
    return camera.around([window.page.locator('.part.editor')], { height: 420 });
  });
}
