/** Tools that close, send back, leave out and reopen phases. */

import * as z from 'zod';

import { NinefoldError } from '../../core/errors.ts';
import { waitingNotice } from '../../core/rules/trusted-rules.ts';
import type { Outcome, WorkflowService } from '../../core/service/workflow-service.ts';
import type { GateIntent } from '../../core/workflow/intents.ts';
import { parsePhase } from '../../core/workflow/phases.ts';
import type { MissingEvidence } from '../../core/workflow/state.ts';
import { approvalNote } from '../../node/readings/approval-note.ts';
import type { ServerContext } from '../context.ts';
import { ALREADY, toolFailure } from '../mcp-messages.ts';
import { phase, reason, workflow } from '../schemas.ts';
import { ADDS, tool } from '../tool.ts';
import type { RegisterTool, ToolResult } from '../tool.ts';
import { describeState } from './workflow-tools.ts';

const MISSING_WORDS: Readonly<Record<MissingEvidence, string>> = {
  'deliverable-missing': 'it has no deliverable (add_deliverable)',
  'deliverable-absent': 'none of its deliverables exists',
  'deliverable-untouched': 'its deliverable is still the untouched template',
  'check-missing': 'no check was recorded (record_evidence)',
  'check-not-failing': 'its newest check passes, and RED wants one that fails',
  'check-not-passing': 'its newest check fails',
  recovered: 'it was recovered without its evidence',
  'by-hand': 'it was set by hand',
};

export const GATE_TOOLS: readonly RegisterTool[] = [
  tool({
    name: 'submit_phase',
    title: 'Submit Phase',
    description: 'Says that the current phase is done and asks a person to approve it.',
    input: z.object({ phase, workflow }),
    annotations: ADDS,
    run: (context, input) => pass(context, { kind: 'submit', ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'approve_phase',
    title: 'Approve Phase',
    description:
      'Completes the current phase and starts the next, where the rules let an agent approve; else it asks a person, as submit_phase does.',
    input: z.object({ phase, workflow }),
    annotations: ADDS,
    run: (context, input) => pass(context, { kind: 'approve', ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'reject_phase',
    title: 'Reject Phase',
    description: 'Sends the current phase back to work, with a reason.',
    input: z.object({ reason, phase, workflow }),
    annotations: ADDS,
    run: (context, input) =>
      pass(context, { kind: 'reject', reason: input.reason, ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'skip_phase',
    title: 'Skip Phase',
    description: 'Leaves a phase out, with a reason; reopen_phase takes it back.',
    input: z.object({ reason, phase, workflow }),
    annotations: ADDS,
    run: (context, input) =>
      pass(context, { kind: 'skip', reason: input.reason, ...named(input.phase) }, input.workflow),
  }),
  tool({
    name: 'reopen_phase',
    title: 'Reopen Phase',
    description: 'Goes back to a phase; later ones wait again, and all history stays.',
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

/** Why an approval only asked a person though the folder's rules speak of anyone. */
async function waitingToApprove({ ports }: WorkflowService): Promise<readonly string[]> {
  const notice = waitingNotice((await ports.workspace.trustedRules()).waiting, ['approvedBy']);
  return notice === null ? [] : [`${toolFailure(notice)}.`];
}

/**
 * Refuses a gate that goes on to another phase where it names none: called again because its answer got lost, it would
 * pass the next phase as well.
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
  // Nothing to name: the gate itself says why it can't be passed.
  if (status !== 'in_progress' && kind !== 'reopen') return;
  throw new NinefoldError('phase-unnamed', { action: kind, current });
}

/** What happened, in sentences; what is missing is said where something was closed without it. */
function leadOf({ events, state, exportFailure }: Outcome): string {
  const already = events.length === 0 ? [ALREADY] : [];
  const sentences = events.flatMap((event): readonly string[] => {
    switch (event.type) {
      case 'phase.submitted':
        return [`Phase ${event.data.step} awaits a person's approval.`];
      case 'phase.approved': {
        const missing = event.data.unverified.map((what) => MISSING_WORDS[what]);
        const lack = missing.length === 0 ? '' : ` Unverified: ${missing.join('; ')}.`;
        return [`Phase ${event.data.step} is approved.${lack}`];
      }
      case 'phase.rejected':
        return [`Phase ${event.data.step} was sent back (attempt ${state.steps[event.data.step].attempts}).`];
      default:
        return [];
    }
  });
  return [...already, ...sentences, ...(exportFailure === null ? [] : [toolFailure(exportFailure)])].join(
    ' ',
  );
}
