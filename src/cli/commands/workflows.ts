/** Commands on workflows: init, list, switch, status, log, rename, pause, cancel, delete. */

import type { Command } from 'commander';

import { phraseText } from '../../core/meter/meter-words.ts';
import { checkPhrases } from '../../core/view/check-rows.ts';
import { statusView } from '../../core/view/status.ts';
import { EVIDENCE_WORDS } from '../../core/workflow/evidence-words.ts';
import type { WorkflowEvent } from '../../core/workflow/events.ts';
import { PRESET_NAMES } from '../../core/workflow/presets.ts';
import { phaseDefinition, phaseOfStep } from '../../core/workflow/phases.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import { redactValue } from '../../core/redaction/redact-state.ts';
import type { RedactorPort } from '../../core/service/ports.ts';
import { deliverableFacts } from '../../core/service/file-facts.ts';
import { writeSharedExports } from '../../core/service/shared-exports.ts';
import { deleteWorkflow } from '../../core/service/workflow-cleanup.ts';
import type { WorkflowState, WorkflowStatus } from '../../core/workflow/state.ts';
import type { StartIntent } from '../../core/workflow/intents.ts';
import { refreshForSession } from '../../node/readings/context-for-session.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { isOlderLeft, namingOlder } from '../older-workflow.ts';
import { meterEnvironment } from './meter.ts';
import { optionText } from './options.ts';

export function addWorkflowCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('init')
    .description('start a workflow and make it active')
    .argument('<id>')
    .argument('<name>')
    .option('--task <text>', 'what to do (default: the name)')
    .option('--preset <preset>', PRESET_NAMES.join(', '))
    .option('--agents <list>', 'comma-separated roles')
    .option('--branch <branch>', 'branch (default: the current one)')
    .option('--user', "keep the state in the user's folder ~/.claude")
    .action(withContext(start));
  program
    .command('list')
    .description('list the workflows')
    .option('--json', 'print JSON')
    .action(withContext(listWorkflows));
  program
    .command('switch')
    .description('make a workflow active')
    .argument('<id>')
    .action(withContext(switchWorkflow));
  program
    .command('status')
    .description('show the status of a workflow')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(showStatus));
  program
    .command('log')
    .description('show the history of a workflow')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(showLog));
  addStatusCommands(program, withContext);
}

function addStatusCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('rename')
    .description('rename a workflow; keeps its id')
    .argument('<id>')
    .argument('<name>')
    .action(
      withContext(async (context, [id = '', name = '']) => {
        const outcome = await context.service.execute({ kind: 'rename', name }, context.actor, id);
        context.warnOfExports(outcome);
        context.print(`${id} is now called ${(await context.redacted(outcome.state)).name}`);
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
    .description('move a workflow and all its files to the trash')
    .argument('<id>')
    .action(
      withContext(async (context, [id = '']) => {
        const folder = await deleteWorkflow(context.service, id);
        context.print(`moved ${id} to ${context.service.ports.exports.pathForReaders(folder)}`);
      }),
    );
}

const STATUS_COMMANDS = [
  ['pause', 'paused', 'pause a workflow until you resume it'],
  ['cancel', 'cancelled', "cancel a workflow that won't be finished"],
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
  context.print(nextText(outcome.state, context.actor.kind === 'person'));
  const { folder, system, actor } = context;
  const stateDirectory = optionText(options.stateDir);
  const args = ['context', ...(stateDirectory === undefined ? [] : ['--state-dir', stateDirectory])];
  await refreshForSession(folder, actor, meterEnvironment(context), async () => {
    await system.startLater?.(args, folder.folder);
  });
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

/** Returns what to do without a workflow; older state may exist to continue from. */
async function nothingYet(context: CommandContext): Promise<string> {
  return (await isOlderLeft(context))
    ? 'no workflow yet; find older state with `ninefold recover`, or start one with `ninefold init ID NAME`'
    : 'no workflow yet; start one with `ninefold init ID NAME`';
}

async function switchWorkflow(context: CommandContext, [id = '']: readonly string[]): Promise<void> {
  const outcome = await context.service.activate(id);
  context.warnOfExports(outcome);
  const { status } = outcome.state;
  const but = status === 'in_progress' ? '' : ` (${status})`;
  context.print(`${id} is active${but}: ${phaseLabel(outcome.state)}`);
}

/** Names what to do in the current phase, and the command that ends it. */
function nextText({ current }: WorkflowState, isPerson: boolean): string {
  const { suggested } = phaseDefinition(phaseOfStep(current));
  const work = suggested === null ? 'do the work of this phase' : `write ${suggested}`;
  return `next: ${work}, then run \`ninefold ${isPerson ? 'approve' : 'submit'}\``;
}

async function showStatus(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const state = await context.redacted(await namingOlder(context, context.service.state(id)));
  await writeSharedExports(context.service);
  const files = await deliverableFacts(context.service.ports.workspace, state);
  const view = statusView(state, files);
  await context.warnOfRules();
  if (options.json === true) {
    context.printJson(view);
    return;
  }
  context.print(`${view.id}: ${view.name} (${view.status})`);
  context.print(`${phaseLabel(state)}, ${view.progress.count}% done`);
  for (const { num, name, status } of view.phases) {
    context.print(`  ${num} ${name}: ${status.replaceAll('_', ' ')}`);
    for (const { phase, file, exists } of view.deliverables) {
      if (phase === num) context.print(`      ${file}${exists ? '' : ` (${EVIDENCE_WORDS.missing})`}`);
    }
    for (const check of view.checks) {
      if (phaseOfStep(check.step) !== num) continue;
      const [ended = '', ...worth] = checkPhrases(check, 'refuted' in check).map(phraseText);
      context.print(`      ${check.step} ${ended} (${worth.join('; ')})`);
    }
  }
  for (const { text, answer } of view.questions ?? [])
    context.print(`question: ${text}; answer with ${answer}`);
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

/** Redacts events for an agent, whose transcript keeps the output. */
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
  const { kind, author } = event.actor;
  const who = author === undefined ? kind : `${kind} ${author}`;
  return `${String(event.seq).padStart(4)}  ${time}  ${who}  ${event.type}  ${JSON.stringify(shownData(event))}`;
}

/** Shortens the first event of a recovered journal, which contains a whole state. */
function shownData(event: WorkflowEvent): unknown {
  return event.type === 'workflow.recovered'
    ? { source: event.data.source, setAside: event.data.setAside }
    : event.data;
}
