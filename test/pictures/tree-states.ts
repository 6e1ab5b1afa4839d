/** The tree of the phases in every state, on one sheet for each theme. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ninefold } from '../ui/command-line.ts';
import { openWorkbench, type OpenWorkbench, type Places } from '../ui/open-workbench.ts';
import { THEMES } from '../ui/workbench.ts';
import { Camera } from './camera.ts';
import { inWindow, makeAfternoon, openSample, PLAIN, WORKFLOW } from './sample.ts';
import { Sheet } from './sheet.ts';

const SIZE = { width: 1120, height: 760 };
/** As wide as the side bar. */
const COLUMN = 300;

/** Takes `docs/images/tree-states-THEME.png`. */
export async function pictureTreeStates(vsix: string): Promise<void> {
  const sheet = new Sheet(4, COLUMN);
  const noFolder = openWorkbench({ vsix, roots: [], settings: PLAIN, size: SIZE });
  await inWindow(noFolder, async function withoutFolder(window) {
    await window.openContainer('Ninefold');
    await window.welcome().waitFor();
    await tile(window, sheet, 'No folder is open');
  });
  const prepare = (places: Places): void => void makeAfternoon(places);
  const untrusted = openSample({ vsix, size: SIZE, trusted: false, prepare });
  await inWindow(untrusted, async function untrustedFolder(window) {
    await window.openContainer('Ninefold');
    await window.tree().row('5b GREEN').waitFor();
    await tile(window, sheet, 'The folder is not trusted');
  });
  await inWindow(openSample({ vsix, size: SIZE }), async function trustedFolder(window) {
    await window.openContainer('Ninefold');
    await inTrustedFolder(window, sheet);
    await sheet.draw(window, 'tree-states');
  });
}

async function inTrustedFolder(window: OpenWorkbench, sheet: Sheet): Promise<void> {
  const { places } = window;
  const run = (...words: readonly string[]): unknown => ninefold(places, ...words);
  await window.welcome().waitFor();
  await tile(window, sheet, 'No workflow yet');
  makeAfternoon(places);
  const row = (label: string): ReturnType<ReturnType<typeof window.tree>['row']> => window.tree().row(label);
  await row('5b GREEN').waitForSpoken('current');
  await tile(window, sheet, 'At work');
  run('submit', '5b');
  await row('5b GREEN').waitForSpoken('awaiting approval');
  await tile(window, sheet, 'An agent asks for approval');
  run('reject', '5b', '--reason', 'The uses of a code are not counted');
  await row('5b GREEN').waitForSpoken('in progress');
  await tile(window, sheet, 'Rejected');
  run('pause');
  await window
    .tree()
    .row(/Paused|paused/)
    .waitFor();
  await tile(window, sheet, 'Paused');
  run('set', WORKFLOW, 'status', 'in_progress');
  await broken(window, sheet);
  run('phase', WORKFLOW, '9');
  run('approve');
  await window
    .tree()
    .row(/Completed|completed/)
    .waitFor();
  await tile(window, sheet, 'Completed');
}

/** A rule and a journal that can't be read, each mended again. */
async function broken(window: OpenWorkbench, sheet: Sheet): Promise<void> {
  const file = (path: string): string => join(window.places.workspace, '.claude', path);
  const message = window.treeMessage();
  writeFileSync(file('ninefold.json'), '{\n  "levels": { "warning": "many" }\n}\n');
  await message.filter({ hasText: 'The default rules apply' }).waitFor();
  await tile(window, sheet, 'A rule that cannot be read');
  writeFileSync(file('ninefold.json'), '{}\n');
  await message.filter({ hasText: 'The default rules apply' }).waitFor({ state: 'detached' });
  const journal = file(`state/workflows/${WORKFLOW}.journal.jsonl`);
  const sound = readFileSync(journal, 'utf8');
  writeFileSync(journal, sound.replace('"type":"decision', '"typ'));
  await message.filter({ hasText: 'journal.jsonl' }).waitFor();
  await tile(window, sheet, 'A damaged journal');
  writeFileSync(journal, sound);
  await window.tree().row('5b GREEN').waitFor();
}

async function tile(window: OpenWorkbench, sheet: Sheet, caption: string): Promise<void> {
  const camera = new Camera(window);
  for (const theme of THEMES) {
    await window.useTheme(theme);
    await camera.rest();
    sheet.add(theme, { caption, pictures: [await camera.shot(await camera.sideBar())] });
  }
}
