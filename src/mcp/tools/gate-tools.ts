/** Tools that submit, approve, reject, skip, and reopen phases. */

import * as z from 'zod';

import { NinefoldError } from '../../core/errors.ts';
import { phraseText } from '../../core/meter/meter-words.ts';
import { waitingNotice } from '../../core/rules/trusted-rules.ts';
import type { Outcome, WorkflowService } from '../../core/service/workflow-service.ts';
import { lackText } from '../../core/workflow/evidence-words.ts';
import type { GateIntent } from '../../core/workflow/intents.ts';
import { parsePhase } from '../../core/workflow/phases.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import { rejectionPhrase } from '../../core/workflow/rejection-words.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { approvalNote } from '../../node/readings/approval-note.ts';
import type { ServerContext } from '../context.ts';
import { ALREADY, toolFailure } from '../mcp-messages.ts';
import { phase, reason, workflow } from '../schemas.ts';
import { ADDS, tool } from '../tool.ts';
import type { RegisterTool, ToolResult } from '../tool.ts';
import { describeState } from './workflow-tools.ts';

export const GATE_TOOLS: readonly RegisterTool[] = [
  tool({
    name: 'submit_phase',
    title: 'Submit Phase',
    description: 'Submit the current phase when it is done, and ask a person to approve it.',
    input: z.object({ phase, workflow }),
    annotations: ADDS,
    run: (context, input) => pass(context, { kind: 'submit', ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'approve_phase',
    title: 'Approve Phase',
    description:
      'Complete the current phase and start the next one if the rules let an agent approve; otherwise ask a person, like submit_phase.',
    input: z.object({ phase, workflow }),
    annotations: ADDS,
    run: (context, input) => pass(context, { kind: 'approve', ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'reject_phase',
    title: 'Reject Phase',
    description: 'Reject the current phase with a reason, so that work on it continues.',
    input: z.object({ reason, phase, workflow }),
    annotations: ADDS,
    run: (context, input) =>
      pass(context, { kind: 'reject', reason: input.reason, ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'skip_phase',
    title: 'Skip Phase',
    description: 'Skip a phase, with a reason. reopen_phase reverts this.',
    input: z.object({ reason, phase, workflow }),
    annotations: ADDS,
    run: (context, input) =>
      pass(context, { kind: 'skip', reason: input.reason, ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'reopen_phase',
    title: 'Reopen Phase',
    description: 'Go back to a phase. Later phases become pending again; the history is kept.',
    input: z.object({ phase, reason: reason.optional(), workflow }),
    annotations: ADDS,
    run: (context, { phase: wanted, reason: why, workflow: id }) =>
      pass(context, { kind: 'reopen', ...named(wanted), ...(why === undefined ? {} : { reason: why }) }, id),
  }),
];

function named(wanted: string | undefined): { readonly phase?: string } {
  return wanted === undefined ? {} : { phase: wanted };
}

async function pass(context: ServerContext, intent: GateIntent, id: string | undefined): Promise<ToolResult> {
  const folder = await context.folder();
  await requireName(folder.service, intent, id);
  const why = intent.kind === 'approve' ? await waitingToApprove(folder.service) : [];
  const outcome = await folder.service.execute(intent, context.actor, id);
  const note = await approvalNote(folder, outcome, context.environment, toolFailure);
  return describeState(context, outcome.state, [leadOf(outcome), ...why, ...note].join(' '));
}

/** Explains why an approval only asked a person although the folder's rules allow anyone. */
async function waitingToApprove({ ports }: WorkflowService): Promise<readonly string[]> {
  const notice = waitingNotice((await ports.workspace.trustedRules()).waiting, ['approvedBy']);
  return notice === null ? [] : [`${toolFailure(notice)}.`];
}

/**
 * Refuses a gate without a phase if it moves to another phase: a repeated call, after a lost answer, would also act on the
 * next phase.
 *
 * @throws NinefoldError phase-unnamed
 */
async function requireName(
  service: WorkflowService,
  { kind, phase: named }: GateIntent,
  id: string | undefined,
): Promise<void> {
  const isNamed = named !== undefined && (kind !== 'approve' || parsePhase(named)?.length === 1);
  if (isNamed || kind === 'submit' || kind === 'reject') return;
  const { approvedBy } = await service.ports.workspace.rules();
  if (kind === 'approve' && approvedBy === 'person') return;
  const { current, status } = await service.state(id);
  // The gate itself reports why it can't act.
  if (status !== 'in_progress' && kind !== 'reopen') return;
  throw new NinefoldError('phase-unnamed', { action: kind, current });
}

function rejectedAnswer({ steps }: WorkflowState, phase: StepId): string {
  return phraseText(rejectionPhrase('rejected-answer', { phase, count: steps[phase].attempts }));
}

/** Describes what happened, with the evidence that an approved phase lacks. */
function leadOf({ events, state, exportFailure }: Outcome): string {
  const already = events.length === 0 ? [ALREADY] : [];
  const sentences = events.flatMap((event): readonly string[] => {
    switch (event.type) {
      case 'phase.submitted':
        return [`Phase ${event.data.step} is waiting for a person's approval.`];
      case 'phase.approved': {
        const missing = event.data.unverified.map((what) => lackText(what, 'mcp'));
        const lack = missing.length === 0 ? '' : ` Unverified: ${missing.join('; ')}.`;
        return [`Phase ${event.data.step} is approved.${lack}`];
      }
      case 'phase.rejected':
        return [rejectedAnswer(state, event.data.step)];
      default:
        return [];
    }
  });
  return [...already, ...sentences, ...(exportFailure === null ? [] : [toolFailure(exportFailure)])].join(
    ' ',
  );
}
