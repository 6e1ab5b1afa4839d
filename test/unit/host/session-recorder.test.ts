/** Which agent sessions a window records with the active workflow, and what it offers when one is over. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import type { ReadingFacts } from '../../../src/core/meter/reading.ts';
import { SessionSearchLog } from '../../../src/host/meter/session-search-log.ts';
import { SessionRecorder } from '../../../src/host/sessions/session-recorder.ts';
import type { WorkflowState } from '../../../src/core/workflow/state.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost, readingOf, untilState } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

describe('agent sessions in a window', () => {
  let host: HostWindow;
  /** The session that a person chose to see. */
  let pinned: string | null;

  beforeEach(async () => {
    editor.reset();
    pinned = null;
    host = await openHost();
    const pins = { of: () => (pinned === null ? null : { sessionId: pinned, hadEnded: false }) };
    const { model, reading, reporter, log, disposables } = host;
    disposables.add(
      new SessionRecorder({ model, reading, searches: new SessionSearchLog(log), pins, reporter }),
    );
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  const start = async (): Promise<void> => {
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    await host.model.refresh();
  };
  const tell = (tokens: number, more: Partial<ReadingFacts> = {}): void =>
    host.reading.setFolder(host.folder, readingOf(tokens, more));
  const until = (isIt: (state: WorkflowState) => boolean): Promise<WorkflowState> => untilState(host, isIt);
  const inShort = ({ sessions }: WorkflowState): readonly (readonly unknown[])[] =>
    sessions.map(({ id, model, peakTokens, endedAt }) => [id, model, peakTokens, endedAt !== null]);

  it('are recorded once at their start, and at their end with model and most tokens', async () => {
    await start();
    tell(90_000, { model: null });
    await until(({ sessions }) => sessions.length === 1);
    tell(120_000);
    tell(60_000);
    tell(60_000, { live: false });
    const state = await until(({ sessions }) => sessions[0]?.endedAt !== null);
    deepStrictEqual(inShort(state), [['s-1', 'm-1', 120_000, true]]);
  });

  it('write nothing about one that a person only looks at', async () => {
    await start();
    tell(90_000);
    await until(({ sessions }) => sessions.length === 1);
    pinned = 's-2';
    tell(30_000, { sessionId: 's-2' });
    tell(30_000, { sessionId: 's-2', live: false });
    pinned = null;
    tell(95_000);
    tell(95_000, { live: false });
    const state = await until(({ sessions }) => sessions[0]?.endedAt !== null);
    deepStrictEqual(inShort(state), [['s-1', 'm-1', 95_000, true]]);
  });

  it('end with the way on, which leads to this folder and workflow', async () => {
    await start();
    tell(90_000);
    await until(({ sessions }) => sessions.length === 1);
    tell(90_000, { live: false });
    const { text, buttons, press } = await editor.message(/session ended/);
    strictEqual(text, "The agent session ended. You can continue workflow 'One' in a new one.");
    deepStrictEqual(buttons, ['Continue in a New Session', 'Copy Prompt']);
    press('Continue in a New Session');
    deepStrictEqual(await editor.command('ninefold.continueSession'), [
      'ninefold.continueSession',
      { folder: host.folder, workflow: 'wf-001' },
    ]);
  });

  it('give way to another without a word', async () => {
    await start();
    tell(90_000);
    await until(({ sessions }) => sessions.length === 1);
    tell(10_000, { sessionId: 's-2' });
    const state = await until(({ sessions }) => sessions.length === 2 && sessions[0]?.endedAt !== null);
    deepStrictEqual(inShort(state), [
      ['s-1', 'm-1', 90_000, true],
      ['s-2', 'm-1', null, false],
    ]);
    deepStrictEqual(editor.messages, []);
  });

  it('have not ended while they are looked for', async () => {
    await start();
    tell(90_000);
    await until(({ sessions }) => sessions.length === 1);
    host.reading.setFolder(host.folder, null);
    tell(95_000);
    tell(95_000, { live: false });
    const state = await until(({ sessions }) => sessions[0]?.endedAt !== null);
    deepStrictEqual(inShort(state), [['s-1', 'm-1', 95_000, true]]);
  });

  it('are recorded with a workflow that is started while they live', async () => {
    tell(90_000);
    await start();
    const state = await until(({ sessions }) => sessions.length === 1);
    deepStrictEqual(inShort(state), [['s-1', 'm-1', null, false]]);
  });

  it('are recorded in an untrusted folder once it is trusted, and not before', async () => {
    await start();
    editor.isTrusted = false;
    tell(90_000);
    await host.model.refresh();
    deepStrictEqual(host.model.state?.sessions, []);
    editor.trust();
    const state = await until(({ sessions }) => sessions.length === 1);
    deepStrictEqual(inShort(state), [['s-1', 'm-1', null, false]]);
  });

  it('are not what an estimate or a reported number tells of', async () => {
    await start();
    tell(90_000, { source: 'estimate' });
    tell(90_000, { source: 'reported', sessionId: 's-8' });
    tell(90_000, { sessionId: 's-2' });
    const state = await until(({ sessions }) => sessions.length > 0);
    deepStrictEqual(inShort(state), [['s-2', 'm-1', null, false]]);
  });
});
