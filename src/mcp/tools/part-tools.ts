/** Tools that add deliverables, decisions, next steps, and evidence. */

import * as z from 'zod';

import { phraseText } from '../../core/meter/meter-words.ts';
import { evidencePhrase } from '../../core/workflow/evidence-words.ts';
import type { WorkflowIntent } from '../../core/workflow/intents.ts';
import { LONGEST, MAX_EXIT_CODE } from '../../core/workflow/limits.ts';
import { PHASE_RANGE } from '../../core/workflow/phases.ts';
import type { ServerContext } from '../context.ts';
import { ALREADY, toolFailure } from '../mcp-messages.ts';
import { phase, workflow } from '../schemas.ts';
import { ADDS, tool } from '../tool.ts';
import type { RegisterTool, ToolResult } from '../tool.ts';
import { describeState } from './workflow-tools.ts';

/** Statuses of a next step that isn't done. */
const OPEN_STATUSES = ['open', 'in_flight', 'blocked', 'deferred', 'person'] as const;

export const PART_TOOLS: readonly RegisterTool[] = [
  tool({
    name: 'add_deliverable',
    title: 'Add Deliverable',
    description: 'Add a file that a phase produced.',
    input: z.object({
      file: z.string().describe("Path relative to the workspace folder. The file doesn't need to exist yet."),
      phase,
      workflow,
    }),
    annotations: ADDS,
    run: (context, { file, phase: of, workflow: id }) =>
      carryOut(
        context,
        { kind: 'addDeliverable', file, ...(of === undefined ? {} : { phase: of }) },
        id,
        `Added ${file}.`,
      ),
  }),
  tool({
    name: 'record_decision',
    title: 'Record Decision',
    description:
      'Record an architectural decision with its reason. Replaces an earlier decision with the same key.',
    input: z.object({
      key: z.string().describe('Short key, such as auth or storage.'),
      choice: z.string().describe('The choice.'),
      reason: z.string().describe('Reason for the choice.'),
      workflow,
    }),
    annotations: { ...ADDS, idempotentHint: true },
    run: async (context, { key, choice, reason, workflow: id }) =>
      carryOut(
        context,
        { kind: 'recordDecision', id: key, choice, reason },
        id,
        `Recorded ${key}: ${await context.shown(choice)}.`,
      ),
  }),
  tool({
    name: 'add_next_step',
    title: 'Add Next Step',
    description: 'Add remaining work for the next session.',
    input: z.object({
      text: z.string().describe('The step, in one line.'),
      status: z.enum(OPEN_STATUSES).optional().describe('person: a person must do it. Default: open.'),
      workflow,
    }),
    annotations: ADDS,
    run: (context, { text, status, workflow: id }) =>
      carryOut(
        context,
        { kind: 'addNextStep', text, ...(status === undefined ? {} : { status }) },
        id,
        'Added the next step.',
      ),
  }),
  tool({
    name: 'complete_next_step',
    title: 'Complete Next Step',
    description: 'Mark a next step as done, by its number in get_workflow.',
    input: z.object({ number: z.int().min(1).describe('Number of the step, from 1.'), workflow }),
    annotations: { ...ADDS, idempotentHint: true },
    run: (context, { number, workflow: id }) =>
      carryOut(context, { kind: 'setNextStep', number, status: 'done' }, id, `Next step ${number} is done.`),
  }),
  tool({
    name: 'add_constraint',
    title: 'Offer Constraint',
    description: 'Offer a rule that every session must follow. It takes effect when a person accepts it.',
    input: z.object({
      text: z.string().describe(`The rule, word for word, at most ${LONGEST.constraint} characters.`),
      workflow,
    }),
    annotations: { ...ADDS, idempotentHint: true },
    run: (context, { text, workflow: id }) =>
      carryOut(
        context,
        { kind: 'addConstraint', text },
        id,
        'Offered the constraint; ask the person to accept it in the Ninefold view or with `ninefold constraint accept`.',
      ),
  }),
  tool({
    name: 'record_attempt',
    title: 'Record Attempt',
    description: "Record an approach that didn't work, so that no later session tries it again.",
    input: z.object({
      text: z.string().describe('What was tried, in one line.'),
      because: z.string().optional().describe("Why it didn't work."),
      workflow,
    }),
    annotations: { ...ADDS, idempotentHint: true },
    run: (context, { text, because, workflow: id }) =>
      carryOut(
        context,
        { kind: 'recordAttempt', text, ...(because === undefined ? {} : { because }) },
        id,
        'Recorded the attempt.',
      ),
  }),
  tool({
    name: 'record_evidence',
    title: 'Record Evidence',
    description:
      'Record a check and its exit code. 5a RED needs a check that fails, 5b and 5c one that passes.',
    input: z.object({
      phase: z.string().describe(`${PHASE_RANGE}.`),
      command: z.string().describe('Command that was run.'),
      exitCode: z.int().min(0).max(MAX_EXIT_CODE).describe('Exit code of the command.'),
      workflow,
    }),
    annotations: ADDS,
    run: async (context, { phase: of, command, exitCode, workflow: id }) =>
      carryOut(
        context,
        { kind: 'recordCheck', phase: of, command, exitCode },
        id,
        phraseText(
          evidencePhrase('check-recorded', { command: await context.shown(command), exit: exitCode }),
        ),
      ),
  }),
];

async function carryOut(
  context: ServerContext,
  intent: WorkflowIntent,
  id: string | undefined,
  done: string,
): Promise<ToolResult> {
  const { state, events, exportFailure } = await (await context.service()).execute(intent, context.actor, id);
  const said = events.length === 0 ? ALREADY : done;
  const lead = exportFailure === null ? said : `${said} ${toolFailure(exportFailure)}`;
  return describeState(context, state, lead);
}
