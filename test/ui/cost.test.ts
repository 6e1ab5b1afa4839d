/** What the work costs, in a real window: measured tokens of phases, the forecast, the session plan, and what will not fit. */

import { deepStrictEqual, doesNotMatch, match } from 'node:assert/strict';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { useWorkbench } from './use-workbench.ts';

const METER = 'ninefold.meter';

/** A workflow in phase 4, in which eight turns were made. */
function prepare(places: Places): void {
  ninefold(places, 'init', 'shop', 'Corner shop');
  for (const phase of ['1', '2', '3']) ninefold(places, 'approve', phase);
  const session = new AgentSession(places);
  session.begin();
  for (let turn = 1; turn <= 8; turn += 1) session.reach(28_000 + turn * 2000);
  session.drawStatusLine(new Date(Date.now() + 26 * 3_600_000).toISOString());
}

describe('what the work costs', function () {
  this.timeout(240_000);
  const window = useWorkbench({ files: { 'readme.md': '# Shop\n' }, prepare });
  const row = (label: string | RegExp): ReturnType<ReturnType<ReturnType<typeof window>['tree']>['row']> =>
    window().tree().row(label);

  it('stands in the tooltip of the phase in which it was spent, and on no row', async () => {
    await window().openContainer('Ninefold');
    await window().statusBarItem(METER).waitForText('44K');
    await row('4 Test Planning').tooltip(/44,000 tokens of context/);
    doesNotMatch((await row('4 Test Planning').text()).description, /44K/);
  });

  it('is followed while the session goes on', async () => {
    new AgentSession(window().places).reach(46_000);
    await row('4 Test Planning').tooltip(/46,000 tokens of context/);
  });

  it('is foretold in the tooltip of the status bar', async () => {
    match(await window().statusBarItem(METER).tooltip(), /Next level in about 52 turns, \d+ min/);
    await window().page.keyboard.press('Escape');
  });

  it('stands in the tooltip beside the limits of the plan', async () => {
    const tooltip = await window().statusBarItem(METER).tooltip();
    match(tooltip, /Plan, 5 hours: 23% used, resets at \w+ \d+, \d+:\d+/);
    match(tooltip, /Plan, 7 days: 41% used/);
    match(tooltip, /Session cost, as reported by the agent: 1\.25 US dollars/);
    await window().screenshot('plan-limits-light');
    await window().page.keyboard.press('Escape');
  });

  it('stands in the tooltips of the plan: three sessions, typical and measured', async () => {
    await row('Session Plan').expand();
    await row('Session 3').waitFor();
    await window()
      .tree()
      .showsRows(
        (rows) =>
          rows
            .filter(({ label }) => label.startsWith('Session'))
            .map(({ label, description }) => [label, description]),
        [
          ['Session Plan', 'session 1 of 3'],
          ['Session 1', '1-4 · Planning (Requirements/Design/UI/Tests)'],
          ['Session 2', '5 · TDD Implementation (RED/GREEN/REFACTOR)'],
          ['Session 3', '6-9 · Review & Deploy (Review/Verify/Docs/Notify)'],
        ],
      );
    await row('Session Plan').tooltip(/after phase 4/);
    const tooltip = await row('Session 1').tooltip(/50K-80K/);
    match(tooltip, /46,000 tokens of context/);
    await window().screenshot('cost-plan-light');
    await window().useTheme('dark');
    await window().screenshot('cost-plan-dark');
    await window().useTheme('light');
  });

  it('says at the approval that a session of the plan ends, and that the next phase will not fit', async () => {
    new AgentSession(window().places).reach(126_000);
    await window().statusBarItem(METER).waitForText('126K');
    await row('4 Test Planning').pressAction('Approve Phase');
    await (await window().notifications.message(/missing evidence/)).press('Approve Anyway');
    const message = await window().notifications.message(/Session 1 of the plan ends here/);
    const texts = await window().notifications.messages();
    match(texts.join('\n'), /Phase 5 typically takes 80K-150K and won't fit\./);
    deepStrictEqual(await message.buttons(), ['Continue in a New Session', 'Undo']);
    await window().screenshot('cost-will-not-fit-light');
    await message.press('Undo');
    await row('4 Test Planning').waitForSpoken('in progress, current phase');
  });
});
