/** Several folders in one window, several workflows in one folder, and a folder given back as it was. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { ninefold } from './command-line.ts';
import { contentOf } from './disk.ts';
import type { Places } from './open-workbench.ts';
import { git, makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';

interface Status {
  readonly id: string;
  readonly status: string;
  readonly phase: number;
  readonly nextSteps: readonly { readonly text: string }[];
}

/** The places of a folder below the workspace, for the command line. */
function below({ workspace, home }: Places, folder: string): Places {
  return { home, workspace: join(workspace, folder) };
}

function statusOf(places: Places, folder: string, id?: string): Status {
  const args = id === undefined ? ['status', '--json'] : ['status', id, '--json'];
  return JSON.parse(ninefold(below(places, folder), ...args)) as Status;
}

describe('two folders, each with a workflow', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    roots: ['shop', 'blog'],
    files: { 'shop/readme.md': '# Shop\n', 'blog/readme.md': '# Blog\n' },
    prepare: (places) => {
      ninefold(below(places, 'shop'), 'init', 'shop', 'Corner shop');
      ninefold(below(places, 'blog'), 'init', 'blog', 'Travel blog', '--preset', 'docs');
    },
  });
  const nextSteps = (): readonly (readonly string[])[] =>
    ['shop', 'blog'].map((folder) => statusOf(window().places, folder).nextSteps.map(({ text }) => text));
  const phases = (): readonly number[] =>
    ['shop', 'blog'].map((folder) => statusOf(window().places, folder).phase);

  it('have a root row each, with what they work on and the current phase open', async () => {
    await window().openContainer('Ninefold');
    await window()
      .tree()
      .showsRows(
        (rows) =>
          rows.filter(({ level }) => level === 1).map(({ label, description }) => [label, description]),
        [
          ['shop', 'Corner shop · Phase 1 of 9'],
          ['blog', 'Travel blog · Phase 1 of 9'],
        ],
      );
    await window()
      .tree()
      .showsRows(
        (rows) =>
          rows.filter(({ level, expanded }) => level === 2 && expanded === true).map(({ label }) => label),
        ['1 Requirements', '1 Requirements'],
      );
    await window().screenshot('many-folders-light');
    await window().useTheme('dark');
    await window().screenshot('many-folders-dark');
    await window().useTheme('light');
  });

  it('change by a row only in the folder of that row', async () => {
    await window().tree().row('shop').collapse();
    await window().tree().row('1 Requirements').pressAction('Approve Phase');
    await (await window().notifications.message(/no deliverable|still the template/)).press('Approve Anyway');
    await window().notifications.message(/is approved/);
    await window().notifications.close();
    deepStrictEqual(phases(), [1, 8]);
  });

  it('ask which of them a command of the palette is about where no editor tells', async () => {
    await window().runCommand('Ninefold: Add Next Step');
    await window().quickInput.waitFor(/Select a folder/);
    deepStrictEqual(await window().quickInput.labels(), ['shop', 'blog']);
    await window().screenshot('many-folders-ask');
    await window().quickInput.pick('blog');
    await window().quickInput.answer('Write of the journey', 'Add Next Step');
    await window().statusBarItemWithText('Next step added').waitFor();
    deepStrictEqual(nextSteps(), [[], ['Write of the journey']]);
  });

  it('follow the active editor without a question', async () => {
    await window().openFile(join(window().places.workspace, 'shop', 'readme.md'));
    await window().runCommand('Ninefold: Add Next Step');
    await window().quickInput.answer('Sell flowers', 'Add Next Step');
    await window().statusBarItemWithText('Next step added').waitFor();
    deepStrictEqual(nextSteps(), [['Sell flowers'], ['Write of the journey']]);
  });

  it('pause only in the folder of the row', async () => {
    await window().tree().row('blog').chooseFromMenu('Pause Workflow');
    await window().tree().row('blog').waitForSpoken('paused');
    deepStrictEqual(
      ['shop', 'blog'].map((folder) => statusOf(window().places, folder).status),
      ['in_progress', 'paused'],
    );
  });
});

