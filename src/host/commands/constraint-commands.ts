import { l10n } from 'vscode';

import { LONGEST } from '../../core/workflow/limits.ts';
import { checkLine } from '../../core/workflow/names.ts';
import type { CommandHandlers } from '../registration/register-command.ts';
import { constraintOf } from '../tree/row-guards.ts';
import { addLine } from './add-line.ts';
import { PERSON, settle } from './command-context.ts';
import type { CommandContext } from './command-context.ts';

/** Creates the commands for constraints. */
export function constraintCommands(context: CommandContext): CommandHandlers {
  return {
    'ninefold.addConstraint': () => addConstraint(context),
    'ninefold.acceptConstraint': (row) => decideOn(context, 'acceptConstraint', constraintOf(row)),
    'ninefold.removeConstraint': (row) => decideOn(context, 'removeConstraint', constraintOf(row)),
  };
}

function addConstraint(context: CommandContext): Promise<void> {
  const question = {
    title: l10n.t('Add Constraint'),
    prompt: l10n.t('What must every session follow? Each session gets it first, word for word.'),
    placeHolder: l10n.t("Don't change the public API"),
    check: (line: string) => checkLine(l10n.t('the constraint'), line, LONGEST.constraint),
  };
  return addLine(context, 'addConstraint', question, l10n.t('Constraint added'));
}

/** @param constraint its id: the numbers may have changed since the row was drawn */
async function decideOn(
  context: CommandContext,
  kind: 'acceptConstraint' | 'removeConstraint',
  constraint: string | undefined,
): Promise<void> {
  if (constraint === undefined) return;
  const { service } = await context.model.writable();
  const { id, constraints } = await service.state();
  const number = constraints.findIndex((one) => one.id === constraint) + 1;
  await settle(context, await service.execute({ kind, number }, PERSON, id));
}
