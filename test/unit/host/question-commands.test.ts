/** What a person decides in the window where histories that met disagree. */

import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import { questionRows } from '../../../src/core/view/question-rows.ts';
import { treeRows } from '../../../src/core/view/tree-rows.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { questionCommands } from '../../../src/host/commands/question-commands.ts';
import { treeItem } from '../../../src/host/tree/tree-items.ts';
import { editor } from '../support/fake-vscode.ts';
import { git, newFolder, open, removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';
import { shareFolder } from '../support/shared-folder.ts';

const ID = 'wf-001';

describe('questions in the window', () => {
  let host: HostWindow;
  let other: string;
  const run = async (row: unknown): Promise<void> => {
    const context = { model: host.model.scope(), reporter: host.reporter } satisfies Partial<CommandContext>;
    await questionCommands(context as Partial<CommandContext> as CommandContext)['ninefold.answerQuestion']?.(
      row,
    );
  };
  const rows = async () => questionRows(await host.open.service.state());

  /** Approved here and rejected in another clone, whose commit was pulled. */
  beforeEach(async () => {
    editor.reset();
    const bare = newFolder();
    git(bare, 'clone', '-q', '--bare', await shareFolder(), '.');
    const [here, there] = [newFolder(), newFolder()];
    for (const [folder, name] of [
      [here, 'Ann'],
      [there, 'Bob'],
    ] as const) {
      git(folder, 'clone', '-q', bare, '.');
      git(folder, 'config', 'user.name', name);
      git(folder, 'config', 'user.email', 'a@b');
      git(folder, 'config', 'pull.rebase', 'false');
    }
    other = there;
    const { service } = await open(there);
    await service.execute({ kind: 'reject', reason: 'thin' }, PERSON, ID);
    publish(there);
    host = await openHost(here);
    await host.open.service.execute({ kind: 'approve' }, PERSON, ID);
    git(here, 'add', '-A');
    git(here, 'commit', '-qm', 'approve');
    git(here, 'pull', '-q', '--no-edit');
    await host.model.refresh();
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  function publish(folder: string): void {
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'events');
    git(folder, 'push', '-q');
  }

  it('are rows above the next step, with both sides and a click that asks', async () => {
    const state = await host.open.service.state();
    const content = { key: 'f', name: 'f', state, files: {}, damage: [], others: [], isReadOnly: false };
    const [question, next] = treeRows([content]);
    deepStrictEqual([question?.kind, next?.kind], ['question', 'next']);
    if (question?.kind !== 'question') throw new Error('no question');
    deepStrictEqual(
      question.children.map(({ label, actions }) => [label.parameters.by, actions]),
      [
        ['Bob', ['answerQuestion']],
        ['Ann', ['answerQuestion']],
      ],
    );
    strictEqual(treeItem(question, undefined).command?.command, 'ninefold.answerQuestion');
  });

  it('are answered by the button of a side, once, and the other clone knows after a pull', async () => {
    const [question] = await rows();
    const [bob] = question?.children ?? [];
    await run(bob);
    const state = await host.open.service.state();
    deepStrictEqual([state.questions, state.steps['1'].reason], [undefined, 'thin']);
    await rejects(run(bob), (error) => NinefoldError.is(error, 'question-answered'));
    strictEqual((await host.open.service.state()).revision, state.revision);
    publish(host.path);
    git(other, 'pull', '-q', '--no-edit');
    const there = await (await open(other)).service.state(ID);
    deepStrictEqual([there.questions, there.steps['1'].reason], [undefined, 'thin']);
  });

  it('are answered by a choice, and not on Escape', async () => {
    const [question] = await rows();
    await run(question);
    strictEqual((await rows()).length, 1);
    editor.answers = { pick: (items) => items[1]?.label };
    await run(question);
    const state = await host.open.service.state();
    deepStrictEqual([state.questions, state.steps['1'].status], [undefined, 'completed']);
  });

  it('are not asked again if they were answered while the choice was open', async () => {
    const [question] = await rows();
    editor.answers = {
      pick: async (items) => {
        await host.open.service.execute({ kind: 'approve', phase: '1' }, PERSON, ID);
        return items[0]?.label;
      },
    };
    await rejects(run(question), (error) => NinefoldError.is(error, 'question-answered'));
  });
});
