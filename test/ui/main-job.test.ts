/** The main job in a real window, nothing mocked: start, create, approve, watch, be warned, hand over. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';
const PHASES = [
  '1 Requirements',
  '2 Tech Planning',
  '3 UI Breakdown',
  '4 Test Planning',
  '5 TDD Implementation',
  '6 Code Review',
  '7 QA Validation',
  '8 Documentation',
  '9 Notification',
];

describe('the main job', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    files: { 'package.json': '{"name":"shop"}', 'src/index.ts': 'export {};\n' },
    prepare: (places) => new AgentSession(places).start(80_000),
  });
  const file = (path: string): string => join(window().places.workspace, path);
  const agent = (): AgentSession => new AgentSession(window().places);

  it('meters the live session before there is any workflow', async () => {
    await window().statusBarItem(METER).waitForText('40%');
    strictEqual(await window().statusBarItem(METER).kind(), 'none');
    strictEqual(existsSync(file('.claude')), false);
  });

  it('starts a workflow from the palette with a name and a preset, and shows nine phases', async () => {
    await window().runCommand('Ninefold: Start Workflow…');
    await window().quickInput.answer('Sign in', 'Start Workflow');
    await window().quickInput.pick('Full');
    await window().tree().row('9 Notification').waitFor();
    await window()
      .tree()
      .showsRows(
        (rows) => rows.filter(({ level }) => level === 1).map(({ label }) => label),
        [...PHASES, 'Session Plan'],
      );
    await window()
      .tree()
      .showsRows(
        (rows) => rows.filter(({ expanded }) => expanded === true).map(({ label }) => label),
        ['1 Requirements'],
      );
    const [first] = await window().tree().rows();
    match(first?.spoken ?? '', /Phase 1, Requirements, in progress, current phase/);
  });

  it('creates the suggested document by a click and opens it again by a click on its phase', async () => {
    await window().tree().row('Create docs/requirements.md…').click();
    await window().waitForTab('requirements.md');
    match(readFileSync(file('docs/requirements.md'), 'utf8'), /^# Requirements: Sign in\n/);
    await window().tree().row('docs/requirements.md').locator.waitFor();
    await window().page.keyboard.press('Control+KeyW');
    await window().tab('requirements.md').waitFor({ state: 'detached' });
    await window().tree().row('1 Requirements').click();
    await window().waitForTab('requirements.md');
  });

  it('moves on by one click on approve, after asking where evidence is missing, and back by undo', async () => {
    await window().tree().row('1 Requirements').pressAction('Approve Phase');
    const question = await window().notifications.message(/untouched template/);
    await question.press('Approve Anyway');
    await window().tree().row('Create docs/tech-spec.md…').waitFor();
    const approved = await window().notifications.message(/approved/i);
    await approved.press('Undo');
    await window().tree().row('1 Requirements').waitForSpoken('in progress, current phase');
    await window().notifications.close();
    await window().tree().row('1 Requirements').pressAction('Approve Phase');
    await (await window().notifications.message(/untouched template/)).press('Approve Anyway');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    await window().notifications.close();
  });

  it('follows the command line: what it changes shows by itself', async () => {
    const { execFileSync } = await import('node:child_process');
    const { projectFolder } = await import('../harness/paths.mjs');
    const cli = join(projectFolder, 'dist', 'cli.js');
    const env = { PATH: process.env.PATH, HOME: window().places.home };
    execFileSync(process.execPath, [cli, 'approve', '2'], { cwd: window().places.workspace, env });
    await window().tree().row('Create docs/ui-breakdown.md…').waitFor();
  });

  it('moves with every line appended to the transcript', async () => {
    agent().reach(100_000);
    await window().statusBarItem(METER).waitForText('50%');
    agent().reach(130_000);
    await window().statusBarItem(METER).waitForText('65%');
    strictEqual(await window().treeMessage().count(), 0);
  });

  it('warns at 76 % by colour, one sentence and one notification, and editing changes none of that', async () => {
    agent().reach(152_000);
    await window().statusBarItem(METER).waitForText('76%');
    await window().statusBarItem(METER).waitForKind('warning');
    await window().treeMessage().filter({ hasText: '76%' }).waitFor();
    const warning = await window().notifications.message(/context window is 76% full/);
    strictEqual(await warning.severity(), 'warning');
    deepStrictEqual(await warning.buttons(), ['Create Handoff', 'Snooze', "Don't Show Again"]);
    await window().notifications.close();
    const sentence = await window().treeMessage().innerText();
    await window().runCommand('File: New Untitled Text File');
    await window().waitForTab(/^Untitled-1/);
    await window().page.keyboard.type('some words while the warning stands ');
    strictEqual(await window().statusBarItem(METER).kind(), 'warning');
    strictEqual(await window().treeMessage().innerText(), sentence);
    const messages = await window().notifications.messages();
    strictEqual(messages.filter((message) => message.includes('76% full')).length, 1);
    await window().notifications.close();
  });

  it('shows the banner, its source and the distance to each level in the tooltip', async () => {
    const tooltip = await window().statusBarItem(METER).tooltip();
    match(tooltip, /TOKEN WARNING - 76% Context Used/);
    match(tooltip, /Progress: Phase 3 - UI Breakdown \(21% complete\)/);
    match(tooltip, /152,000 of 200,000/);
  });

  it('does not repeat the warning after a reload', async () => {
    await window().reload();
    await window().statusBarItem(METER).waitForKind('warning');
    await window().statusBarItem(METER).waitForText('76%');
    const messages = await window().notifications.messages();
    deepStrictEqual(
      messages.filter((message) => message.includes('76% full')),
      [],
    );
    await window().notifications.close();
  });

  it('writes and opens the handoff from the palette', async () => {
    await window().runCommand('Ninefold: Create Handoff');
    await window().waitForTab(/handoff-sign-in-\d{8}/);
    const [name = ''] = handoffs();
    const text = readFileSync(file(`.claude/state/handoffs/${name}`), 'utf8');
    match(text, /^# Session Handoff: sign-in-\d{8}\n/);
    match(text, /TOKEN WARNING - 76% Context Used/);
    match(text, /- \*\*Progress:\*\* 33% \(3\/9 phases\)/);
  });

  it('has saved state and handoff at the force level without a click', async () => {
    const [name = ''] = handoffs();
    agent().reach(164_000);
    await window().statusBarItem(METER).waitForKind('error');
    const notice = await window().notifications.message(/82% full/);
    strictEqual(await notice.severity(), 'error');
    const text = readFileSync(file(`.claude/state/handoffs/${name}`), 'utf8');
    match(text, /HANDOFF REQUIRED - 82% Context Used/);
    const state = readFileSync(file('.claude/workflow-state.toon'), 'utf8');
    ok(state.includes(`handoff: .claude/state/handoffs/${name}`));
    const archive = file(`.claude/state/handoffs/archive/${name.replace(/^handoff-|\.md$/g, '')}`);
    strictEqual(readdirSync(archive).length, 1);
  });

  function handoffs(): readonly string[] {
    return readdirSync(file('.claude/state/handoffs')).filter((name) => name.endsWith('.md'));
  }
});
