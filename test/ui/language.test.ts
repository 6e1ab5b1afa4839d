/** The whole extension in its second language: manifest, tree, messages, what a screen reader speaks. */

import { deepStrictEqual, match, strictEqual } from 'node:assert/strict';

import { ninefold } from './command-line.ts';
import { SessionViewPage } from './session-page.ts';
import { useWorkbench } from './use-workbench.ts';

describe('the window in German', function () {
  this.timeout(120_000);
  const window = useWorkbench({
    language: 'de',
    prepare: (places) => {
      ninefold(places, 'init', 'wf-001', 'Sign in', '--preset', 'backend');
    },
  });

  it('has its commands, views and rows in German; the phases keep their names', async () => {
    await window().openContainer('Ninefold');
    await window().tree().row('1 Requirements').waitForSpoken('in Arbeit, aktuelle Phase');
    await window().tree().row('3 UI Breakdown').waitForSpoken('übersprungen');
    await window().page.locator('.pane-header').filter({ hasText: 'Agentensitzungen' }).waitFor();
    await window().runCommand('Ninefold: Nächsten Schritt hinzufügen…');
    await window().quickInput.answer('Formular bauen', 'Nächsten Schritt hinzufügen');
    await window().screenshot('german-light');
  });

  it('has the page of a session in German, and says so to a screen reader', async () => {
    await window().runCommand('Ninefold: Sitzungsansicht anzeigen');
    const { frame } = new SessionViewPage(window());
    await frame.getByRole('heading', { name: 'Kontextfenster' }).waitFor();
    strictEqual(await frame.locator('html').getAttribute('lang'), 'de');
  });

  it('asks and answers in German', async () => {
    await window().tree().row('1 Requirements').pressAction('Phase freigeben');
    const question = await window().notifications.message(
      'Phase 1 Requirements fehlt ein Nachweis. Sie hat kein Ergebnis.',
    );
    deepStrictEqual(await question.buttons(), ['Trotzdem freigeben']);
    await window().notifications.close();
    const item = window().statusBarItem('ninefold.meter');
    match(await item.spoken(), /Kontextfenster: keine Agentensitzung in diesem Ordner gefunden/);
  });
});
