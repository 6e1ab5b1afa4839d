/** No agent session: the status bar follows what is open and typed, colours, and does nothing else. */

import { deepStrictEqual, match, notStrictEqual, strictEqual } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { acceptRulesOf } from '../unit/support/accepted.ts';
import { chooseFromMenuOf } from './tree.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
/** Past 75 % of the window and short of 85 %: 1.5 for each of these words. */
const WORDS = 5300;

describe('an estimate', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: {
      '.claude/ninefold.json': '{ "windows": { "*": 10000 } }\n',
      'notes.md': 'Some words to begin with.\n',
      'pinned.md': 'Words that stay in the working set, whatever is open.\n'.repeat(10),
    },
    prepare: ({ workspace, home }) => acceptRulesOf(join(workspace, '.claude'), home),
  });
  const meter = () => window().statusBarItem(METER);

  async function openFile(name: string): Promise<void> {
    await window().page.keyboard.press('Control+KeyP');
    await window().quickInput.waitFor();
    await window().quickInput.fill(name);
    await window().quickInput.pick(name);
    await window().waitForTab(name);
  }

  it('is not there while nothing is open', async () => {
    await meter().waitForText('no session');
  });

  it('begins with the first open file and says what it is made of', async () => {
    await openFile('notes.md');
    await meter().waitForText(/~\d+ ~0%/);
    const tooltip = await meter().tooltip();
    match(tooltip, /Estimated from the open files/);
    match(tooltip, /Working set: \d+ tokens \(o200k\), files counted: 1(?!\d)/);
    match(tooltip, /Factor: 1\.5 for claude-code/);
    match(tooltip, /Window: 10,000 tokens, from the settings/);
    match(await meter().spoken(), /about \d+ of 10,000 tokens/);
  });

  it('follows typing', async () => {
    const before = await meter().text();
    await window().page.locator('.part.editor .monaco-editor').first().click();
    await window().page.keyboard.press('Control+End');
    await window().page.keyboard.type('and more of them ');
    await meter().locator.filter({ hasNotText: before }).waitFor();
    notStrictEqual(await meter().text(), before);
  });

  it('takes the warning colour past 75 % without a notification, and writes nothing', async () => {
    await window().copy('word '.repeat(WORDS));
    await window().page.locator('.editor-group-container.active .view-lines').click();
    await window().page.locator('.editor-group-container.active .monaco-editor.focused').waitFor();
    await window().page.keyboard.press('Control+KeyV');
    await meter().waitForKind('warning');
    await window().waitForTab('notes.md');
    match(await meter().text(), /~7K ~\d\d%/);
    deepStrictEqual(await window().notifications.messages(), []);
    await window().notifications.close();
    deepStrictEqual(readdirSync(join(window().places.workspace, '.claude')), ['ninefold.json']);
    await window().runCommand('Undo');
    await meter().waitForKind('none');
  });

  it('counts a pinned file that is not open, until it is unpinned', async () => {
    const before = await meter().text();
    await openFile('pinned.md');
    await chooseFromMenuOf(window().page, window().tab('pinned.md'), 'Pin File to Working Set');
    await window().statusBarItemWithText('Pinned to the working set').waitFor();
    await window().page.keyboard.press('Control+KeyW');
    await window().tab('pinned.md').waitFor({ state: 'detached' });
    await meter().locator.filter({ hasNotText: before }).waitFor();
    const inExplorer = window().sideBar().getByRole('treeitem', { name: 'pinned.md' });
    await chooseFromMenuOf(window().page, inExplorer, 'Unpin File from Working Set');
    await meter().waitForText(before);
  });

  it('gives way to a number that a person sets, and comes back when it is cleared', async () => {
    await meter().locator.click();
    await window().quickInput.pick('Set Token Usage…');
    await window().quickInput.answer('4200', /Set Token Usage \(1\/2\)/);
    await window().quickInput.waitFor(/Set Token Usage \(2\/2\)/);
    await window().quickInput.accept();
    await meter().waitForText('42%');
    strictEqual((await meter().text()).includes('~'), false);
    await meter().locator.click();
    await window().quickInput.pick('Clear Token Usage');
    await meter().waitForText('~');
  });

  it('ends with the setting, and begins again with it', async () => {
    window().changeSettings({ 'ninefold.estimates': false });
    await meter().waitForText('no session');
    window().changeSettings({ 'ninefold.estimates': true });
    await meter().waitForText('~');
  });

  it('gives way to a session that appears', async () => {
    new AgentSession(window().places).start(5000);
    await meter().waitForText('50%');
    strictEqual((await meter().text()).includes('~'), false);
  });
});
