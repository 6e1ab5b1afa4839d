/** Constraints, which every session is told, and attempts that failed. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { wholeNumber } from '../../core/whole-number.ts';
import type { ActionMaker, Options } from '../action.ts';
import type { CommandContext } from '../context.ts';
import { optionText } from './options.ts';
import { carryOut, withWorkflow } from './change-part.ts';

export function addConstraintCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('constraint').description('manage the rules that every session gets');
  withWorkflow(group.command('add').argument('<text>'))
    .description('add a constraint; one from an agent waits until a person accepts it')
    .action(
      withContext((context, [text = ''], options) =>
        carryOut(context, { kind: 'addConstraint', text }, optionText(options.workflow)),
      ),
    );
  for (const [name, kind, description] of [
    ['accept', 'acceptConstraint', 'accept a constraint that an agent offered'],
    ['remove', 'removeConstraint', 'remove a constraint'],
  ] as const) {
    withWorkflow(group.command(name).argument('<number>'))
      .description(description)
      .action(
        withContext((context, [given = ''], options) => {
          const number = wholeNumber(given);
          if (Number.isNaN(number)) throw new NinefoldError('constraint-unknown', { number: given });
          return carryOut(context, { kind, number }, optionText(options.workflow));
        }),
      );
  }
  withWorkflow(group.command('list'))
    .description('list the constraints with their numbers')
    .option('--json', 'print JSON')
    .action(withContext(listConstraints));
}

async function listConstraints(
  context: CommandContext,
  _: readonly string[],
  options: Options,
): Promise<void> {
  const state = await context.redacted(await context.service.state(optionText(options.workflow)));
  const rows = state.constraints.map(({ text, isOffered: offered }, index) => ({
    number: index + 1,
    text,
    offered,
  }));
  const lines = rows.map(({ number, text, offered }) => `${number}  ${text}${offered ? ' (offered)' : ''}`);
  const none = 'no constraint yet; add one with `ninefold constraint add TEXT`';
  context.printRows(options.json === true, rows, lines, none);
}

export function addAttemptCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('tried').description("manage what didn't work");
  withWorkflow(group.command('add').argument('<text>'))
    .description("record something that didn't work, so that no session tries it again")
    .option('--because <reason>', "why it didn't work")
    .action(
      withContext((context, [text = ''], options) => {
        const because = optionText(options.because);
        const intent = {
          kind: 'recordAttempt',
          text,
          ...(because === undefined ? {} : { because }),
        } as const;
        return carryOut(context, intent, optionText(options.workflow));
      }),
    );
  withWorkflow(group.command('list'))
    .description("list what didn't work")
    .option('--json', 'print JSON')
    .action(
      withContext(async (context, _, options) => {
        const state = await context.redacted(await context.service.state(optionText(options.workflow)));
        const rows = state.attempts.map(({ text, because, at }) => ({ text, because, at }));
        const lines = rows.map(({ text, because }) => (because === null ? text : `${text}: ${because}`));
        const none = 'no attempt yet; add one with `ninefold tried add TEXT`';
        context.printRows(options.json === true, rows, lines, none);
      }),
    );
}
