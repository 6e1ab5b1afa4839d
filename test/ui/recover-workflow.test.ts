/** A damaged workflow brought back in the window: the row offers it, a preview shows it, and what stood there is kept. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ninefold } from './command-line.ts';
import { contentOf } from './disk.ts';
import type { Places } from './open-workbench.ts';
import { useWorkbench } from './use-workbench.ts';

const JOURNAL = '.claude/state/workflows/shop.journal.jsonl';
const DAMAGE = '<<<<<<< HEAD\nnot an event\n';

function prepare(places: Places): void {
  ninefold(places, 'init', 'shop', 'Corner shop');
  ninefold(places, 'approve');
  ninefold(places, 'approve');
  const path = join(places.workspace, JOURNAL);
  const [first = ''] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${first}\n${DAMAGE}`);
}

describe('a damaged workflow', function () {
  this.timeout(120_000);
  const window = useWorkbench({ files: { 'readme.md': '# Shop\n' }, prepare });
  const file = (path: string): string => join(window().places.workspace, path);

  it('offers its recovery in its row, the best first, with reasons, and changes nothing by that', async () => {
    await window().openContainer('Ninefold');
    const row = window().tree().row('Open shop.journal.jsonl at line 2');
    await row.waitFor();
    // The sentence above moves the rows down once.
    await window().treeMessage().filter({ hasText: 'run Recover Workflow' }).waitFor();
    await window().statusBarItem('ninefold.meter').waitForText('no session');
    const before = contentOf(window().places.workspace);
    await row.pressAction('Recover Workflow…');
    await window().quickInput.waitFor('Recover Workflow');
    deepStrictEqual(await window().quickInput.labels(), ['Phase 3 - UI Breakdown', 'Phase 1 - Requirements']);
    match(await window().quickInput.locator.innerText(), /the full state as of event 3/);
    await window().screenshot('recover-light');
    await window().useTheme('dark');
    await window().screenshot('recover-dark');
    await window().useTheme('light');
    deepStrictEqual(contentOf(window().places.workspace), before);
    await window().quickInput.choose('Phase 3 - UI Breakdown', 'Recover Workflow');
    await window().waitForTab(/Recover shop\.md/);
    await window().waitForLine('# Recover: Corner shop');
    await window().notifications.message(/Recover workflow 'Corner shop'/);
    await window().screenshot('recover-preview');
    deepStrictEqual(contentOf(window().places.workspace), before);
  });

  it('is back at a click, keeps the damaged journal, and resumes', async () => {
    const question = await window().notifications.message(/Recover workflow 'Corner shop'/);
    await question.press('Recover');
    await window().tree().row('3 UI Breakdown').waitForSpoken('in progress, current phase');
    const told = await window().notifications.message(/Corner shop was recovered/);
    const backups = file('.claude/state/backups');
    const [folder = ''] = readdirSync(backups);
    ok(readFileSync(join(backups, folder, 'state/workflows/shop.journal.jsonl'), 'utf8').endsWith(DAMAGE));
    match(readFileSync(file(JOURNAL), 'utf8'), /^\{"v":2,.*"type":"workflow\.recovered"/);
    await told.press('Resume Workflow');
    await window().quickInput.waitFor('Resume Corner shop');
    strictEqual((await window().quickInput.labels())[0]?.trim(), 'Copy Prompt');
    await window().quickInput.cancel();
  });

  it('offers no recovery any more', async () => {
    await window().notifications.close();
    strictEqual(await window().offersCommand('Ninefold: Recover Workflow…'), false);
  });
});
