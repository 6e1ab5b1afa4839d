/** In a folder that isn't trusted, each command that would write or run something refuses before it asks anything. */

import { fail, rejects } from 'node:assert/strict';

import { NinefoldError } from '../../../src/core/errors.ts';
import type { CommandContext } from '../../../src/host/commands/command-context.ts';
import { connectCommands } from '../../../src/host/commands/connect-commands.ts';
import { constraintCommands } from '../../../src/host/commands/constraint-commands.ts';
import { contextCommands } from '../../../src/host/commands/context-commands.ts';
import { deliverableCommands } from '../../../src/host/commands/deliverable-commands.ts';
import { folderCommands } from '../../../src/host/commands/folder-commands.ts';
import { gateCommands } from '../../../src/host/commands/gate-commands.ts';
import { handoffCommands } from '../../../src/host/commands/handoff-commands.ts';
import { meterCommands } from '../../../src/host/commands/meter-commands.ts';
import { taskCommands } from '../../../src/host/commands/task-commands.ts';
import { windowCommands } from '../../../src/host/commands/window-commands.ts';
import { workflowCommands } from '../../../src/host/commands/workflow-commands.ts';
import { workflowLifecycleCommands } from '../../../src/host/commands/workflow-lifecycle-commands.ts';
import type { CommandId } from '../../../src/host/contributions.ts';
import type { CommandHandlers } from '../../../src/host/registration/register-command.ts';
import { editor } from '../support/fake-vscode.ts';
import { removeFolders } from '../support/folders.ts';
import { PERSON, openHost } from '../support/host.ts';
import type { HostWindow } from '../support/host.ts';

const FACTORIES = [
  connectCommands,
  constraintCommands,
  contextCommands,
  deliverableCommands,
  folderCommands,
  gateCommands,
  handoffCommands,
  meterCommands,
  taskCommands,
  windowCommands,
  workflowCommands,
  workflowLifecycleCommands,
];

/** Those of the palette are tried in a real window as well. */
const WRITING = [
  'ninefold.startWorkflow',
  'ninefold.switchWorkflow',
  'ninefold.renameWorkflow',
  'ninefold.pauseWorkflow',
  'ninefold.cancelWorkflow',
  'ninefold.deleteWorkflow',
  'ninefold.setTask',
  'ninefold.setBranch',
  'ninefold.approvePhase',
  'ninefold.undoApproval',
  'ninefold.submitPhase',
  'ninefold.rejectPhase',
  'ninefold.skipPhase',
  'ninefold.reopenPhase',
  'ninefold.setPhase',
  'ninefold.createDeliverable',
  'ninefold.addDeliverable',
  'ninefold.removeDeliverable',
  'ninefold.recordDecision',
  'ninefold.addNextStep',
  'ninefold.addConstraint',
  'ninefold.createHandoff',
  'ninefold.recoverWorkflow',
  'ninefold.exportToon',
  'ninefold.exportJson',
  'ninefold.cleanHandoffs',
  'ninefold.refreshContext',
  'ninefold.shareState',
  'ninefold.makeStatePrivate',
  'ninefold.connectAgent',
  'ninefold.disconnectAgent',
  'ninefold.removeNinefold',
  'ninefold.createAgentTask',
  'ninefold.runAgentTask',
  'ninefold.cancelAgentTask',
  'ninefold.acceptAgentTask',
  'ninefold.discardAgentTask',
  'ninefold.setTokenUsage',
  'ninefold.clearTokenUsage',
] as const satisfies readonly CommandId[];

describe('in a folder that is not trusted', () => {
  let host: HostWindow;
  let handlers: CommandHandlers;

  beforeEach(async () => {
    editor.reset();
    host = await openHost();
    await host.open.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, PERSON);
    editor.isTrusted = false;
    const parts = { model: host.model.scope(), reporter: host.reporter } satisfies Partial<CommandContext>;
    const context = parts as Partial<CommandContext> as CommandContext;
    handlers = Object.assign({}, ...FACTORIES.map((make) => make(context))) as CommandHandlers;
  });
  afterEach(() => {
    host.disposables.dispose();
    removeFolders();
  });

  for (const id of WRITING) {
    it(`${id} refuses before it asks anything`, async () => {
      const unasked = (): never => fail('It asks.');
      editor.answers = { input: unasked, pick: unasked };
      await rejects(
        () => Promise.resolve(handlers[id]?.(undefined)),
        (error) => NinefoldError.is(error, 'untrusted'),
      );
    });
  }
});
