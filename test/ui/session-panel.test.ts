/** The session view: opened, read against the transcript, followed, copied, saved, by keyboard, and what axe says of it. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { AgentSession } from './agent-session.ts';
import { ninefold } from './command-line.ts';
import type { Places } from './open-workbench.ts';
import { SessionViewPage } from './session-page.ts';
import { useWorkbench } from './use-workbench.ts';
import { THEMES } from './workbench.ts';

const BEFORE = [20_000, 41_000, 66_000, 97_000, 128_000, 149_000];
const AFTER = [18_000, 24_000, 31_000, 36_000, 45_000, 52_000, 61_000];
const WITHIN = [70_000, 82_000];
const figures = (counts: readonly number[]): readonly string[] =>
  counts.map((count) => count.toLocaleString('en-US'));

/** A session that was compacted once, a workflow that began in it, one approval, one rejection, one handoff. */
function makeWork(places: Places): void {
  const agent = new AgentSession(places);
  agent.begin();
  for (const [index, tokens] of BEFORE.entries()) agent.reach(tokens, 90 - index * 5);
  agent.compact(149_000, 62);
  for (const [index, tokens] of AFTER.entries()) agent.reach(tokens, 60 - index * 4);
  ninefold(places, 'init', 'shop', 'Corner shop');
  const [first = 0, second = 0] = WITHIN;
  agent.reach(first);
  ninefold(places, 'approve');
  agent.reach(second);
  ninefold(places, 'reject', '--reason', 'The interfaces are missing');
  ninefold(places, 'handoff', 'create');
}

describe('the session view', function () {
  this.timeout(120_000);
  const window = useWorkbench({ files: { 'readme.md': '# Shop\n' }, prepare: makeWork });
  const view = (): SessionViewPage => new SessionViewPage(window());
  const press = (key: string): Promise<void> => window().page.keyboard.press(key);
  const tokens = async (): Promise<readonly string[]> =>
    (await view().table('occupancy')).slice(1).map(([, value = '']) => value);

  it('opens from the palette and shows every call of the transcript, the compaction among them', async () => {
    await window().statusBarItem('ninefold.meter').waitForText('41%');
    await window().runCommand('Ninefold: Show Session View');
    await window().waitForTab('Session View');
    await view().waitUntilDrawn();
    deepStrictEqual(await tokens(), figures([...BEFORE, ...AFTER, ...WITHIN]));
    const events = (await view().table('occupancy')).map(([, , , event]) => event);
    strictEqual(events[BEFORE.length + 1], 'compacted automatically');
  });

  it('shows what each phase took beside the plan, and gates and handoffs over time', async () => {
    const phases = await view().table('phases');
    deepStrictEqual(
      phases.slice(1, 3).map((row) => row.slice(0, 3)),
      [
        ['1 Requirements', '9,000', '13K-20K'],
        ['2 Tech Planning', '12,000', '13K-20K'],
      ],
    );
    const events = (await view().table('timeline')).map(([, event]) => event);
    for (const event of ['1 approved', '2 rejected: The interfaces are missing', 'handoff in phase 2'])
      ok(events.includes(event), `${event} in ${events.join('; ')}`);
    const levels = (await view().table('forecast')).slice(1).map(([level]) => level);
    deepStrictEqual(levels, ['Warning', 'Handoff suggested', 'Handoff required']);
  });

  it('moves with a line that is appended while it is open', async () => {
    new AgentSession(window().places).reach(91_000);
    await view().figure('occupancy').getByText('now: 91,000').waitFor();
    strictEqual((await tokens()).at(-1), '91,000');
  });

  it('says its values under the mouse', async () => {
    const box = await view().canvas('timeline').boundingBox();
    ok(box !== null);
    await view()
      .canvas('timeline')
      .hover({ position: { x: box.width - 30, y: 40 } });
    await view()
      .readout('timeline')
      .filter({ hasText: /rejected|since/ })
      .waitFor();
  });

  it('is used by keyboard alone: buttons, values, tables', async () => {
    await view().button('Copy as Markdown').focus();
    await press('Tab');
    await press('Tab');
    await view().readout('occupancy').filter({ hasText: '91,000 tokens, 46%' }).waitFor();
    await press('ArrowLeft');
    await view().readout('occupancy').filter({ hasText: '82,000 tokens, 41%' }).waitFor();
    await press('Home');
    await view().readout('occupancy').filter({ hasText: '20,000 tokens, 10%' }).waitFor();
    const canvas = view().canvas('occupancy');
    match((await canvas.getAttribute('aria-valuetext')) ?? '', /20,000 tokens, 10% of the window/);
    strictEqual(await canvas.getAttribute('aria-valuenow'), '1');
    await press('Tab');
    const details = view().figure('occupancy').locator('details');
    const table = details.locator('table');
    await table.waitFor();
    await press('Enter');
    await table.waitFor({ state: 'hidden' });
    await press('Enter');
    await table.waitFor();
  });

  it('has nothing that axe finds, in light, dark and high contrast', async () => {
    for (const name of ['occupancy', 'forecast', 'phases', 'timeline'] as const) await view().table(name);
    for (const theme of THEMES) {
      await window().useTheme(theme);
      deepStrictEqual({ theme, findings: await view().findings() }, { theme, findings: [] });
      await window().screenshot(`session-view-${theme}`);
    }
    await window().useTheme('light');
  });

  it('is copied as Markdown', async () => {
    await view().button('Copy as Markdown').click();
    await window().page.getByText('Session copied as Markdown').first().waitFor();
    const text = await window().clipboard();
    match(
      text,
      /^# Corner shop\n\nPhase 2 - Tech Planning\n\nClaude Code · claude-opus-4-5-20251101 · 91,000 of/,
    );
    match(text, /\| Phase \| Context \| Session plan \|/);
    match(text, /\| 1 Requirements \| 9,000 \| 13K-20K \|/);
  });

  it('is saved as a PNG where the person says', async () => {
    await view().button('Save as PNG').click();
    // The box is there before the name that it proposes, which would overwrite what is typed.
    await window().quickInput.waitForValue(/\.png$/);
    const path = join(window().places.workspace, 'picture.png');
    await window().quickInput.fill(path);
    await window().quickInput.accept();
    await window().page.getByText('Picture saved').first().waitFor();
    const png = readFileSync(path);
    deepStrictEqual([...png.subarray(1, 4)], [...Buffer.from('PNG')]);
    strictEqual(png.readUInt32BE(16), 2000);
    ok(png.length > 20_000, `${png.length} bytes`);
  });

  it('is there again after a reload', async () => {
    await window().reload();
    await view().waitUntilDrawn();
    strictEqual((await tokens()).at(-1), '91,000');
  });
});

