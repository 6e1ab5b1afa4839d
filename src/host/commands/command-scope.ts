/** Resolves the folder of a command: from its row or file, the active editor, the only folder, or a quick pick. */

import { CancellationError, l10n, Uri } from 'vscode';

import type { RowAction } from '../../core/view/row-actions.ts';
import { standPhrase } from '../../core/view/workflow-rows.ts';
import { COMMANDS } from '../contributions.ts';
import type { CommandContribution, CommandId } from '../contributions.ts';
import type { FolderController } from '../folders/folder-controller.ts';
import type { FolderScope } from '../folders/folder-scope.ts';
import type { WorkspaceModel } from '../folders/workspace-model.ts';
import { translate } from '../messages.ts';
import { showBriefly } from '../notices.ts';
import { pickOne } from '../quick-input.ts';
import type { Choice } from '../quick-input.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { folderOf, nextOf, offers, subjectFor } from '../tree/row-guards.ts';
import type { CommandContext } from './command-context.ts';

/** Wraps handlers so that each runs in the folder of its command. */
export function inItsFolder(
  context: CommandContext,
  model: WorkspaceModel,
  make: (context: CommandContext) => CommandHandlers,
): CommandHandlers {
  const ids = Object.keys(make(context)) as CommandId[];
  const handlers = ids.map((id) => {
    const run = async (...args: readonly unknown[]): Promise<unknown> => {
      const action = TITLE_ACTIONS[id];
      if (isOvertaken(context, args[0])) return undefined;
      if (args[0] !== KEYBOARD) {
        const [subject, ...others] = args;
        return inFolder(id, action === undefined ? args : [subjectFor(subject, action), ...others]);
      }
      const row = await context.phases()?.focusedRow();
      const key = KEYS[id];
      if (key === undefined || offers(row, key.action)) return inFolder(id, [row]);
      showBriefly('info', key.otherwise());
      return undefined;
    };
    return [id, run] as const;
  });
  const inFolder = async (id: CommandId, args: readonly unknown[]): Promise<unknown> => {
    const scope = await scopeOf(model, id, args[0]);
    return make({ ...context, model: scope })[id]?.(...args);
  };
  return Object.fromEntries(handlers);
}

/** Returns whether a click reached a next step that had just taken the place of another; then says what it is now. */
function isOvertaken({ tree }: CommandContext, subject: unknown): boolean {
  const clicked = nextOf(subject);
  const instead = clicked === undefined ? undefined : tree.nextInstead(clicked);
  if (instead === undefined) return false;
  const { label } = instead;
  showBriefly(
    'info',
    label === null
      ? l10n.t('That is no longer the next step.')
      : l10n.t('The next step has just changed. {next}', { next: translate(label) }),
  );
  return true;
}

/** Commands of the view's title and its menu that could also act on a row, with the action that such a row offers. */
const TITLE_ACTIONS: Readonly<Partial<Record<CommandId, RowAction>>> = {
  'ninefold.undoApproval': 'undo',
  'ninefold.pauseWorkflow': 'pause',
  'ninefold.cancelWorkflow': 'cancel',
  'ninefold.deleteWorkflow': 'delete',
  'ninefold.continueSession': 'handoff',
  'ninefold.continueSessionWith': 'handoff',
  'ninefold.openHandoff': 'handoff',
};

/** The argument of keybindings that act on the focused row. */
const KEYBOARD = 'selection';

/** The action that a row needs for a key, and the message if it lacks it. */
const KEYS: Readonly<
  Partial<Record<CommandId, { readonly action: RowAction; readonly otherwise: () => string }>>
> = {
  'ninefold.approvePhase': {
    action: 'approve',
    otherwise: () => l10n.t('No phase to approve on this row'),
  },
  'ninefold.removeDeliverable': {
    action: 'remove',
    otherwise: () => l10n.t('No deliverable to remove on this row'),
  },
};

async function scopeOf(model: WorkspaceModel, id: CommandId, subject: unknown): Promise<FolderScope> {
  const named = folderOf(subject);
  if (named !== undefined) return model.scope(named);
  if (subject instanceof Uri) return model.scope(model.at(subject)?.key);
  const { asks }: CommandContribution = COMMANDS[id];
  if (asks === 'never') return model.scope();
  const candidates = asks === 'workflow' && model.shown.length > 0 ? model.shown : model.all;
  const [first, ...more] = candidates;
  if (first === undefined || more.length === 0) return model.scope(first?.key);
  const chosen = model.ofEditor(candidates) ?? (await pickFolder(candidates));
  return model.scope(chosen.key);
}

interface FolderItem extends Choice {
  readonly folder: FolderController;
}

/** @throws CancellationError if nothing is picked */
async function pickFolder(folders: readonly FolderController[]): Promise<FolderController> {
  const items = folders.map((folder): FolderItem => {
    const { snapshot } = folder;
    const state = snapshot.kind === 'workflow' ? snapshot.state : undefined;
    const description =
      state === undefined ? l10n.t('no active workflow') : `${state.name} · ${translate(standPhrase(state))}`;
    return { folder, label: folder.folder.name, description };
  });
  const placeHolder = l10n.t('Select a folder');
  const chosen = await pickOne(items, { placeHolder, matchOnDescription: true });
  if (chosen === undefined) throw new CancellationError();
  return chosen.folder;
}
