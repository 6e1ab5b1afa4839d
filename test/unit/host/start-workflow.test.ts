/** What *Start Workflow…* asks, and what comes of the answers. */

import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';

import type { Memento } from 'vscode';

import { NinefoldError } from '../../../src/core/errors.ts';
import { startWorkflow } from '../../../src/host/commands/start-workflow.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { LastPreset } from '../../../src/host/commands/last-preset.ts';
import { editor } from '../support/fake-vscode.ts';
import { git, removeFolders } from '../support/folders.ts';
import { openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';
import { memento } from '../support/memento.ts';

describe('Start Workflow…', () => {
  let host: HostWindow;
  let stored: Memento;
  /** As much of the context as the command asks for. */
  const run = (): Promise<void> =>
    startWorkflow({
      model: host.model.scope(),
      reading: host.reading,
      reporter: host.reporter,
      phases: () => undefined,
      lastPreset: new LastPreset(stored),
    } satisfies Partial<CommandContext> as Partial<CommandContext> as CommandContext);
  const ids = (): Promise<readonly string[]> => host.open.service.ports.journals.listIds();

  beforeEach(async () => {
    editor.reset();
    stored = memento();
    host = await openHost();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('does nothing on Escape, at either question', async () => {
    await run();
    editor.answers = { input: () => 'Sign in' };
    await run();
    deepStrictEqual(await ids(), []);
    deepStrictEqual(editor.statusMessages, []);
  });

  it('keeps the box of the name open until the name is valid', async () => {
    const answers = ['', '  ', 'x'.repeat(201), 'Sign in'];
    let asked = 0;
    editor.answers = { input: () => answers[asked++], pick: () => 'Full' };
    await run();
    deepStrictEqual([asked, editor.problems.length, host.model.state?.name], [4, 3, 'Sign in']);
    deepStrictEqual(editor.messages, []);
  });

  it('shows what each preset leaves, and starts with the one that is picked', async () => {
    let list: readonly string[] = [];
    editor.answers = {
      input: () => ' Sign in ',
      pick: (items) => {
        list = items.map(({ label, description }) => `${label}: ${description ?? ''}`);
        return 'Documentation';
      },
    };
    await run();
    deepStrictEqual(list, [
      'Full: All nine phases',
      'Backend: All but UI Breakdown: 8 of 9 phases',
      'Bug Fix: Requirements → TDD GREEN → Code Review → QA Validation, 4 steps',
      'Prototype: Requirements → Tech Planning → TDD GREEN → Code Review, 4 steps',
      'Documentation: Requirements → Documentation → Notification, 3 steps',
      'Configuration: Requirements → TDD GREEN → QA Validation, 3 steps',
    ]);
    const { state } = host.model;
    deepStrictEqual([state?.name, state?.preset, state?.steps['5b'].byPreset], ['Sign in', 'docs', true]);
    deepStrictEqual(editor.statusMessages, [`$(check) Workflow ${state?.id ?? ''} started`]);
  });

  it('offers the preset for a fix first on a branch for one', async () => {
    git(host.path, 'init', '-q', '-b', 'fix/sign-in');
    let first = '';
    editor.answers = {
      input: () => 'Sign in',
      pick: ([item]) => {
        first = item?.label ?? '';
        return undefined;
      },
    };
    await run();
    strictEqual(first, 'Bug Fix');
  });

  it('offers the preset that was chosen last first, after the one that the branch suggests', async () => {
    const lists: string[][] = [];
    editor.answers = {
      input: () => 'Sign in',
      pick: (items) => {
        lists.push(items.map(({ label }) => label));
        return lists.length === 1 ? 'Prototype' : undefined;
      },
    };
    await run();
    await run();
    git(host.path, 'init', '-q', '-b', 'fix/sign-in');
    await run();
    deepStrictEqual(
      lists.map((labels) => labels.slice(0, 3)),
      [
        ['Full', 'Backend', 'Bug Fix'],
        ['Prototype', 'Full', 'Backend'],
        ['Bug Fix', 'Prototype', 'Full'],
      ],
    );
  });

  it('is refused in a folder that is not trusted, before it asks', async () => {
    editor.isTrusted = false;
    let asked = 0;
    editor.answers = {
      input: () => {
        asked += 1;
        return undefined;
      },
    };
    await rejects(run(), (error) => NinefoldError.is(error, 'untrusted'));
    strictEqual(asked, 0);
  });
});
