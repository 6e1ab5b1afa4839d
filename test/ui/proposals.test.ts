/** Exports that somebody edits: a person in an editor, an agent on disk, another window, git. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { ninefold } from './command-line.ts';
import { openSecondWindow } from './open-workbench.ts';
import type { Places } from './open-workbench.ts';
import { Problems } from './problems.ts';
import { git } from './repository.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const STATE = '.claude/workflow-state.toon';
const FILES = ['docs/plan.md', 'docs/requirements.md', 'docs/second.md'];

describe('edited exports', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'docs/plan.md': '# Plan\n' },
    prepare: (places) => {
      git(places.workspace, 'init', '-q', '-b', 'main');
      ninefold(places, 'init', 'wf-001', 'Sign in');
      git(places.workspace, 'add', '-f', STATE, 'docs');
      git(places.workspace, 'commit', '-q', '-m', 'Begin');
      git(places.workspace, 'checkout', '-q', '-b', 'other');
      const state = join(places.workspace, STATE);
      const added = 'deliverables[1]{phase,file}:\n  1,docs/other.md';
      writeFileSync(state, readFileSync(state, 'utf8').replace('deliverables[0]:', added));
      git(places.workspace, 'commit', '-q', '-a', '-m', 'Other');
      git(places.workspace, 'checkout', '-q', 'main');
    },
  });
  const file = (path: string): string => join(window().places.workspace, path);
  const text = (path = STATE): string => readFileSync(file(path), 'utf8');
  const edit = (change: (before: string) => string): void => writeFileSync(file(STATE), change(text()));
  const problems = (): Problems => new Problems(window().page);
  const untilState = (isReached: () => boolean): Promise<void> =>
    untilChanged(file('.claude'), isReached, `${STATE} is not written`);
  const kept = (): readonly string[] => {
    const folder = file('.claude/state/edits');
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it('reach the tree by what they add', async () => {
    await window().openContainer('Ninefold');
    await window().tree().row('1 Requirements').waitFor();
    edit((before) => before.replace('deliverables[0]:', 'deliverables[1]{phase,file}:\n  1,docs/plan.md'));
    await window().tree().row('plan.md').waitForSpoken('Deliverable docs/plan.md');
    await untilState(() => text().endsWith('revision: 2\n'));
    match(text(), /deliverables\[1\]\{phase,file\}:\n {2}1,docs\/plan\.md\n[^]*revision: 2\n$/);
    deepStrictEqual(kept(), []);
    await window().screenshot('proposal-taken');
  });

  it('show in Problems where they are broken, and stop nothing else', async () => {
    await window().openFile(file(STATE));
    await window().waitForTab('workflow-state.toon');
    edit((before) =>
      before.replace('phases[9]', 'phases[8]').replace('agents[0]:', 'and some prose\nagents[0]:'),
    );
    await problems().open();
    await problems().row("'phases' declares 8 entries but has 9").waitFor();
    await problems().row("Expected 'key: value' or a row").waitFor();
    await window().screenshot('proposal-problems');
    await window().tree().row('requirements.md').pressAction('Create Deliverable');
    await window().tree().row('requirements.md').waitForSpoken('Deliverable docs/requirements.md');
    // It opens by itself, and takes the keyboard from the editor that the next test goes to.
    await window().waitForLine('# Requirements: Sign in');
    await untilState(() => text('.claude/session-context.toon').endsWith('revision: 3\n'));
    match(text(), /and some prose/);
    deepStrictEqual(kept(), []);
  });

  it('are fixed by quick fixes', async () => {
    await problems().fix("'phases' declares 8 entries but has 9", 'Update Entry Count');
    await problems().row("'phases' declares 8 entries but has 9").waitFor({ state: 'detached' });
    match(await window().editorText(), /phases\[9\]\{num,name,status\}:/);
    await problems().fix("Expected 'key: value' or a row", 'Restore Export');
    await problems().waitUntilNone();
    await window().page.keyboard.press('Control+KeyS');
    await untilState(() => /docs\/requirements\.md\n[^]*revision: 3\n$/.test(text()));
    await window().screenshot('proposal-restored');
    deepStrictEqual(kept(), []);
  });

  it('are kept, told of once and exported again when no editor has them open', async () => {
    edit((before) => before.replace('agents[0]:', 'more prose\nagents[0]:'));
    await problems().row("Expected 'key: value' or a row").waitFor();
    await window().tab('workflow-state.toon').click();
    await window().page.keyboard.press('Control+KeyW');
    const message = await window().notifications.message(
      /Not all changes to workflow-state\.toon were applied/,
    );
    await window().screenshot('proposal-kept');
    match(await message.text(), /line \d+: .*or a row/);
    strictEqual(kept().length, 1);
    ok(!text().includes('more prose'));
    await message.press('Compare');
    await window().waitForTab(/workflow-state\.toon: Your Edit/);
    await window().screenshot('proposal-compare');
    await window().notifications.close();
    await window().page.keyboard.press('Control+KeyW');
  });

  it('keep two windows on one folder in step', async () => {
    const second = await openSecondWindow(window());
    await second.openContainer('Ninefold');
    await second.tree().row('requirements.md').waitForSpoken('Deliverable docs/requirements.md');
    edit((before) => before.replace('  1,docs/plan.md', '  1,docs/plan.md\n  1,docs/second.md'));
    await window().tree().row('second.md').waitForSpoken('Deliverable docs/second.md');
    await second.tree().row('second.md').waitForSpoken('Deliverable docs/second.md');
    const { deliverables, revision } = status(window().places);
    deepStrictEqual([deliverables.map((one) => one.file), revision], [FILES, 4]);
    await second.screenshot('proposal-second-window');
    await second.page.close();
  });

  it('are none where git wrote them: a checkout of another branch moves nothing', async () => {
    git(window().places.workspace, 'checkout', '-q', '-f', 'other');
    const message = await window().notifications.message(/git wrote it, in a checkout or merge/);
    match(await message.text(), /workflow-state\.toon/);
    await window().screenshot('proposal-checkout');
    const { deliverables, revision } = status(window().places);
    deepStrictEqual([deliverables.map((one) => one.file), revision], [FILES, 4]);
    strictEqual(await window().tree().row('other.md').locator.count(), 0);
  });
});

interface Status {
  readonly deliverables: readonly { readonly file: string }[];
  readonly revision: number;
}

function status(places: Places): Status {
  return JSON.parse(ninefold(places, 'status', '--json')) as Status;
}
