/** Commands on workflows as such: init, list, switch, status, log. */

import type { Command } from 'commander';

import { statusView } from '../../core/view/status.ts';
import type { WorkflowEvent } from '../../core/workflow/events.ts';
import { PRESET_NAMES } from '../../core/workflow/presets.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import { redactValue } from '../../core/redaction/redact-state.ts';
import type { RedactorPort } from '../../core/service/ports.ts';
import { deliverableFacts } from '../../core/service/file-facts.ts';
import { deleteWorkflow } from '../../core/service/workflow-cleanup.ts';
import type { WorkflowStatus } from '../../core/workflow/state.ts';
import type { StartIntent } from '../../core/workflow/intents.ts';
import { findCandidates } from '../../node/recovery/find-candidates.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { optionText } from './options.ts';

export function addWorkflowCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('init')
    .description('start a workflow and make it active')
    .argument('<id>')
    .argument('<name>')
    .option('--task <text>', 'what is to be done (default: the name)')
    .option('--preset <preset>', PRESET_NAMES.join(', '))
    .option('--agents <list>', 'roles, parted by commas')
    .option('--branch <branch>', 'branch (default: the current one)')
    .option('--user', "keep the state in the user's own folder, ~/.claude")
    .action(withContext(start));
  program
    .command('list')
    .description('show the workflows')
    .option('--json', 'as JSON')
    .action(withContext(listWorkflows));
  program
    .command('switch')
    .description('make a workflow the active one')
    .argument('<id>')
    .action(withContext(switchWorkflow));
  program
    .command('status')
    .description('show where a workflow stands')
    .argument('[id]')
    .option('--json', 'as JSON')
    .action(withContext(showStatus));
  program
    .command('log')
    .description('show what happened to a workflow')
    .argument('[id]')
    .option('--json', 'as JSON')
    .action(withContext(showLog));
  addStatusCommands(program, withContext);
}

function addStatusCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('rename')
    .description('give a workflow another name; its id stays')
    .argument('<id>')
    .argument('<name>')
    .action(
      withContext(async (context, [id = '', name = '']) => {
        const outcome = await context.service.execute({ kind: 'rename', name }, context.actor, id);
        context.warnOfExports(outcome);
        context.print(`${id} is called ${(await context.redacted(outcome.state)).name}`);
      }),
    );
  for (const [name, status, description] of STATUS_COMMANDS) {
    program
      .command(name)
      .description(description)
      .argument('[id]')
      .option('--reason <text>', 'why')
      .action(withContext((context, [id], options) => setStatus(context, id, status, options)));
  }
  program
    .command('delete')
    .description('move a workflow with all that is its own to the trash')
    .argument('<id>')
    .action(
      withContext(async (context, [id = '']) => {
        const folder = await deleteWorkflow(context.service, id);
        context.print(`${id} is in ${context.service.ports.exports.pathForReaders(folder)}`);
      }),
    );
}

const STATUS_COMMANDS = [
  ['pause', 'paused', 'lay a workflow aside; `resume` takes it up again'],
  ['cancel', 'cancelled', 'end a workflow that will not be finished'],
] as const;

async function setStatus(
  context: CommandContext,
  id: string | undefined,
  status: WorkflowStatus,
  options: Options,
): Promise<void> {
  const reason = optionText(options.reason);
  const intent = { kind: 'setStatus', status, ...(reason === undefined ? {} : { reason }) } as const;
  const outcome = await context.service.execute(intent, context.actor, id);
  context.warnOfExports(outcome);
  context.print(`${outcome.state.id} is ${status}`);
}

async function start(
  context: CommandContext,
  [id = '', name = '']: readonly string[],
  options: Options,
): Promise<void> {
  const { task, preset, branch, agents } = {
    task: optionText(options.task),
    preset: optionText(options.preset),
    branch: optionText(options.branch),
    agents: optionText(options.agents),
  };
  const intent: StartIntent = {
    kind: 'start',
    id,
    name,
    ...(task === undefined ? {} : { task }),
    ...(preset === undefined ? {} : { preset }),
    ...(branch === undefined ? {} : { branch }),
    ...(agents === undefined ? {} : { agents: agents.split(',').filter((role) => role.trim() !== '') }),
  };
  const outcome = await context.service.start(intent, context.actor);
  context.warnOfExports(outcome);
  context.print(`started ${outcome.state.id}: ${phaseLabel(outcome.state)}`);
}