describe('the session view without anything to show', function () {
  this.timeout(120_000);
  const window = useWorkbench({ files: { 'readme.md': '# Shop\n' } });

  it('says what to do, and does it', async () => {
    await window().runCommand('Ninefold: Show Session View');
    const view = new SessionViewPage(window());
    await view.frame.getByRole('heading', { name: 'Nothing to show yet' }).waitFor();
    deepStrictEqual(await view.findings(), []);
    await window().screenshot('session-view-empty-light');
    await view.button('Start Workflow…').click();
    await window().quickInput.waitFor('Start Workflow');
    await window().quickInput.cancel();
  });

  it('shows the session as soon as one is there', async () => {
    const agent = new AgentSession(window().places);
    agent.start(20_000);
    const view = new SessionViewPage(window());
    await view
      .figure('occupancy')
      .getByText(/^One call, at .*: 20,000 tokens\./)
      .waitFor();
    await view.figure('phases').getByText('No workflow is in progress.').waitFor();
    await window().screenshot('session-view-no-workflow-light');
    ok(!existsSync(join(window().places.workspace, '.claude')));
  });
});

describe('the session view of what can’t be read', function () {
  this.timeout(120_000);
  const journal = ({ workspace }: Places): string =>
    join(workspace, '.claude', 'state', 'workflows', 'shop.journal.jsonl');
  const window = useWorkbench({
    files: { 'readme.md': '# Shop\n' },
    prepare: (places) => {
      new AgentSession(places).start(20_000);
      ninefold(places, 'init', 'shop', 'Corner shop');
    },
  });
  let whole = '';

  it('names it above what can be read, and stays when it is tried again for nothing', async () => {
    whole = readFileSync(journal(window().places), 'utf8');
    writeFileSync(journal(window().places), `no event\n${whole}`);
    await window().runCommand('Ninefold: Show Session View');
    const view = new SessionViewPage(window());
    const banner = view.frame.getByRole('alert');
    await banner.filter({ hasText: /^Couldn't read everything: .*shop/u }).waitFor();
    await view.figure('occupancy').getByText('20,000 tokens').first().waitFor();
    deepStrictEqual(await view.findings(), []);
    await window().screenshot('session-view-failed-light');
    await view.button('Try Again').click();
    await banner.filter({ hasText: /^Couldn't read everything: / }).waitFor();
  });

  it('is whole again once the file is', async () => {
    writeFileSync(journal(window().places), whole);
    const view = new SessionViewPage(window());
    await view.figure('phases').locator('svg').waitFor();
    await view.button('Try Again').waitFor({ state: 'hidden' });
    strictEqual(await view.frame.getByRole('alert').isVisible(), false);
  });
});
