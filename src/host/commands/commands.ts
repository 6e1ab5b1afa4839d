/** All command handlers (`dist/commands.js`), loaded when the first command runs rather than at startup. */

import type { WorkspaceModel } from '../folders/workspace-model.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import type { LastLaunch } from '../sessions/last-launch.ts';
import type { CommandContext } from './command-context.ts';
import { inItsFolder } from './command-scope.ts';
import { checkCommands } from './check-commands.ts';
import { connectCommands } from './connect-commands.ts';
import { contextCommands } from './context-commands.ts';
import { continueCommands } from './continue-commands.ts';
import { deliverableCommands } from './deliverable-commands.ts';
import { diagnosticsCommands } from './diagnostics-commands.ts';
import { draftCommands } from './draft-commands.ts';
import { folderCommands } from './folder-commands.ts';
import { gateCommands } from './gate-commands.ts';
import { handoffCommands } from './handoff-commands.ts';
import { meterCommands } from './meter-commands.ts';
import { pullRequestCommands } from './pull-request-commands.ts';
import { reviewCommands } from './review-commands.ts';
import { sessionPanelCommands } from './session-panel-commands.ts';
import { sessionCommands } from './session-commands.ts';
import { taskCommands } from './task-commands.ts';
import { windowCommands } from './window-commands.ts';
import { workflowLifecycleCommands } from './workflow-lifecycle-commands.ts';
import { constraintCommands } from './constraint-commands.ts';
import { questionCommands } from './question-commands.ts';
import { workflowCommands } from './workflow-commands.ts';

export { offerReview } from '../rules/review-rules.ts';
export { showSessionPanel } from '../session-view/session-panel.ts';

export interface CommandParts {
  readonly context: CommandContext;
  readonly model: WorkspaceModel;
  readonly last: LastLaunch;
}

/** Creates the handlers, each scoped to the folder of its command. */
export function commandHandlers({ context, model, last }: CommandParts): CommandHandlers {
  const groups = [
    workflowCommands,
    constraintCommands,
    questionCommands,
    workflowLifecycleCommands,
    gateCommands,
    checkCommands,
    reviewCommands,
    deliverableCommands,
    handoffCommands,
    (inFolder: CommandContext) => continueCommands(inFolder, last),
    (inFolder: CommandContext) => draftCommands(inFolder, last),
    pullRequestCommands,
    folderCommands,
    connectCommands,
    contextCommands,
    meterCommands,
    sessionCommands,
    () => sessionPanelCommands({ context, model }),
    taskCommands,
    windowCommands,
    (inFolder: CommandContext) => diagnosticsCommands(inFolder, model),
  ];
  const handlers = groups.map((make) => inItsFolder(context, model, make));
  return Object.assign({}, ...handlers) as CommandHandlers;
}
