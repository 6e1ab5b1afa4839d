/** Levels in a window: what is announced, when, and what is written unasked. */

import { deepStrictEqual, match, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';

import { NinefoldError } from '../../../src/core/errors.ts';
import { formatMessage } from '../../../src/core/messages.ts';
import { LEVEL_WORDS } from '../../../src/core/meter/level-words.ts';
import { LevelMessages } from '../../../src/host/meter/level-messages.ts';
import { LevelNotifier } from '../../../src/host/meter/level-notifier.ts';
import { editor } from '../support/fake-vscode.ts';
import { wordPattern } from '../support/failure-texts.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost, readingOf, untilState } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const WARNING = 152_000;
const SUGGEST = 172_000;
const FORCE = 184_000;
/** What the message of the first level says. */
const PLAN = wordPattern(LEVEL_WORDS.plan);

/** What a message says of the window, by what is left of it. */
const full = (left: string): RegExp => wordPattern(LEVEL_WORDS.full, { left });
const FORCED = full('16K');

describe('the levels in a window', () => {
  let host: HostWindow;

  /** A window with a workflow in its folder, or with none. */
  async function openWindow(withWorkflow = true, path?: string): Promise<void> {
    host = await openHost(path);
    const { model, reading, reporter, open, disposables } = host;
    if (withWorkflow && path === undefined) {
      await open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
      await model.refresh();
    }
    disposables.add(new LevelNotifier(model, reading, new LevelMessages(reporter), reporter));
  }
  const tell = (tokens: number, session = 's-1'): void =>
    host.reading.setFolder(host.folder, readingOf(tokens, { sessionId: session }));
  const shownTexts = (): readonly string[] =>
    editor.messages.map(
      ({ severity, text }) => `${severity}: ${text.replace(wordPattern(`${LEVEL_WORDS.full} `), '')}`,
    );
  const hidden = (): number => editor.commands.filter(([id]) => id === 'notifications.hideToasts').length;
  const handoffs = async (): Promise<number> => (await host.open.service.state('wf-001')).handoffs.length;

  beforeEach(() => editor.reset());
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('are announced once each, the highest where several are passed at once', async () => {
    await openWindow();
    tell(100_000);
    tell(WARNING);
    match((await editor.message(full('48K'))).text, PLAN);
    tell(WARNING + 1_000);
    tell(FORCE);
    await editor.message(FORCED);
    tell(FORCE + 1_000);
    tell(WARNING + 2_000, 's-2');
    match((await editor.message(full('46K'))).text, PLAN);
    deepStrictEqual(shownTexts(), [
      `warning: ${LEVEL_WORDS.plan}`,
      `error: ${LEVEL_WORDS.written}`,
      `warning: ${LEVEL_WORDS.plan}`,
    ]);
    const { shown } = await host.open.service.ports.session.read();
    deepStrictEqual(shown['s-1']?.levels, ['warning', 'suggest', 'force']);
    deepStrictEqual(shown['s-2']?.levels, ['warning']);
  });

  it('wait for trust in an untrusted folder, and write nothing until then', async () => {
    await openWindow();
    editor.isTrusted = false;
    tell(FORCE);
    await host.model.refresh();
    deepStrictEqual([editor.messages, await handoffs()], [[], 0]);
    editor.trust();
    await editor.message(FORCED);
    strictEqual(await handoffs(), 1);
  });

  it('name an assumed window instead of requiring a handoff, and set it by one click', async () => {
    await openWindow();
    const window = { window: 200_000, windowSource: 'assumed' } as const;
    host.reading.setFolder(host.folder, readingOf(FORCE, { window, model: 'opus-4-6' }));
    const { severity, text, buttons, press } = await editor.message(
      /If its window is 200K, it is full in about 16K/,
    );
    deepStrictEqual([severity, text.includes('%'), await handoffs()], ['warning', false, 1]);
    deepStrictEqual(buttons, ['Window Is 1M', 'Window Is 200K', 'New Session']);
    press('Window Is 1M');
    await new Promise<void>((resolve) => {
      const look = (): void => {
        const { snapshot } = host.model.all[0] ?? {};
        if (snapshot === undefined || snapshot.kind === 'loading') return;
        if (snapshot.meter.windows['opus-4-6'] !== 1_000_000) return;
        listening.dispose();
        resolve();
      };
      const listening = host.model.onDidChange(look);
      look();
    });
  });

  it('are not repeated where another window told them', async () => {
    await openWindow();
    await host.open.service.ports.session.update((session) => ({
      ...session,
      shown: { 's-1': { levels: ['warning', 'suggest'], at: '2026-01-02T03:00:00.000Z' } },
    }));
    tell(SUGGEST);
    tell(FORCE);
    await editor.message(FORCED);
    strictEqual(editor.messages.length, 1);
  });

  it('hand over although they were silenced', async () => {
    await openWindow();
    editor.set('ninefold.notifications', 'force');
    tell(SUGGEST);
    const { handoffs } = await untilState(host, (state) => state.handoffs.length > 0);
    strictEqual(handoffs[0]?.session, 's-1');
    tell(FORCE);
    await editor.message(FORCED);
    strictEqual(editor.messages.length, 1);
  });

  it('only colour for an estimate and a session that is over', async () => {
    await openWindow();
    host.reading.setFolder(host.folder, readingOf(FORCE, { live: false, sessionId: 's-9' }));
    host.reading.setFolder(host.folder, readingOf(FORCE, { source: 'estimate', sessionId: null }));
    tell(WARNING);
    await editor.message(PLAN);
    strictEqual(editor.messages.length, 1);
    strictEqual(await handoffs(), 0);
  });

  it('offer the same without a workflow', async () => {
    await openWindow(false);
    tell(WARNING);
    const { text, buttons, press } = await editor.message(PLAN);
    match(text, full('48K'));
    deepStrictEqual(buttons, ['New Session', 'Create Handoff', 'Snooze', "Don't Show Again"]);
    press('New Session');
    deepStrictEqual(await editor.command('ninefold.continueSession'), [
      'ninefold.continueSession',
      { folder: host.folder },
    ]);
  });

  it('replace the notification of the same session that nobody answered', async () => {
    await openWindow();
    tell(WARNING + 1_000, 's-2');
    (await editor.message(full('47K'))).press(undefined);
    tell(WARNING);
    await editor.message(full('48K'));
    tell(SUGGEST);
    await editor.message(full('28K'));
    strictEqual(hidden(), 1, 'not that of another session');
    tell(FORCE, 's-2');
    await editor.message(FORCED);
    strictEqual(hidden(), 2, 'that of the session that was left, not one that was closed');
  });

  for (const [what, end] of Object.entries({
    'its session was compacted': () => tell(80_000),
    'it fell below the level that was announced': () => tell(WARNING),
    'another session took over': () => tell(20_000, 's-2'),
    'the session is over': () =>
      host.reading.setFolder(host.folder, readingOf(FORCE, { live: false, sessionId: 's-1' })),
    'no session is found any more': () => host.reading.setFolder(host.folder, null),
  }))
    it(`hide the notification when ${what}`, async () => {
      await openWindow();
      tell(FORCE);
      await editor.message(FORCED);
      strictEqual(hidden(), 0);
      end();
      await editor.command('notifications.hideToasts');
      end();
      tell(FORCE, 's-3');
      await editor.messageAt(1);
      strictEqual(hidden(), 1, 'once, and only what this window shows');
    });

  it('keep the notification while it is still true, or nothing is known', async () => {
    await openWindow();
    tell(SUGGEST);
    await editor.message(full('28K'));
    tell(SUGGEST + 1_000);
    host.reading.setFolder(host.folder, readingOf(0, { tokens: null, window: null }));
    tell(WARNING + 1_000, 's-2');
    await editor.message(full('47K'));
    strictEqual(hidden(), 1, 'hidden for the other session alone');
  });

  it('have no more on their buttons than a notification has room for', async () => {
    await openWindow();
    const assumed = { window: { window: 200_000, windowSource: 'assumed' }, model: 'opus-4-6' } as const;
    for (const [at, tokens] of [WARNING, SUGGEST, FORCE].entries()) {
      tell(tokens, `s-${at}`);
      await editor.messageAt(2 * at);
      host.reading.setFolder(host.folder, readingOf(tokens, { ...assumed, sessionId: `a-${at}` }));
      await editor.messageAt(2 * at + 1);
    }
    for (const { buttons } of editor.messages) {
      ok(buttons.join('').length <= 48 && buttons.length <= 4, buttons.join(' | '));
      ok(buttons.some((button) => button.endsWith('New Session')));
    }
  });

  it('say how near the compaction is, in tokens and turns, and that the handoff is saved', async () => {
    await openWindow();
    host.reading.setFolder(host.folder, { ...readingOf(163_400, { compactsAt: 167_000 }), turnsLeft: 2 });
    const { severity, text } = await editor.message(/compacts/);
    const said = { agent: 'Claude Code', left: '4K', turns: 2 };
    deepStrictEqual(
      [severity, text],
      ['error', `${formatMessage(LEVEL_WORDS['compacts-turns'], said)} ${LEVEL_WORDS.written}`],
    );
  });

  it('lead on from the message to the new session, of this folder and workflow', async () => {
    await openWindow();
    tell(FORCE);
    const { buttons, press } = await editor.message(FORCED);
    deepStrictEqual(buttons, ['Continue in a New Session', 'Open Handoff']);
    press('Continue in a New Session');
    deepStrictEqual(await editor.command('ninefold.continueSession'), [
      'ninefold.continueSession',
      { folder: host.folder, workflow: 'wf-001' },
    ]);
  });

  it("say nothing but what is required after Don't Show Again", async () => {
    await openWindow();
    tell(WARNING);
    const silenced = new Promise<void>((resolve) => {
      const listening = editor.emitters.configuration.event(() => {
        listening.dispose();
        resolve();
      });
    });
    (await editor.message(PLAN)).press("Don't Show Again");
    await silenced;
    strictEqual(editor.settings.get('ninefold.notifications'), 'force');
    tell(WARNING, 's-2');
    tell(FORCE, 's-2');
    await editor.message(FORCED);
    strictEqual(editor.messages.length, 2);
  });

  it('are told once by this window where the record can’t be written', async () => {
    await openWindow();
    const { session } = host.open.service.ports;
    session.update = () =>
      Promise.reject(new NinefoldError('file-unwritable', { path: 'x', reason: 'full' }));
    tell(WARNING);
    tell(WARNING + 1_000);
    tell(FORCE);
    await editor.message(FORCED);
    strictEqual(editor.messages.length, 2);
    match(host.log.lines.join('\n'), /couldn't record the announced level/);
  });

  for (const [what, spoil] of Object.entries({
    damaged: (path: string) => writeFileSync(path, '{'),
    'a folder': (path: string) => mkdirSync(path),
    'a link': (path: string) => symlinkSync('elsewhere.json', path),
  }))
    it(`are told once by this window, with the name of the file, where the record is ${what}`, async () => {
      await openWindow();
      const path = host.open.layout.absolute('state/sessions/current.json');
      rmSync(path);
      spoil(path);
      await host.model.refresh();
      tell(WARNING);
      match((await editor.message(full('48K'))).text, /current\.json/);
      tell(WARNING + 1_000);
      tell(FORCE);
      match((await editor.message(FORCED)).text, /current\.json/);
      tell(FORCE + 1_000);
      tell(WARNING + 2_000, 's-2');
      await editor.message(full('46K'));
      deepStrictEqual(
        editor.messages.map(({ severity }) => severity),
        ['warning', 'error', 'warning'],
      );
    });
});
