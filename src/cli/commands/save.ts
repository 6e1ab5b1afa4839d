/** `save`: writes exports and handoff; with `--emergency` whatever can still be saved. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { failureCause } from '../../core/failures/failures.ts';
import { saveAndHandOver } from '../../core/service/handoff-service.ts';
import { describe } from '../context.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker } from '../action.ts';
import { formatRedactions, handOverSession, handoffActivity } from './handoff.ts';
import { readingLine } from '../reading-output.ts';
import { currentReading } from './meter.ts';

export function addSaveCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('save')
    .description('write the exports and the handoff of the active workflow')
    .option(
      '--emergency',
      'save whatever can be saved, even if the state is damaged or missing, or the folder is read-only',
    )
    .action(
      withContext((context, _, options) =>
        options.emergency === true ? saveWhatIsLeft(context) : save(context),
      ),
    );
}

async function save(context: CommandContext): Promise<void> {
  if ((await context.service.activeId()) === null) {
    await saveSession(context);
    return;
  }
  const state = await context.service.state();
  const reading = await knownReading(context);
  const activity = await handoffActivity(context, reading);
  const outcome = await saveAndHandOver(context.service, context.actor, { id: state.id, activity });
  const { shownPath, redacted, prompt } = outcome;
  context.warnOfExports(outcome);
  context.print(`saved ${state.id}: ${shownPath}${formatRedactions(redacted)}`);
  context.print(prompt);
}

/** Without a workflow, the session's handoff is all there is to save. */
async function saveSession(context: CommandContext): Promise<void> {
  const reading = await knownReading(context);
  const activity = await handoffActivity(context, reading);
  const { shownPath, redacted, prompt } = await handOverSession(context, reading, activity);
  context.print(`saved the session: ${shownPath}${formatRedactions(redacted)}`);
  context.print(prompt);
}

async function saveWhatIsLeft(context: CommandContext): Promise<void> {
  const { service, folder, system, actor } = context;
  const reading = await knownReading(context);
  const { emergencySave } = await import('../../node/recovery/emergency.ts');
  const saved = await emergencySave({
    service,
    layout: folder.layout,
    home: system.home,
    actor,
    reading,
    readingLine: reading === null ? '' : readingLine(reading),
  });
  const { id, document, exports, damage, salvagedFrom, redactions, closed, unsaved, failures } = saved;
  // Its own remedy says that nothing was changed, which isn't true here.
  if (damage !== null)
    context.warn(
      `${failureCause(damage)}; restore it with \`ninefold recover${id === null ? '' : ` ${id}`}\``,
    );
  for (const failure of failures) context.warn(describe(failure));
  if (unsaved !== null) {
    // Stdout is the last resort: a person can copy it from there.
    context.system.writeOut(unsaved);
    throw new NinefoldError('save-impossible', { reason: closed === null ? '' : failureCause(closed) });
  }
  if (closed !== null) {
    context.warn(`${failureCause(closed)}; saved to the user's own state instead`);
  }
  const where = document ?? exports.join(', ');
  if (id === null) context.print(`saved the state of the folder without a workflow: ${where}`);
  else {
    const lacks =
      redactions === 0 ? '' : ` (without ${redactions} redacted ${redactions === 1 ? 'secret' : 'secrets'})`;
    context.print(`saved ${id}${salvagedFrom === null ? '' : ` from ${salvagedFrom}${lacks}`}: ${where}`);
  }
}

/** Returns the reading; null if it can't be read, because the save is more important. */
async function knownReading(context: CommandContext) {
  try {
    return await currentReading(context, {});
  } catch (error) {
    if (NinefoldError.is(error)) return null;
    throw error;
  }
}
