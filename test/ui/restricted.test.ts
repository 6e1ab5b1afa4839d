/** A folder that isn't trusted: Ninefold reads and shows, and runs and writes nothing until trust is given. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import { contentOf } from './disk.ts';
import type { Places } from './open-workbench.ts';
import { pathWithStandIns, StandIn } from './stand-in.ts';
import { untilChanged } from './until-changed.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
const REFUSAL = /This folder isn't trusted; trust it to let Ninefold write here\./;
const git = new StandIn('git');

/** What the palette offers that would write or start a program; the unit tests try every such command. */
const WRITING = [
  'Start Workflow…',
  'Approve Phase',
  'Add Current File as Deliverable…',
  'Record Decision…',
  'Add Next Step',
  'Add Constraint…',
  'Create Handoff',
  'Continue in a New Session',
  'Resume Workflow…',
  'Export TOON',
  'Connect Agent…',
];
/** Rows that would make a document, or take one into the workflow. */
const SUGGESTION = /^(?:Create|Add) docs\//;

describe('a folder that is not trusted', function () {
  this.timeout(120_000);
  let before: Record<string, string>;
  const window = useWorkbench({
    trusted: false,
    files: {
      'package.json': '{"name":"shop"}',
      'docs/requirements.md': '# What the shop wants\n',
      'docs/tech-spec.md': '# How it is built\n',
    },
    // VS Code's own git must not be mistaken for ours.
    settings: { 'git.enabled': false },
    environment: pathWithStandIns,
    prepare: (places) => {
      execFileSync('git', ['init', '--quiet'], { cwd: places.workspace });
      makeWorkflow(places);
      git.install(places, { real: true });
      new AgentSession(places).start(152_000);
      before = contentOf(places.workspace);
    },
  });

  it('shows the workflow and the meter, and offers no row action that would write', async () => {
    await window().openContainer('Ninefold');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    await window().statusBarItem(METER).waitForText('76%');
    await window().statusBarItem(METER).waitForKind('warning');
    await window().treeMessage().filter({ hasText: 'read-only' }).waitFor();
    await window().tree().row('2 Tech Planning').locator.hover();
    strictEqual(await window().tree().row('2 Tech Planning').locator.getByRole('button').count(), 0);
    await window().tree().row('1 Requirements').click();
    await window().waitForTab('requirements.md');
    await window().screenshot('restricted-light');
  });

  it('suggests no document to create or add', async () => {
    await window().tree().row('1 Requirements').expand();
    await window().tree().row('5 TDD Implementation').expand();
    await window().tree().row('5c REFACTOR').waitFor();
    await window()
      .tree()
      .showsRows(
        (rows) => rows.filter(({ expanded }) => expanded !== undefined).map(({ label }) => label),
        ['1 Requirements', '5 TDD Implementation', 'Session Plan'],
      );
    const rows = await window().tree().rows();
    ok(rows.some(({ label }) => label === '9 Notification'));
    deepStrictEqual(
      rows.filter(({ label }) => SUGGESTION.test(label)),
      [],
    );
    await window().tree().row('5 TDD Implementation').collapse();
    await window().tree().row('1 Requirements').collapse();
  });

  for (const title of WRITING) {
    it(`refuses ${title} with the reason and the remedy`, async () => {
      await window().runCommand(`Ninefold: ${title}`);
      const refusal = await window().notifications.message(REFUSAL);
      deepStrictEqual(await refusal.buttons(), ['Manage Trust']);
      await refusal.dismiss();
    });
  }

  it('only colours at the last level', async () => {
    new AgentSession(window().places).reach(186_000);
    await window().statusBarItem(METER).waitForText('93%');
    await window().statusBarItem(METER).waitForKind('error');
    await window().useTheme('dark');
    await window().screenshot('restricted-dark');
    const messages = await window().notifications.messages();
    deepStrictEqual(
      messages.filter((message) => message.includes('context window')),
      [],
    );
    await window().notifications.close();
  });

  it('has changed nothing on disk and run no git', () => {
    deepStrictEqual(contentOf(window().places.workspace), before);
    deepStrictEqual(git.calls(window().places), []);
  });

  it('works without a reload once trust is given', async () => {
    await window().runCommand('Ninefold: Approve Phase');
    await (await window().notifications.message(REFUSAL)).press('Manage Trust');
    await window().notifications.close();
    await giveTrust();
    const notice = await window().notifications.message(/compacts with the next call.*The handoff is saved/);
    strictEqual(await notice.severity(), 'error');
    await window().notifications.close();
    const tree = window().tree();
    // The phase in work opens by itself as soon as there is something in it.
    await tree.row('tech-spec.md').waitForSpoken('Existing file docs/tech-spec.md');
    await tree.locator.locator('[role=treeitem][aria-label*="Suggested document docs/"]').first().waitFor();
    await window().screenshot('restricted-trusted-dark');
    const folder = join(window().places.workspace, '.claude/state/handoffs');
    const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.md'));
    match(readFileSync(join(folder, name), 'utf8'), /HANDOFF REQUIRED - 93% Context Used/);
    ok(git.calls(window().places).length > 0);
    await window().tree().row('2 Tech Planning').pressAction('Approve Phase');
    await (await window().notifications.message(/has no deliverable/)).press('Approve Anyway');
    await window().tree().row('3 UI Breakdown').waitForSpoken('in progress, current phase');
    // The tree follows the journal, the export is written after it.
    const exported = join(window().places.workspace, '.claude/workflow-state.toon');
    const isExported = (): boolean => readFileSync(exported, 'utf8').includes('3,UI Breakdown,in_progress');
    await untilChanged(dirname(exported), isExported, 'The approval is not exported.');
  });

  /** In the editor that *Manage Trust* opens over the window. */
  async function giveTrust(): Promise<void> {
    const editor = window().page.locator('.workspace-trust-editor');
    await editor.getByRole('button', { name: 'Trust', exact: true }).click();
    await editor.getByText('You trust this folder').waitFor();
    await window().page.locator('.monaco-modal-editor-block .codicon-close').last().click();
    await editor.waitFor({ state: 'detached' });
  }
});

function makeWorkflow(places: Places): void {
  ninefold(places, 'init', 'shop', 'Corner shop');
  ninefold(places, 'deliverable', 'add', 'docs/requirements.md');
  ninefold(places, 'approve', '1');
}
