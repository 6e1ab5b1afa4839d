/** `resume`: makes a workflow active, reports drift and the session that works on it, prints the resume prompt. */

import type { Command } from 'commander';

import type { DriftReport } from '../../core/handoff/drift.ts';
import { driftLines, driftText, timeOfHandoff } from '../../core/handoff/drift-words.ts';
import { resumeWorkflow } from '../../core/service/resume-service.ts';
import type { OtherSession, ResumeOutcome } from '../../core/service/resume-service.ts';
import { sessionLiveness } from '../../node/meter/session-liveness.ts';
import { agentOf } from '../../node/machine/actor.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { meterEnvironment } from './meter.ts';

const UNCOMMITTED_SHOWN = 15;

export function addResumeCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('resume')
    .description('make a workflow active, report drift, and print the resume prompt')
    .argument('[id]')
    .option('--take-over', 'take the workflow over from the session that works on it')
    .option('--json', 'print JSON')
    .action(withContext(resume));
}

async function resume(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const { service, actor, system, folder } = context;
  const now = Date.parse(service.ports.clock.now());
  const outcome = await resumeWorkflow(service, actor, {
    id,
    isTakingOver: options.takeOver === true,
    liveness: await sessionLiveness(meterEnvironment(context), folder.folder, now),
    agent: agentOf(system.environment),
  });
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
  }
  if (otherSession !== null) context.warn(otherSessionText(state.id, otherSession));
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
