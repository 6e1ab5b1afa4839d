/** Where there is nothing to show, or it can't be read or written: each says what is wrong and what to do. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import { contentOf } from './disk.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';

describe('a window without a folder', function () {
  this.timeout(120_000);
  const window = useWorkbench({ roots: [] });

  it('says what Ninefold needs, and has no meter', async () => {
    await window().openContainer('Ninefold');
    await window().welcome().getByText('Ninefold keeps its state in that folder').waitFor();
    await window().welcome().getByRole('button', { name: 'Open Folder' }).waitFor();
    strictEqual(await window().statusBarItem(METER).locator.count(), 0);
    await window().screenshot('no-folder-light');
  });

  it('answers Start Workflow with what to do', async () => {
    await window().runCommand('Ninefold: Start Workflow…');
    const refusal = await window().notifications.message(
      'No folder is open; open a folder to start a workflow.',
    );
    deepStrictEqual(await refusal.buttons(), ['Open Folder…']);
    await refusal.press('Open Folder…');
    await window().quickInput.waitFor(/Open Folder/);
    await window().quickInput.cancel();
  });
});

describe('a folder with trouble', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'package.json': '{"name":"shop"}', 'docs/requirements.md': '# Wanted\n', '.claude': 'notes\n' },
    homeFiles: { 'elsewhere.md': '# Elsewhere\n' },
    prepare: (places) => new AgentSession(places).start(80_000),
  });
  const file = (path: string): string => join(window().places.workspace, path);
  const content = (): Record<string, string> => contentOf(window().places.workspace);
  const state = '.claude/state';

  it('refuses to start where the state folder cannot be made, and leaves what stands there', async () => {
    const before = content();
    await window().statusBarItem(METER).waitForText('40%');
    await window().runCommand('Ninefold: Start Workflow…');
    await window().quickInput.answer('Corner shop', 'Start Workflow');
    await window().quickInput.pick('Full');
    const refusal = await window().notifications.message(/Can't write to '.*\.claude/);
    match(await refusal.text(), /ninefold\.stateDirectory/);
    await window().screenshot('state-folder-unwritable');
    await window().notifications.close();
    deepStrictEqual(content(), before);
  });

  it('shows a workflow by itself as soon as there is one', async () => {
    rmSync(file('.claude'));
    ninefold(window().places, 'init', 'shop', 'Corner shop');
    ninefold(window().places, 'deliverable', 'add', 'docs/requirements.md');
    await window().openContainer('Ninefold');
    await window().tree().row('requirements.md').waitForSpoken('Deliverable docs/requirements.md');
  });

  it('says before it asks anything that an agent task needs a commit', async () => {
    await window().chooseFromViewMenu('Agent', 'Create Agent Task…');
    await window().notifications.message(/no git commit/);
    await window().quickInput.locator.waitFor({ state: 'hidden' });
    await window().notifications.close();
  });

  it('shows a deliverable that is gone as missing, and says so on a click', async () => {
    rmSync(file('docs/requirements.md'));
    const row = window().tree().row('requirements.md');
    await row.waitForSpoken('missing');
    deepStrictEqual(await row.menuTitles(), ['Remove Deliverable…']);
    await row.click();
    await window().notifications.message("File 'docs/requirements.md' not found");
    await window().screenshot('deliverable-missing');
    await window().notifications.close();
    writeFileSync(file('docs/requirements.md'), '# Wanted\n');
    await window().page.locator('[aria-label="Deliverable docs/requirements.md"]').waitFor();
  });

  it('refuses a deliverable from outside the folder', async () => {
    const before = content();
    const outside = join(window().places.home, 'elsewhere.md');
    await window().openFile(outside);
    await window().waitForTab('elsewhere.md');
    await window().runCommand('Ninefold: Add Current File as Deliverable…');
    await window().quickInput.pick('2 Tech Planning');
    const refusal = await window().notifications.message(/is outside the workspace folder/);
    match(
      await refusal.text(),
      new RegExp(`^'${outside}' .*; use a path inside ${window().places.workspace}\\.$`),
    );
    await window().notifications.close();
    deepStrictEqual(content(), before);
  });

  it('says which line of ninefold.json is wrong, and leaves the file', async () => {
    writeFileSync(file('.claude/ninefold.json'), '{\n  "levels": { "warning": "many" }\n}\n');
    const before = content();
    // Whether a person has to approve is a rule.
    await window().runCommand('Ninefold: Approve Phase');
    const refusal = await window().notifications.message(/ninefold\.json:2/);
    match(await refusal.text(), /levels\.warning is "many"; /);
    await window()
      .treeMessage()
      .filter({ hasText: /^The default rules apply: \.claude\/\u200bninefold\.json:2: / })
      .waitFor();
    await window().screenshot('rules-damaged');
    await refusal.press('Open Rules');
    await window().waitForTab('ninefold.json');
    await window().statusBarItemWithText('Ln 2, Col 1').waitFor();
    await window().notifications.close();
    deepStrictEqual(content(), before);
  });

  it('applies the rules again once the file is fixed', async () => {
    writeFileSync(file('.claude/ninefold.json'), '{}\n');
    await window().treeMessage().waitFor({ state: 'hidden' });
    rmSync(file('.claude/ninefold.json'));
    await window().chooseFromViewMenu('Workflow', 'Open Rules (ninefold.json)');
    const isMade = (): boolean => existsSync(file('.claude/ninefold.json'));
    await untilChanged(file('.claude'), isMade, 'Open Rules makes no ninefold.json');
    match(readFileSync(file('.claude/ninefold.json'), 'utf8'), /What isn't here keeps its default/);
    rmSync(file('.claude/ninefold.json'));
  });

  it('opens the file that cannot be read where a command needs it', async () => {
    const session = file(`${state}/sessions/current.json`);
    const sound = readFileSync(session, 'utf8');
    writeFileSync(session, 'not JSON\n');
    await window()
      .treeMessage()
      .filter({ hasText: /current\.json:1: / })
      .waitFor();
    await window().runCommand('Ninefold: Create Handoff');
    const refusal = await window().notifications.message(/current\.json:1: /);
    deepStrictEqual(await refusal.buttons(), ['Open File', 'Show Log']);
    await refusal.press('Open File');
    await window().waitForTab('current.json');
    await window().notifications.close();
    writeFileSync(session, sound);
    await window().tree().row('1 Requirements').waitFor();
  });

  it('names file and line of a damaged journal and opens it there', async () => {
    const journal = file(`${state}/workflows/shop.journal.jsonl`);
    const sound = readFileSync(journal, 'utf8');
    const [first = '', second = ''] = sound.split('\n');
    writeFileSync(journal, `${first}\n${second.slice(0, 20)}\n`);
    await window()
      .treeMessage()
      .filter({ hasText: /shop\.journal\.jsonl:2: .*nothing was changed/ })
      .waitFor();
    // What the tests before began to write is done.
    const isIdle = (): boolean => !existsSync(file(`${state}/ninefold.lock`));
    await untilChanged(file(state), isIdle, 'The state stays locked.');
    const before = content();
    await window().screenshot('journal-damaged-light');
    await window().useTheme('dark');
    await window().screenshot('journal-damaged-dark');
    await window().tree().row('Open shop.journal.jsonl at line 2').click();
    await window().waitForTab('shop.journal.jsonl');
    await window().statusBarItemWithText('Ln 2, Col 1').waitFor();
    await window().runCommand('Ninefold: Create Handoff');
    await window().notifications.message(/shop\.journal\.jsonl:2: .*nothing was changed/);
    await window().notifications.close();
    deepStrictEqual(content(), before);
    writeFileSync(journal, sound);
    await window().tree().row('1 Requirements').waitFor();
    await window().treeMessage().waitFor({ state: 'detached' });
  });
});
