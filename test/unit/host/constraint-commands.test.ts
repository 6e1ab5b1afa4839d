/** What a person decides on constraints in the window. */

import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import { constraintRows } from '../../../src/core/view/constraint-rows.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { constraintCommands } from '../../../src/host/commands/constraint-commands.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const AGENT = { kind: 'agent' } as const;

describe('constraints in the window', () => {
  let host: HostWindow;
  const run = async (
    id: 'ninefold.addConstraint' | 'ninefold.acceptConstraint' | 'ninefold.removeConstraint',
    row?: unknown,
  ): Promise<void> => {
    const context = { model: host.model.scope(), reporter: host.reporter } satisfies Partial<CommandContext>;
    await constraintCommands(context as Partial<CommandContext> as CommandContext)[id]?.(row);
  };
  const told = async (): Promise<readonly (readonly [string, boolean])[]> =>
    (await host.open.service.state()).constraints.map(({ text, isOffered }) => [text, isOffered]);

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  it('are added by a person, and not on Escape', async () => {
    await run('ninefold.addConstraint');
    deepStrictEqual(await told(), []);
    editor.answers = { input: () => ' Keep the API ' };
    await run('ninefold.addConstraint');
    deepStrictEqual(await told(), [['Keep the API', false]]);
  });

  it('that agents offer are accepted and removed by their rows, whatever place they have by then', async () => {
    for (const text of ['First', 'Second']) {
      await host.open.service.execute({ kind: 'addConstraint', text }, AGENT);
    }
    const state = await host.open.service.state();
    const [group] = constraintRows(state);
    const [first, second] = group?.children ?? [];
    deepStrictEqual([group?.hasOffer, first?.actions], [true, ['acceptConstraint', 'removeConstraint']]);
    await run('ninefold.removeConstraint', first);
    await run('ninefold.acceptConstraint', second);
    deepStrictEqual(await told(), [['Second', false]]);
    const [left] = constraintRows(await host.open.service.state());
    deepStrictEqual([left?.hasOffer, left?.children[0]?.actions], [false, ['removeConstraint']]);
    await rejects(run('ninefold.acceptConstraint', first), (error) =>
      NinefoldError.is(error, 'constraint-unknown'),
    );
  });

  it('have no row without one', async () => {
    strictEqual(constraintRows(await host.open.service.state()).length, 0);
  });
});