async function listWorkflows(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  const [{ overviews: found, failures }, active] = await Promise.all([
    context.service.ports.journals.readOverviews(),
    context.service.activeId(),
  ]);
  const overviews = await context.redactedRows(found, ['name']);
  if (options.json === true) {
    context.printJson(
      overviews.map(({ id, name, status, current, progress, updatedAt }) => ({
        id,
        name,
        status,
        phase: current,
        progress,
        active: id === active,
        updatedAt,
      })),
    );
  } else {
    for (const overview of overviews) {
      const mark = overview.id === active ? '*' : ' ';
      context.print(`${mark} ${overview.id}  ${overview.status}  ${phaseLabel(overview)}  ${overview.name}`);
    }
    if (overviews.length === 0 && failures.length === 0) {
      context.print(await nothingYet(context));
    }
  }
  context.report(failures.map(({ error }) => error));
}

/** What to do where there is no workflow: older state may be there to go on from. */
async function nothingYet({ service, folder, system }: CommandContext): Promise<string> {
  const left = await findCandidates({ service, layout: folder.layout, home: system.home });
  return left.length === 0
    ? 'no workflow here yet; `ninefold init ID NAME` starts one'
    : 'no workflow here yet; `ninefold recover` shows what older state can be gone on from, `ninefold init ID NAME` starts one';
}

async function switchWorkflow(context: CommandContext, [id = '']: readonly string[]): Promise<void> {
  const outcome = await context.service.activate(id);
  context.warnOfExports(outcome);
  context.print(`${id} is active: ${phaseLabel(outcome.state)}`);
}

async function showStatus(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const state = await context.redacted(await context.service.state(id));
  const files = await deliverableFacts(context.service.ports.workspace, state);
  const view = statusView(state, files);
  if (options.json === true) {
    context.printJson(view);
    return;
  }
  context.print(`${view.id}: ${view.name} (${view.status})`);
  context.print(
    `${phaseLabel(state)}, ${view.progress.count}% by phases, ${view.progress.effort}% by effort`,
  );
  for (const { num, name, status } of view.phases) {
    context.print(`  ${num} ${name}: ${status.replaceAll('_', ' ')}`);
    for (const { phase, file, exists } of view.deliverables) {
      if (phase === num) context.print(`      ${file}${exists ? '' : ' (missing)'}`);
    }
  }
  const open = view.nextSteps.filter(({ status }) => status !== 'done');
  if (open.length > 0) context.print(`next: ${open.map(({ text }) => text).join('; ')}`);
}

async function showLog(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const { journals, redactor } = context.service.ports;
  const read = await journals.readEvents(id ?? (await context.service.state()).id);
  const events = context.actor.kind === 'person' ? read : await shownEvents(redactor, read);
  if (options.json === true) context.printJson(events);
  else for (const event of events) context.print(logLine(event));
}

/** As an agent may see them, whose output stands in its transcript. */
function shownEvents(
  redactor: RedactorPort,
  events: readonly WorkflowEvent[],
): Promise<readonly WorkflowEvent[]> {
  return Promise.all(
    events.map(
      async (event) => ({ ...event, data: await redactValue(redactor, event.data) }) as WorkflowEvent,
    ),
  );
}

function logLine(event: WorkflowEvent): string {
  const time = event.at.slice(0, 19).replace('T', ' ');
  return `${String(event.seq).padStart(4)}  ${time}  ${event.actor.kind}  ${event.type}  ${JSON.stringify(shownData(event))}`;
}

/** A recovered journal begins with a whole state: too much for a line. */
function shownData(event: WorkflowEvent): unknown {
  return event.type === 'workflow.recovered'
    ? { source: event.data.source, setAside: event.data.setAside }
    : event.data;
}
