/** Handoffs: handoff create, show, list, clean. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { redactText } from '../../core/redaction/redact-state.ts';
import { createHandoff } from '../../core/service/handoff-service.ts';
import { trashExpired, listExpired } from '../../core/service/workflow-cleanup.ts';
import type { OlderWorkflow } from '../../node/recovery/older-workflow.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { olderWorkflow } from '../older-workflow.ts';
import { currentReading } from './meter.ts';

export function addHandoffCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('handoff').description('create, show, list, and clean up handoffs');
  group
    .command('create')
    .description('write the handoff; archives the previous one')
    .argument('[id]')
    .action(
      withContext(async (context, [id]) => {
        const reading = await currentReading(context, {});
        const outcome = await createHandoff(context.service, context.actor, {
          ...(id === undefined ? {} : { id }),
          reading,
        });
        context.warnOfExports(outcome);
        context.print(`${outcome.shownPath}${formatRedactions(outcome.redacted)}`);
        context.print(outcome.prompt);
      }),
    );
  group
    .command('show')
    .description('print the newest handoff')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(showHandoff));
  group
    .command('list')
    .description('list the handoffs, newest first')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(listHandoffs));
  group
    .command('clean')
    .description('list what is past its retention period (rule retention); --apply moves it to the trash')
    .argument('[id]')
    .option('--apply', 'move it to the trash')
    .option('--json', 'print JSON')
    .action(withContext(clean));
}

/** Returns `, redacted: 1 github` if secrets were redacted. */
export function formatRedactions(redacted: Readonly<Record<string, number>>): string {
  const kinds = Object.entries(redacted).map(([kind, count]) => `${count} ${kind}`);
  return kinds.length === 0 ? '' : `, redacted: ${kinds.join(', ')}`;
}

async function showHandoff(
  context: CommandContext,
  [given]: readonly string[],
  options: Options,
): Promise<void> {
  const older = await olderWorkflow(context, given);
  if (given !== undefined && older !== undefined) {
    await showOlder(context, given, older, options.json === true);
    return;
  }
  const { id } = await context.service.state(given);
  const { exports } = context.service.ports;
  const text = await exports.readHandoff(id);
  if (text === undefined) throw new NinefoldError('handoff-none', { id });
  const path = exports.pathForReaders(`state/handoffs/handoff-${id}.md`);
  if (options.json === true) context.printJson({ id, path, text });
  else context.printText(text);
}

async function showOlder(
  context: CommandContext,
  id: string,
  { handoff }: OlderWorkflow,
  isJson: boolean,
): Promise<void> {
  if (handoff === null) throw new NinefoldError('handoff-none-older', { id });
  const { place: path } = handoff;
  const isPerson = context.actor.kind === 'person';
  const text = isPerson ? handoff.text : await redactText(context.service.ports.redactor, handoff.text);
  if (isJson) context.printJson({ id, path, text });
  else context.printText(text);
}

async function listHandoffs(
  context: CommandContext,
  [id]: readonly string[],
  options: Options,
): Promise<void> {
  const wanted = id === undefined ? undefined : (await context.service.state(id)).id;
  const files = await context.service.ports.exports.listHandoffs(wanted);
  const rows = files.map((file) => ({
    id: file.id,
    path: context.service.ports.exports.pathForReaders(file.path),
    current: file.isCurrent,
    at: file.at,
  }));
  const lines = rows.map(
    ({ current, at, id: one, path }) => `${current ? '*' : ' '} ${at.slice(0, 19)}Z  ${one}  ${path}`,
  );
  context.printRows(
    options.json === true,
    rows,
    lines,
    'no handoff yet; create one with `ninefold handoff create`',
  );
}

async function clean(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  await context.warnOfWaiting('retention');
  if (id !== undefined) await context.service.state(id);
  const items = await listExpired(context.service, id);
  const lines = items.map(({ kind, id: one, path, days, reason }) =>
    kind === 'workflow' ? `workflow ${one}: ${reason} ${days} days ago` : `${path ?? ''}: ${days} days old`,
  );
  context.printRows(options.json === true, items, lines, 'nothing is past its retention period');
  if (options.apply !== true && items.length > 0 && options.json !== true) {
    context.print('nothing was changed; `ninefold handoff clean --apply` moves them to the trash');
  }
  if (options.apply !== true || items.length === 0) return;
  const moved = await trashExpired(context.service, items);
  if (options.json !== true) context.print(`moved ${moved.length} to the trash`);
}