describe('several workflows in one folder', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'readme.md': '# Shop\n' },
    prepare: (places) => {
      ninefold(places, 'init', 'cart', 'Shopping cart');
      ninefold(places, 'init', 'login', 'Sign in');
    },
  });
  const status = (id: string): Status => statusOf(window().places, '', id);

  it('are listed under one closed row at the end', async () => {
    await window().openContainer('Ninefold');
    // The plan's row comes last, and moves the one that is to be opened.
    await window().tree().row('Session Plan').waitFor();
    const others = window().tree().row('Other Workflows (1)');
    strictEqual((await others.text()).expanded, false);
    await others.expand();
    const row = window().tree().row('Shopping cart');
    await row.waitForSpoken('in progress, Phase 1 - Requirements');
    deepStrictEqual(await row.menuTitles(), ['Switch Workflow…', 'Resume Workflow…', 'Delete Workflow…']);
    await window().screenshot('other-workflows-light');
  });

  it('are switched between by the icon of a row', async () => {
    await window().tree().row('Shopping cart').pressAction('Switch Workflow…');
    await window().tree().row('Sign in').waitFor();
    strictEqual(statusOf(window().places, '').id, 'cart');
  });

  it('are switched between from the palette', async () => {
    await window().runCommand('Ninefold: Switch Workflow…');
    await window().quickInput.pick(/Sign in/);
    await window().tree().row('Shopping cart').waitFor();
    strictEqual(statusOf(window().places, '').id, 'login');
  });

  it('are paused, which shows above the phases with what takes them up again', async () => {
    await window().chooseFromViewMenu('Workflow', 'Pause Workflow');
    await window().tree().row('Paused: Resume Workflow…').waitFor();
    strictEqual(status('login').status, 'paused');
    await window().screenshot('paused-light');
    await window().useTheme('dark');
    await window().screenshot('paused-dark');
    await window().useTheme('light');
    await window().tree().row('Paused: Resume Workflow…').click();
    await window().tree().row('Paused: Resume Workflow…').locator.waitFor({ state: 'detached' });
    strictEqual(status('login').status, 'in_progress');
    await window().quickInput.waitFor();
    await window().quickInput.cancel();
  });

  it('are cancelled with a reason, and with none nothing happens', async () => {
    await window().chooseFromViewMenu('Workflow', 'Cancel Workflow…');
    await window().quickInput.answer('No longer wanted', /Cancel Workflow/);
    await window().tree().row('Cancelled: Resume Workflow…').waitFor();
    strictEqual(status('login').status, 'cancelled');
    match(ninefold(window().places, 'log', 'login'), /No longer wanted/);
  });

  it('are deleted after a question that names what goes, and said where they are', async () => {
    await window().tree().row('Shopping cart').chooseFromMenu('Delete Workflow…');
    const dialog = await window().dialog().innerText();
    match(dialog, /Delete workflow Shopping cart\?/);
    match(dialog, /journal/);
    await window().screenshot('delete-workflow');
    await window().pressInDialog('Move to Trash');
    await window().notifications.message(/Shopping cart was moved to \.claude\/state\/trash\//);
    await window().notifications.close();
    await window().tree().row('Other Workflows (1)').locator.waitFor({ state: 'detached' });
    deepStrictEqual(
      (JSON.parse(ninefold(window().places, 'list', '--json')) as Status[]).map(({ id }) => id),
      ['login'],
    );
  });
});

describe('a linked worktree', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    roots: ['worktree'],
    prepare: (places) => {
      const main = join(places.workspace, 'main');
      makeRepository(main);
      ninefold(below(places, 'main'), 'init', 'shop', 'Corner shop', '--preset', 'docs');
      git(main, 'worktree', 'add', '-q', '-b', 'side', '../worktree');
    },
  });

  it("shows the main worktree's state, and an approve lands there", async () => {
    await window().openContainer('Ninefold');
    await window().tree().row('1 Requirements').pressAction('Approve Phase');
    await (await window().notifications.message(/no deliverable|still the template/)).press('Approve Anyway');
    await window().tree().row('8 Documentation').waitForSpoken('in progress, current phase');
    strictEqual(statusOf(window().places, 'main').phase, 8);
    const names = Object.keys(contentOf(join(window().places.workspace, 'worktree')));
    deepStrictEqual(
      names.filter((name) => name.startsWith('.claude')),
      [],
    );
  });
});
