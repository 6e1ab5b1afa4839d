/** Commands of the view's title: VS Code passes the focused row to them, which may be of something else. */

import { deepStrictEqual, ok } from 'node:assert/strict';

import { formatMessage } from '../../../src/core/messages.ts';
import type { Phrase } from '../../../src/core/meter/meter-words.ts';
import { nextRows } from '../../../src/core/view/next-row.ts';
import { phaseRows } from '../../../src/core/view/phase-rows.ts';
import { REVIEW_WORDS } from '../../../src/core/view/review-words.ts';
import { othersRows, summaryOf } from '../../../src/core/view/workflow-rows.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { inItsFolder } from '../../../src/host/commands/command-scope.ts';
import { gateCommands } from '../../../src/host/commands/gate-commands.ts';
import { workflowLifecycleCommands } from '../../../src/host/commands/workflow-lifecycle-commands.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

describe('commands in the title of the view', () => {
  let host: HostWindow;
  const run = async (
    id: 'ninefold.pauseWorkflow' | 'ninefold.undoApproval' | 'ninefold.deleteWorkflow',
    row: unknown,
  ): Promise<void> => {
    const parts = { model: host.model.scope(), reporter: host.reporter } satisfies Partial<CommandContext>;
    const context = parts as Partial<CommandContext> as CommandContext;
    const make = id === 'ninefold.undoApproval' ? gateCommands : workflowLifecycleCommands;
    await inItsFolder(context, host.model, make)[id]?.(row);
  };
  const state = (id?: string) => host.open.service.state(id);

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    for (const id of ['other', 'active']) {
      await host.open.service.start({ kind: 'start', id, name: id, branch: null }, PERSON);
    }
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('pause the active workflow, not the one whose row has the focus', async () => {
    await run('ninefold.pauseWorkflow', othersRows([summaryOf(await state('other'))])[0]?.children[0]);
    deepStrictEqual(
      [(await state('active')).status, (await state('other')).status],
      ['paused', 'in_progress'],
    );
  });

  it('undo the last approval, whichever phase has the focus', async () => {
    await host.open.service.execute({ kind: 'approve', phase: '1' }, PERSON);
    await run('ninefold.undoApproval', phaseRows(await state(), {})[3]);
    deepStrictEqual((await state()).current, '1');
  });

  it('delete the focused workflow, whose row offers it, and ask by its name', async () => {
    const asked = run(
      'ninefold.deleteWorkflow',
      othersRows([summaryOf(await state('other'))])[0]?.children[0],
    );
    const question = await editor.message(/./);
    question.press(question.buttons[0]);
    await asked;
    deepStrictEqual(
      [await host.open.service.ports.journals.listIds(), question.text.includes('other')],
      [['active'], true],
    );
  });

  it('say what comes next instead of acting on a next step that nobody has read yet', async () => {
    const [next] = nextRows({ state: await state(), files: {}, reading: null, changed: null, waiting: null });
    let label: Phrase | null | undefined = next?.label;
    const ran: unknown[] = [];
    const tree = { nextInstead: () => (label === undefined ? undefined : { label }) };
    const click = (): unknown =>
      inItsFolder({ tree } as unknown as CommandContext, host.model, () => ({
        'ninefold.approvePhase': (row) => ran.push(row),
      }))['ninefold.approvePhase']?.(next);
    await click();
    label = null;
    await click();
    deepStrictEqual([ran, editor.statusMessages.length], [[], 2]);
    ok(
      editor.statusMessages[0]?.includes(
        formatMessage(REVIEW_WORDS['next-create'], { file: 'requirements.md' }),
      ),
    );
    label = undefined;
    await click();
    deepStrictEqual([ran, editor.statusMessages.length], [[next], 2]);
  });
});
