/** What Ninefold keeps in a folder: looked at, cleaned up, shared, and given back as it was. */

import { deepStrictEqual, match, ok } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import { contentOf } from './disk.ts';
import type { Places } from './open-workbench.ts';
import { git, makeRepository } from './repository.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

function idsOf(places: Places): readonly string[] {
  return (JSON.parse(ninefold(places, 'list', '--json')) as { id: string }[]).map(({ id }) => id);
}

describe('what Ninefold keeps in a folder', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'package.json': '{"name":"shop","dependencies":{"react":"19"}}' },
    prepare: (places) => {
      makeRepository(places.workspace);
      ninefold(places, 'init', 'shop', 'Corner shop');
    },
  });
  const untracked = (): string => git(window().places.workspace, 'status', '--porcelain', '-uall');

  it('is refreshed from the code, and what was found is said', async () => {
    await window().chooseFromViewMenu('Handoff', 'Refresh Project Context');
    const found = await window().notifications.message(/^shop: .*React/);
    await window().screenshot('context-refreshed');
    await found.dismiss();
    await window().notifications.close();
    ok(existsSync(join(window().places.workspace, '.claude/project-contexts/shop/conventions.md')));
  });

  it('has nothing to clean up while all is young, and says so', async () => {
    await window().chooseFromViewMenu('Handoff', 'Clean Up Old Handoffs…');
    await window()
      .statusBarItemWithText('No handoffs or workflows are past their retention period')
      .waitFor();
  });

  it('lists what is older than the rules keep, and moves what is ticked to the trash', async () => {
    const { places } = window();
    ninefold(places, 'init', 'old', 'Old shop');
    ninefold(places, 'handoff', 'create', 'shop');
    ninefold(places, 'set', 'shop', 'task', 'Sell flowers');
    ninefold(places, 'handoff', 'create', 'shop');
    ninefold(places, 'set', 'old', 'status', 'cancelled');
    ninefold(places, 'switch', 'shop');
    for (const rule of ['cancelledDays', 'archivedHandoffs', 'archivedHandoffDays']) {
      ninefold(places, 'config', 'set', `retention.${rule}`, '0');
    }
    await window().chooseFromViewMenu('Handoff', 'Clean Up Old Handoffs…');
    await window().quickInput.locator.getByText('workflow, cancelled 0 days ago').waitFor();
    await window().quickInput.locator.getByText('handoff of shop, 0 days old').waitFor();
    await window().screenshot('clean-up-list');
    await window().page.keyboard.press('Enter');
    await window().statusBarItemWithText('Moved to trash: 2').waitFor();
    deepStrictEqual(
      [idsOf(places), readdirSync(join(places.workspace, '.claude/state/handoffs/archive/shop'))],
      [['shop'], []],
    );
    rmSync(join(places.workspace, '.claude/ninefold.json'));
  });

  it('is shared in git after one explanation, and made private again', async () => {
    ok(!untracked().includes('.claude'));
    await window().chooseFromViewMenu('Workflow', 'Share Workflow State in Git…');
    match(await window().dialog().innerText(), /Git will see the workflows' journals/);
    await window().screenshot('share-state');
    await window().pressInDialog('Share');
    await window().statusBarItemWithText('The workflow state is now visible to Git').waitFor();
    match(untracked(), /shop\.journal\.jsonl/);
    await window().chooseFromViewMenu('Workflow', 'Make Workflow State Private…');
    await window().pressInDialog('Make Private');
    await window().statusBarItemWithText('The workflow state is now private').waitFor();
    ok(!untracked().includes('.claude'));
  });
});

describe('the project context by itself', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: {
      'package.json': '{"name":"shop","dependencies":{"react":"19"}}',
      'src/App.tsx': 'export const App = 1;\n',
    },
    prepare: (places) => void ninefold(places, 'init', 'shop', 'Corner shop'),
  });
  const stack = (): string => {
    const path = join(window().places.workspace, '.claude/project-contexts/shop/project-config.yaml');
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };

  it('is found when a session starts, without a message', async () => {
    await window().openContainer('Ninefold');
    await window().tree().row('1 Requirements').waitFor();
    new AgentSession(window().places).start(20_000);
    await untilChanged(window().places.workspace, () => stack().includes('React'), 'No project context.');
    deepStrictEqual(await window().notifications.messages(), []);
  });

  it('follows a manifest that changes', async () => {
    const manifest = join(window().places.workspace, 'package.json');
    writeFileSync(manifest, '{"name":"shop","dependencies":{"react":"19","express":"5"}}');
    await untilChanged(
      window().places.workspace,
      () => stack().includes('Express'),
      'The manifest was not read again.',
    );
  });
});

describe('Remove Ninefold from This Folder', function () {
  this.timeout(120_000);
  let before: Record<string, string> = {};
  const window = useWorkbench({
    files: { 'docs/notes.md': '# Notes\n' },
    prepare: (places) => {
      makeRepository(places.workspace);
      before = bytesOf(places);
      ninefold(places, 'init', 'shop', 'Corner shop');
      ninefold(places, 'handoff', 'create');
      ninefold(places, 'context');
    },
  });

  it('lists what goes, and after a No everything is there', async () => {
    await window().openContainer('Ninefold');
    await window().tree().row('1 Requirements').waitFor();
    const written = bytesOf(window().places);
    await window().chooseFromViewMenu('Workflow', 'Remove Ninefold from This Folder…');
    const dialog = await window().dialog().innerText();
    match(
      dialog,
      /Removed:[\s\S]*workflow-state\.toon[\s\S]*Restored to their previous content:[\s\S]*exclude/,
    );
    await window().screenshot('remove-ninefold-light');
    await window().pressInDialog('Cancel');
    deepStrictEqual(bytesOf(window().places), written);
  });

  it("gives back the folder's bytes, git's private exclude included", async () => {
    await window().chooseFromViewMenu('Workflow', 'Remove Ninefold from This Folder…');
    await window().pressInDialog('Remove');
    await window().welcome().getByRole('button', { name: 'Start Workflow…' }).waitFor();
    const after = bytesOf(window().places);
    ok('.git/info/exclude' in after);
    deepStrictEqual(after, before);
    await window().screenshot('removed-light');
  });

  /** Hashes without times: what was there has to be there again, whenever it was written. */
  function bytesOf({ workspace }: Places): Record<string, string> {
    const entries = Object.entries(contentOf(workspace)).map(([name, text]) => [
      name,
      text.split(' of ')[0] ?? '',
    ]);
    // VS Code's own git asks for the status, which may write the index anew.
    return Object.fromEntries(entries.filter(([name]) => name !== '.git/index')) as Record<string, string>;
  }
});
