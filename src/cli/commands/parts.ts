/** Parts of the state: set, deliverable, decision, next, evidence, pattern. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { deliverableFacts } from '../../core/service/file-facts.ts';
import { wholeNumber } from '../../core/whole-number.ts';
import { EVIDENCE_WORDS } from '../../core/workflow/evidence-words.ts';
import type { WorkflowIntent } from '../../core/workflow/intents.ts';
import { NEXT_STEP_STATUSES, WORKFLOW_STATUSES } from '../../core/workflow/state.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { carryOut, withWorkflow } from './change-part.ts';
import { addAttemptCommands, addConstraintCommands } from './constraints.ts';
import { optionText } from './options.ts';

const FIELDS = ['task', 'name', 'branch', 'agents', 'status', 'deliverables'] as const;

export function addPartCommands(program: Command, withContext: ActionMaker): void {
  program
    .command('set')
    .description(`set a field of a workflow: ${FIELDS.join(', ')}`)
    .argument('<id>')
    .argument('<field>')
    .argument('<value>')
    .action(
      withContext(async (context, [id = '', field = '', value = '']) => {
        await carryOut(context, fieldIntent(field, value), id);
      }),
    );
  addDeliverableCommands(program, withContext);
  addDecisionCommands(program, withContext);
  addNextCommands(program, withContext);
  addConstraintCommands(program, withContext);
  addAttemptCommands(program, withContext);
  addEvidenceCommands(program, withContext);
}

function addDeliverableCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('deliverable').description('manage the files that phases produce');
  withWorkflow(group.command('add').argument('<path>', 'PATH or PHASE:PATH'))
    .description("add a file; it doesn't need to exist yet")
    .option('--phase <phase>', 'phase (default: the current one)')
    .action(
      withContext((context, [path = ''], options) =>
        carryOut(context, deliverableIntent(path, optionText(options.phase)), optionText(options.workflow)),
      ),
    );
  withWorkflow(group.command('remove').argument('<path>'))
    .description('remove a file from the list; keeps the file itself')
    .action(
      withContext((context, [file = ''], options) =>
        carryOut(context, { kind: 'removeDeliverable', file }, optionText(options.workflow)),
      ),
    );
  withWorkflow(group.command('list'))
    .description('list the deliverables')
    .option('--json', 'print JSON')
    .action(withContext(listDeliverables));
}

function addDecisionCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('decision').description('record architectural decisions');
  withWorkflow(group.command('add').argument('<key>').argument('<choice>').argument('<reason>'))
    .description('record a decision; replaces an earlier one with the same key')
    .action(
      withContext((context, [id = '', choice = '', reason = ''], options) =>
        carryOut(context, { kind: 'recordDecision', id, choice, reason }, optionText(options.workflow)),
      ),
    );
  withWorkflow(
    program
      .command('pattern')
      .description('record code patterns')
      .command('set')
      .argument('<type>')
      .argument('<convention>')
      .argument('[example]'),
  )
    .description('set a pattern; replaces an earlier one of the same type')
    .action(
      withContext((context, [type = '', convention = '', example], options) => {
        const shown = example === undefined ? {} : { example };
        return carryOut(
          context,
          { kind: 'setPattern', type, convention, ...shown },
          optionText(options.workflow),
        );
      }),
    );
}

function addNextCommands(program: Command, withContext: ActionMaker): void {
  const group = program.command('next').description('manage next steps');
  withWorkflow(group.command('add').argument('<text>'))
    .description('add a next step')
    .option('--status <status>', NEXT_STEP_STATUSES.join(', '))
    .action(
      withContext((context, [text = ''], options) => {
        const status = optionText(options.status);
        const intent = { kind: 'addNextStep', text, ...(status === undefined ? {} : { status }) } as const;
        return carryOut(context, intent, optionText(options.workflow));
      }),
    );
  withWorkflow(group.command('done').argument('<number>'))
    .description('mark a next step as done')
    .action(
      withContext((context, [number = ''], options) => {
        const parsed = wholeNumber(number);
        if (Number.isNaN(parsed)) throw new NinefoldError('step-unknown', { number });
        return carryOut(
          context,
          { kind: 'setNextStep', number: parsed, status: 'done' },
          optionText(options.workflow),
        );
      }),
    );
  withWorkflow(group.command('list'))
    .description('list the next steps with their numbers')
    .option('--json', 'print JSON')
    .action(withContext(listNextSteps));
}

function addEvidenceCommands(program: Command, withContext: ActionMaker): void {
  withWorkflow(
    program.command('evidence').description('record checks as evidence').command('add').argument('<phase>'),
  )
    .description('record a check that you ran; `ninefold check` runs and records it')
    .requiredOption('--command <command>', 'command that was run')
    .requiredOption('--exit <code>', 'exit code of the command')
    .action(
      withContext((context, [phase = ''], options) => {
        const value = optionText(options.exit) ?? '';
        const exitCode = wholeNumber(value);
        if (Number.isNaN(exitCode)) throw new NinefoldError('exit-code-invalid', { value });
        const command = optionText(options.command) ?? '';
        return carryOut(
          context,
          { kind: 'recordCheck', phase, command, exitCode },
          optionText(options.workflow),
        );
      }),
    );
}

function fieldIntent(field: string, value: string): WorkflowIntent {
  switch (FIELDS.find((known) => known === field)) {
    case 'task':
      return { kind: 'setTask', task: value };
    case 'name':
      return { kind: 'rename', name: value };
    case 'branch':
      return { kind: 'setBranch', branch: value };
    case 'agents':
      return { kind: 'setAgents', agents: value.split(',').filter((role) => role.trim() !== '') };
    case 'status': {
      const status = WORKFLOW_STATUSES.find((known) => known === value);
      if (status !== undefined) return { kind: 'setStatus', status };
      throw new NinefoldError('status-unknown', { status: value, statuses: WORKFLOW_STATUSES.join(', ') });
    }
    case 'deliverables':
      return deliverableIntent(value, undefined);
    case undefined:
      throw new NinefoldError('field-unknown', { field, fields: FIELDS.join(', ') });
  }
}

/** Makes the intent; `5b:src/a.ts` names its phase, a Windows path such as `c:\a.ts` doesn't. */
function deliverableIntent(value: string, phase: string | undefined): WorkflowIntent {
  const [, prefix, rest] = /^(\d\d?[a-z]?):(.*)$/i.exec(value) ?? [];
  const named = phase ?? prefix;
  const file = prefix === undefined ? value : (rest ?? '');
  return named === undefined
    ? { kind: 'addDeliverable', file }
    : { kind: 'addDeliverable', file, phase: named };
}

async function listDeliverables(
  context: CommandContext,
  _: readonly string[],
  options: Options,
): Promise<void> {
  const state = await context.service.state(optionText(options.workflow));
  const files = await deliverableFacts(context.service.ports.workspace, state);
  const rows = state.deliverables.map(({ phase, file }) => ({
    phase,
    file,
    exists: files[file]?.exists ?? false,
  }));
  const lines = rows.map(
    ({ phase, file, exists }) => `${phase}  ${file}${exists ? '' : ` (${EVIDENCE_WORDS.missing})`}`,
  );
  const none = 'no deliverable yet; add one with `ninefold deliverable add PATH`';
  context.printRows(options.json === true, rows, lines, none);
}

async function listNextSteps(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  const state = await context.redacted(await context.service.state(optionText(options.workflow)));
  const rows = state.nextSteps.map(({ text, status, phase }, index) => ({
    number: index + 1,
    text,
    status,
    phase,
  }));
  const lines = rows.map(({ number, text, status }) => `${number}  ${status}  ${text}`);
  context.printRows(
    options.json === true,
    rows,
    lines,
    'no next step yet; add one with `ninefold next add TEXT`',
  );
}
