/** The main job without a mouse, and what a screen reader hears of it. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import { useWorkbench } from './use-workbench.ts';

describe('the main job by keyboard', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'package.json': '{"name":"shop"}', 'src/index.ts': 'export {};\n' },
    prepare: (places) => new AgentSession(places).start(80_000),
  });
  const press = (key: string): Promise<void> => window().page.keyboard.press(key);
  const type = (text: string): Promise<void> => window().page.keyboard.type(text);
  const status = (): Status => JSON.parse(ninefold(window().places, 'status', '--json')) as Status;

  it('starts a workflow and puts the keyboard into the tree', async () => {
    await window().typeCommand('Ninefold: Start Workflow…');
    await window().quickInput.answer('Sign in', 'Start Workflow');
    await window().quickInput.choose('Full', 'Start Workflow');
    await window().tree().row('1 Requirements').waitFor();
    await window().tree().waitForFocus();
  });

  it('creates and opens a suggested document from its menu', async () => {
    await (await window().tree().walkTo('requirements.md')).typeInMenu('Create Deliverable…');
    await window().waitForTab('requirements.md');
    await window().tree().row('requirements.md').waitForSpoken('still the template');
    await window().page.locator('.monaco-editor.focused').waitFor();
    await press('Control+End');
    await type('Visitors sign in with a password. ');
    await press('Control+KeyS');
    await spokenExactly('Deliverable docs/requirements.md');
  });

  it('approves from the palette, undoes it in the tree, and approves on the row', async () => {
    await window().typeCommand('Ninefold: Approve Phase');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    await window().typeCommand('Ninefold: Focus on Phases View');
    await window().tree().waitForFocus();
    await press('Control+KeyZ');
    await window().tree().row('1 Requirements').waitForSpoken('in progress, current phase');
    await window().tree().walkTo('1 Requirements');
    await press('Control+Enter');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
  });

  it('approves nothing on a row that has nothing to approve', async () => {
    await window().tree().walkTo('4 Test Planning');
    await press('Control+Enter');
    await window().statusBarItemWithText('No phase to approve on this row').waitFor();
    strictEqual(status().phase, 2);
  });

  it('rejects with a reason', async () => {
    ninefold(window().places, 'submit', '2');
    await window().tree().row('2 Tech Planning').waitForSpoken('awaiting approval, current phase');
    await (await window().tree().walkTo('2 Tech Planning')).typeInMenu('Reject Phase…');
    await window().quickInput.answer('The database is not chosen', 'Reject Phase 2 Tech Planning');
    await window().tree().row('2 Tech Planning').waitForSpoken('current phase, rejected once');
  });

  it('skips with a reason', async () => {
    await (await window().tree().walkTo('3 UI Breakdown')).typeInMenu('Skip Phase…');
    await window().quickInput.answer('It has no interface', 'Skip Phase 3');
    await window().tree().row('3 UI Breakdown').waitForSpoken('skipped');
  });

  it('makes another phase current', async () => {
    await window().tree().walkTo('5 TDD Implementation');
    await press('ArrowRight');
    await (await window().tree().walkTo('5b GREEN')).typeInMenu('Make Phase Current…');
    await window().tree().row(/^5b /).waitForSpoken('in progress, current phase');
  });

  it('reopens an earlier phase', async () => {
    await (await window().tree().walkTo('4 Test Planning')).typeInMenu('Reopen Phase…');
    await window().quickInput.answer('', 'Reopen Phase 4');
    await window().tree().row('4 Test Planning').waitForSpoken('in progress, current phase');
    await window().tree().row('test-plan.md').waitForSpoken('not created');
  });

  it('adds the file of the editor to the current phase', async () => {
    await press('Control+KeyP');
    await window().quickInput.choose('index.ts', /Search files by name/);
    await window().waitForTab('index.ts');
    await window().typeCommand('Ninefold: Add Current File as Deliverable…');
    await window().quickInput.choose('4 Test Planning', 'Add as Deliverable');
    await window().tree().row('index.ts').waitFor();
  });

  it('removes the deliverable under the keyboard, whatever was clicked before', async () => {
    await window().tree().row('requirements.md').click();
    await window().waitForTab('requirements.md');
    await window().page.locator('.monaco-editor.focused').waitFor();
    await window().typeCommand('Ninefold: Focus on Phases View');
    await window().tree().waitForFocus();
    await window().tree().walkTo('index.ts');
    await press('Delete');
    match(await window().dialog().innerText(), /Remove src\/index\.ts from the deliverables\?/);
    await window().pressInDialog('Cancel');
    await window().tree().walkTo('9 Notification');
    await press('Delete');
    await window().statusBarItemWithText('No deliverable to remove on this row').waitFor();
    strictEqual(status().deliverables.length, 2);
  });

  it('records a decision and a next step', async () => {
    await window().typeCommand('Ninefold: Record Decision…');
    await window().quickInput.answer('database', 'Record Decision (1/3)');
    await window().quickInput.answer('SQLite', 'Record Decision (2/3)');
    await window().quickInput.answer('One file is enough', 'Record Decision (3/3)');
    await window().statusBarItemWithText('Decision database recorded').waitFor();
    await window().typeCommand('Ninefold: Add Next Step');
    await window().quickInput.answer('Write the schema', 'Add Next Step');
    await window().statusBarItemWithText('Next step added').waitFor();
  });

  it('writes and opens the handoff', async () => {
    await window().typeCommand('Ninefold: Create Handoff');
    await window().waitForTab(/^Preview handoff-sign-in-\d{8}/);
    await window().webview().getByRole('heading', { name: 'Quick Context' }).waitFor();
    const { id, ...rest } = status();
    deepStrictEqual(
      {
        phase: rest.phase,
        decisions: rest.decisions,
        deliverables: rest.deliverables.map(({ phase, file }) => `${phase} ${file}`),
        nextSteps: rest.nextSteps.map(({ text }) => text),
      },
      {
        phase: 4,
        decisions: [{ id: 'database', choice: 'SQLite', reason: 'One file is enough' }],
        deliverables: ['1 docs/requirements.md', '4 src/index.ts'],
        nextSteps: ['Write the schema'],
      },
    );
    const path = join(window().places.workspace, `.claude/state/handoffs/handoff-${id}.md`);
    match(readFileSync(path, 'utf8'), /Write the schema/);
  });

  it('has fifteen entries of Ninefold in the palette', async () => {
    const entries = await window().paletteEntries();
    deepStrictEqual([...entries].sort(), [
      'Ninefold: Add Constraint…',
      'Ninefold: Add Current File as Deliverable…',
      'Ninefold: Add Next Step',
      'Ninefold: Approve Phase',
      'Ninefold: Connect Agent…',
      'Ninefold: Continue in a New Session',
      'Ninefold: Create Handoff',
      'Ninefold: Export TOON',
      'Ninefold: Focus on Agent Sessions View',
      'Ninefold: Focus on Agent Tasks View',
      'Ninefold: Focus on Phases View',
      'Ninefold: Record Decision…',
      'Ninefold: Resume Workflow…',
      'Ninefold: Show Session View',
      'Ninefold: Start Workflow…',
    ]);
  });

  it('speaks in full words', async () => {
    await window().screenshot('keyboard-light');
    await window()
      .tree()
      .showsRows((rows) => rows.map(({ spoken }) => spoken), SPOKEN);
    const meter = await window().statusBarItem('ninefold.meter').spoken();
    strictEqual(meter, 'Context window: 80,000 of 200,000 tokens used, 40 percent');
  });

  function spokenExactly(text: string): Promise<void> {
    return window().tree().locator.locator(`[role=treeitem][aria-label="${text}"]`).waitFor();
  }
});

const SPOKEN = [
  'Next: review 4 Test Planning, src/index.ts',
  'Phase 1, Requirements, completed, 1 deliverable',
  'Deliverable docs/requirements.md',
  'Phase 2, Tech Planning, completed, unverified',
  'Suggested document docs/tech-spec.md, not created',
  'Phase 3, UI Breakdown, skipped',
  'Phase 4, Test Planning, in progress, current phase, 1 deliverable',
  'Deliverable src/index.ts',
  'Suggested document docs/test-plan.md, not created',
  'Phase 5, TDD Implementation, pending',
  'Sub-phase 5a, RED, pending',
  'Sub-phase 5b, GREEN, pending',
  'Sub-phase 5c, REFACTOR, pending',
  'Phase 6, Code Review, pending',
  'Phase 7, QA Validation, pending',
  'Phase 8, Documentation, pending',
  'Phase 9, Notification, pending',
  'Next steps (1)',
  'Session plan with 3 sessions, session 1 of 3',
];

/** As much of `ninefold status --json` as is looked at. */
interface Status {
  readonly id: string;
  readonly phase: number;
  readonly deliverables: readonly { readonly phase: number; readonly file: string }[];
  readonly decisions: readonly unknown[];
  readonly nextSteps: readonly { readonly text: string }[];
}
