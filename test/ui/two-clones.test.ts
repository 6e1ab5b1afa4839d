/** Two windows on two clones of a bare repository: what one decides, the other shows after a pull. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { git, makeRepository } from './repository.ts';
import { useWorkbench } from './use-workbench.ts';
import type { Workbench } from './workbench.ts';

interface LoggedEvent {
  readonly id: string;
  readonly type: string;
}

function name({ workspace }: Places, author: string): void {
  git(workspace, 'config', 'user.name', author);
  git(workspace, 'config', 'pull.rebase', 'false');
}

/** Commits what was recorded, pulls, and pushes. */
function exchange({ workspace }: Places): void {
  git(workspace, 'add', '-A');
  git(workspace, 'commit', '-q', '--allow-empty', '-m', 'State');
  git(workspace, 'pull', '-q', '--no-edit');
  git(workspace, 'push', '-q');
}

function log(places: Places): readonly LoggedEvent[] {
  return JSON.parse(ninefold(places, 'log', '--json')) as readonly LoggedEvent[];
}

async function conflictsIn(window: Workbench, expected: readonly string[]): Promise<void> {
  await window
    .tree()
    .showsRows(
      (rows) => rows.map(({ label }) => label).filter((label) => /^Conflict: |^(Ann|Bob): /.test(label)),
      expected,
    );
}

describe('two windows on two clones', function () {
  this.timeout(240_000);
  let bare = '';
  const ann = useWorkbench({
    prepare: (places) => {
      makeRepository(places.workspace);
      name(places, 'Ann');
      ninefold(places, 'init', 'one', 'One');
      ninefold(places, 'share');
      git(places.workspace, 'add', '-A');
      git(places.workspace, 'commit', '-q', '-m', 'Share');
      bare = join(places.workspace, '..', 'bare');
      git(places.workspace, 'clone', '-q', '--bare', '.', bare);
      git(places.workspace, 'remote', 'add', 'origin', bare);
      git(places.workspace, 'fetch', '-q');
      git(places.workspace, 'branch', '-q', '--set-upstream-to=origin/main');
    },
  });
  const bob = useWorkbench({
    prepare: (places) => {
      mkdirSync(places.workspace, { recursive: true });
      git(places.workspace, 'clone', '-q', bare, '.');
      name(places, 'Bob');
    },
  });

  it('show the same workflow, and what the other approved after a pull', async () => {
    for (const window of [ann(), bob()]) {
      await window.openContainer('Ninefold');
      await window.tree().row('1 Requirements').waitFor();
    }
    await ann().tree().row('1 Requirements').pressAction('Approve Phase');
    await (await ann().notifications.message(/no deliverable|still the template/)).press('Approve Anyway');
    await ann().notifications.message(/is approved/);
    await ann().notifications.close();
    exchange(ann().places);
    exchange(bob().places);
    await bob()
      .tree()
      .showsRows(
        (rows) => rows.find(({ label }) => label === '1 Requirements')?.spoken.includes('completed'),
        true,
      );
  });

  it('ask in both where one approved and the other rejected', async () => {
    ninefold(ann().places, 'approve');
    ninefold(bob().places, 'reject', '--reason', 'Too thin');
    const places = [ann().places, bob().places, ann().places] as const;
    for (const one of places) exchange(one);
    const status = JSON.parse(ninefold(ann().places, 'status', '--json')) as Status;
    deepStrictEqual(
      status.questions?.map(({ subject, sides }) => [subject, sides.length]),
      [['gate:2', 2]],
    );
    const rows = ['Conflict: phase 2', 'Ann: approved', 'Bob: rejected'];
    for (const window of [ann(), bob()]) await conflictsIn(window, rows);
    await ann().screenshot('conflict-light');
    await ann().useTheme('dark');
    await ann().screenshot('conflict-dark');
    await ann().useTheme('light');
  });

  it('answer once, with a click, for both', async () => {
    const before = log(ann().places).length;
    await ann()
      .tree()
      .row(/^Conflict: /)
      .locator.click();
    await ann().quickInput.pick(/Bob: rejected/);
    await conflictsIn(ann(), []);
    exchange(ann().places);
    exchange(bob().places);
    await conflictsIn(bob(), []);
    const [here, there] = [log(ann().places), log(bob().places)];
    strictEqual(here.length, before + 1);
    deepStrictEqual(here.at(-1)?.type, 'phase.rejected');
    deepStrictEqual(
      there.map(({ id }) => id),
      here.map(({ id }) => id),
    );
  });
});

interface Status {
  readonly questions?: readonly { readonly subject: string; readonly sides: readonly unknown[] }[];
}
