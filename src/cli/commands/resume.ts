/** `resume`: makes a workflow active, reports drift and the session that works on it, prints the resume prompt. */

import type { Command } from 'commander';

import type { DriftReport } from '../../core/handoff/drift.ts';
import { driftLines, driftText, timeOfHandoff } from '../../core/handoff/drift-words.ts';
import { resumeWorkflow } from '../../core/service/resume-service.ts';
import type { OtherSession, ResumeOutcome } from '../../core/service/resume-service.ts';
import { continuePrompt, resumePrompt } from '../../core/handoff/resume-prompt.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import type { OlderWorkflow } from '../../node/recovery/older-workflow.ts';
import { sessionLiveness } from '../../node/meter/session-liveness.ts';
import { agentOf } from '../../node/machine/actor.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { namingOlder, olderWorkflow } from '../older-workflow.ts';
import { sessionHandoff } from './handoff.ts';
import { meterEnvironment } from './meter.ts';

const UNCOMMITTED_SHOWN = 15;

export function addResumeCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('resume')
    .description('make a workflow active, report drift, and print the resume prompt')
    .argument('[id]')
    .option('--take-over', 'take over the workflow from another session that works on it')
    .option('--json', 'print JSON')
    .action(withContext(resumeAny));
}

async function resumeAny(context: CommandContext, args: readonly string[], options: Options): Promise<void> {
  const ofSession = await sessionHandoff(context, args[0]);
  if (ofSession === undefined) {
    await resume(context, args, options);
    return;
  }
  const { id, shownPath: handoff } = ofSession;
  const prompt = continuePrompt(handoff);
  if (options.json === true) context.printJson({ id, handoff, prompt });
  else context.print(prompt);
}

async function resume(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const { service, actor, system, folder } = context;
  const isTakingOver = options.takeOver === true;
  const older = await olderWorkflow(context, id, isTakingOver);
  if (older !== undefined && !isTakingOver) {
    showOlder(context, older, options.json === true);
    return;
  }
  if (older !== undefined) {
    const { applyCandidate } = await import('../../node/recovery/apply-candidate.ts');
    const { outcome } = await applyCandidate(service, folder.layout, older.candidate, actor);
    context.warnOfExports(outcome);
    if (options.json !== true) context.print(`taken over from ${older.candidate.place}`);
  }
  const now = Date.parse(service.ports.clock.now());
  const resumed = resumeWorkflow(service, actor, {
    id,
    isTakingOver,
    liveness: await sessionLiveness(meterEnvironment(context), folder.folder, now),
    agent: agentOf(system.environment),
  });
  const outcome = await namingOlder(context, resumed);
  const { state, handoff, prompt, drift, otherSession, tookOverFrom } = outcome;
  if (options.json === true) {
    context.printJson({
      id: state.id,
      phase: state.current,
      handoff,
      prompt,
      drift,
      holder: otherSession,
      tookOverFrom,
    });
  } else {
    for (const line of reportLines(outcome)) context.print(line);
    context.print(prompt);
    warnIfOutdated(context, outcome);
  }
  await warnOfOthers(context, outcome);
}

/** Prints the prompt for a workflow that isn't taken over; changes nothing. */
function showOlder(
  context: CommandContext,
  { candidate, handoff, stateFile }: OlderWorkflow,
  isJson: boolean,
): void {
  const { state, place } = candidate;
  const path = handoff?.place ?? null;
  const prompt = resumePrompt(state, path, stateFile);
  if (!isJson) {
    context.print(`${state.id}, from ${place}: ${phaseLabel(state)}`);
    context.print(prompt);
    return;
  }
  const { id, current: phase } = state;
  context.printJson({ id, phase, handoff: path, prompt, drift: null, holder: null, tookOverFrom: null });
}

/** Warns of a cancelled workflow, of unreadable rules, and of another session at work. */
async function warnOfOthers(context: CommandContext, { state, otherSession }: ResumeOutcome): Promise<void> {
  if (state.status === 'cancelled') {
    context.warn(
      `workflow '${state.id}' is cancelled; to continue it, run \`ninefold set ${state.id} status in_progress\``,
    );
  }
  await context.warnOfRules();
  if (otherSession !== null) context.warn(otherSessionText(state.id, otherSession));
}

/** Offers a new handoff if more was recorded since the latest one. */
function warnIfOutdated(context: CommandContext, { state, drift }: ResumeOutcome): void {
  if (drift?.records.drift !== 'changed since') return;
  context.warn(`the handoff is out of date; write a new one with \`ninefold handoff create ${state.id}\``);
}

function reportLines({ state, drift, tookOverFrom }: ResumeOutcome): readonly string[] {
  const taken = tookOverFrom === null ? [] : [`taken over from session ${tookOverFrom}`];
  if (drift === null)
    return [...taken, `${state.id} has no handoff yet, so there is nothing to compare with`];
  return [...taken, ...redactDrift(drift)];
}

function redactDrift(drift: DriftReport): readonly string[] {
  const since = `the handoff of ${timeOfHandoff(drift)}`;
  const { uncommitted, worktree } = drift;
  const rest = uncommitted.length - UNCOMMITTED_SHOWN;
  const files = uncommitted.slice(0, UNCOMMITTED_SHOWN).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return [
    ...(drift.isUnchanged ? [`unchanged since ${since}`] : [`since ${since}:`]),
    ...(drift.isUnchanged ? [] : driftLines(drift).map((line) => `  ${driftText(line)}`)),
    ...(uncommitted.length === 0 ? [] : [`  uncommitted: ${files}`]),
    ...(worktree === null ? [] : [`  in the worktree ${worktree}`]),
  ];
}

function otherSessionText(id: string, otherSession: OtherSession): string {
  const since = `${otherSession.since.slice(0, 16).replace('T', ' ')}Z`;
  const life = otherSession.isLive === true ? 'is working' : 'may still be working';
  return (
    `session ${otherSession.id} (${otherSession.agent}) ${life} on '${id}' since ${since}; ` +
    `end it first, or take over the workflow with \`ninefold resume ${id} --take-over\``
  );
}
