/** The main job in a real window, nothing mocked: start, create, approve, watch, be warned, hand over. */

import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import type { OpenOptions, OpenWorkbench } from './open-workbench.ts';
import { untilChanged } from './until-changed.ts';

const METER = 'ninefold.meter';
const HANDOFFS = '.claude/state/handoffs';
const SESSION = '.claude/state/sessions/current.json';
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

/** What the main job starts from: a small project, and an agent at work that doesn't compact by itself. */
export const MAIN_JOB = {
  files: { 'package.json': '{"name":"shop"}', 'src/index.ts': 'export {};\n' },
  homeFiles: { '.claude/settings.json': '{ "autoCompactEnabled": false }\n' },
  prepare: (places) => new AgentSession(places).start(80_000),
} satisfies OpenOptions;

/** The tests of the main job, for the `describe` of a window that was opened on {@link MAIN_JOB}. */
export function mainJob(window: () => OpenWorkbench): void {
  const file = (path: string): string => join(window().places.workspace, path);
  const agent = (): AgentSession => new AgentSession(window().places);
  const handoffs = (): readonly string[] =>
    readdirSync(file(HANDOFFS)).filter((name) => name.endsWith('.md'));
  const handoff = (): string => readFileSync(file(`${HANDOFFS}/${handoffs()[0] ?? ''}`), 'utf8');
  /** The folder is made with the first handoff that another one replaces. */
  const archived = (): number =>
    existsSync(file(`${HANDOFFS}/archive`))
      ? readdirSync(file(`${HANDOFFS}/archive`), { recursive: true, encoding: 'utf8' }).filter((name) =>
          name.endsWith('.md'),
        ).length
      : 0;
  /** What was said of the window's level and nobody dismissed, newest first. */
  const told = async (): Promise<readonly (string | undefined)[]> => {
    const messages = await window().notifications.messages();
    await window().notifications.close();
    return messages.map((message) => /\d+% full/.exec(message)?.[0]).filter((level) => level !== undefined);
  };

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
        ['Next: create requirements.md', ...PHASES, 'Session Plan'],
      );
    await window()
      .tree()
      .showsRows(
        (rows) => rows.filter(({ expanded }) => expanded === true).map(({ label }) => label),
        ['1 Requirements'],
      );
    const [, first] = await window().tree().rows();
    match(first?.spoken ?? '', /Phase 1, Requirements, in progress, current phase/);
  });

  it('creates the suggested document by its icon and opens it again by a click on its phase', async () => {
    await window().tree().row('requirements.md').pressAction('Create Deliverable');
    await window().waitForTab('requirements.md');
    match(readFileSync(file('docs/requirements.md'), 'utf8'), /^# Requirements: Sign in\n/);
    await window().tree().row('requirements.md').waitForSpoken('Deliverable docs/requirements.md');
    await window().page.keyboard.press('Control+KeyW');
    await window().tab('requirements.md').waitFor({ state: 'detached' });
    await window().tree().row('1 Requirements').click();
    await window().waitForTab('requirements.md');
  });

  it('moves on by one click on approve, after asking where evidence is missing, and back by undo', async () => {
    await window().tree().row('1 Requirements').pressAction('Approve Phase');
    const question = await window().notifications.message(/still the template/);
    await question.press('Approve Anyway');
    await window().tree().row('tech-spec.md').waitForSpoken('not created');
    const approved = await window().notifications.message(/approved/i);
    await approved.press('Undo');
    await window().tree().row('1 Requirements').waitForSpoken('in progress, current phase');
    await window().notifications.close();
    await window().tree().row('1 Requirements').pressAction('Approve Phase');
    await (await window().notifications.message(/still the template/)).press('Approve Anyway');
    await window().tree().row('2 Tech Planning').waitForSpoken('in progress, current phase');
    await window().notifications.close();
  });

  it('follows the command line: what it changes shows by itself', async () => {
    ninefold(window().places, 'approve', '2');
    await window().tree().row('ui-breakdown.md').waitForSpoken('not created');
  });

  it('moves with every line appended to the transcript', async () => {
    agent().reach(100_000);
    await window().statusBarItem(METER).waitForText('50%');
    agent().reach(130_000);
    await window().statusBarItem(METER).waitForText('65%');
  });

  it('warns at 76 % by colour and one notification, moves no row, and editing changes none of that', async () => {
    agent().reach(152_000);
    await window().statusBarItem(METER).waitForText('76%');
    await window().statusBarItem(METER).waitForKind('warning');
    const warning = await window().notifications.message(/context window is 76% full/);
    strictEqual(await warning.severity(), 'warning');
    deepStrictEqual(await warning.buttons(), ['New Session', 'Create Handoff', 'Snooze', "Don't Show Again"]);
    await warning.dismiss();
    await window().runCommand('File: New Untitled Text File');
    await window().waitForTab(/^Untitled-1/);
    await window().page.keyboard.type('some words while the warning stands ');
    strictEqual(await window().statusBarItem(METER).kind(), 'warning');
    strictEqual(await window().treeMessage().count(), 0);
    deepStrictEqual(await told(), []);
  });

  it('shows the banner, its source and the distance to each level in the tooltip', async () => {
    const tooltip = await window().statusBarItem(METER).tooltip();
    match(tooltip, /TOKEN WARNING - 76% Context Used/);
    match(tooltip, /Progress: Phase 3 - UI Breakdown \(21% complete\)/);
    match(tooltip, /152,000 of 200,000/);
  });

  it('suggests a handoff at 86 % and has written it; a reload repeats nothing, and Snooze silences', async () => {
    await window().reload();
    await window().statusBarItem(METER).waitFor();
    await window().statusBarItem(METER).waitForKind('warning');
    await window().statusBarItem(METER).waitForText('76%');
    agent().reach(172_000);
    const suggestion = await window().notifications.message(/context window is 86% full/);
    strictEqual(await suggestion.severity(), 'warning');
    deepStrictEqual(await suggestion.buttons(), ['Continue in a New Session', 'Open Handoff', 'Snooze']);
    match(handoff(), /HANDOFF SUGGESTED - 86% Context Used/);
    await suggestion.press('Snooze');
    await window()
      .statusBarItemWithText(/Warnings for this session are snoozed until/)
      .waitFor();
    deepStrictEqual(await told(), []);
  });

  it('writes and opens the handoff from the palette', async () => {
    await window().runCommand('Ninefold: Create Handoff');
    await window().waitForTab(/handoff-sign-in-\d{8}/);
    match(handoff(), /^# Session Handoff: sign-in-\d{8}\n/);
    match(handoff(), /HANDOFF SUGGESTED - 86% Context Used/);
    match(handoff(), /- \*\*Progress:\*\* 33% \(3\/9 phases\)/);
  });

  it('has saved state and handoff at 91 % without a click, and without a word while it is snoozed', async () => {
    const kept = archived();
    agent().reach(182_000);
    await window().statusBarItem(METER).waitForKind('error');
    const isWritten = (): boolean => handoff().includes('HANDOFF REQUIRED - 91% Context Used');
    await untilChanged(file('.claude/state'), isWritten, 'The required handoff is not written.');
    const state = readFileSync(file('.claude/workflow-state.toon'), 'utf8');
    ok(state.includes(`handoff: .claude/state/handoffs/${handoffs()[0] ?? ''}`));
    strictEqual(archived(), kept + 1);
  });

  it('asks for a new session once the snooze is over, and opens the handoff', async () => {
    const session = readFileSync(file(SESSION), 'utf8');
    await window().runCommand('View: Close Editor');
    await window()
      .tab(/^Preview handoff-/)
      .waitFor({ state: 'detached' });
    const over = session.replace(/("snoozedUntil":\s*)"[^"]+"/, '$1"2026-01-01T00:00:00.000Z"');
    notStrictEqual(over, session);
    writeFileSync(file(SESSION), over);
    agent().reach(184_000);
    const notice = await window().notifications.message(/context window is 92% full/);
    strictEqual(await notice.severity(), 'error');
    match(await notice.text(), /The handoff is saved\.$/);
    deepStrictEqual(await notice.buttons(), ['Continue in a New Session', 'Open Handoff']);
    match(handoff(), /HANDOFF REQUIRED - 92% Context Used/);
    await notice.press('Open Handoff');
    await window().waitForTab(/^Preview handoff-sign-in-\d{8}/);
    deepStrictEqual(await told(), []);
  });
}
