/** `usage`: what a workflow cost. */

import type { Command } from 'commander';

import { groupThousands } from '../../core/meter/format-tokens.ts';
import { sessionPlan, stepsLabel } from '../../core/plan/session-plan.ts';
import type { UsageShare } from '../../core/usage/usage-report.ts';
import { usageView } from '../../core/view/usage-view.ts';
import { UsageMeter } from '../../node/usage/measure-usage.ts';
import { usageQuestion } from '../../node/usage/usage-question.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { meterEnvironment } from './meter.ts';

type UsageView = ReturnType<typeof usageView>;

export function addUsageCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('usage')
    .description('show how many tokens a workflow used, by phase, session, and model')
    .argument('[id]')
    .option('--json', 'print JSON')
    .action(withContext(showUsage));
}

async function showUsage(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const { service, folder } = context;
  const state = await service.state(id);
  const rules = await service.ports.workspace.rules();
  const meter = new UsageMeter(meterEnvironment(context));
  const { report, failures } = await meter.measure(await usageQuestion(folder, state.id, true));
  for (const failure of failures) context.warn(`left out: ${failure}`);
  const view = usageView(state, report, sessionPlan(state, rules.sessionPlan));
  if (options.json === true) context.printJson(view);
  else for (const line of linesOf(view)) context.print(line);
}

function linesOf(view: UsageView): readonly string[] {
  const { id, total, phases, subPhases, sessions, models } = view;
  const spentIn = phases.filter(isSpent);
  const rows = spentIn.flatMap(({ num, name, ...share }) => [
    row(`${num} ${name}`, share),
    ...(num === 5 ? subPhases.map((sub) => row(`  ${sub.num} ${sub.name}`, sub)) : []),
  ]);
  return [
    `${id}: tokens of its sessions' transcripts`,
    ...(rows.length === 0
      ? ['no tokens were used in its phases yet']
      : [HEAD, ...rows, row('all phases', total)]),
    ...sessions.flatMap(({ agent, sessionId, phases: steps, ...share }) => [
      '',
      `${agent} ${sessionId}, phase ${stepsLabel(steps)}`,
      row('', share),
    ]),
    ...(models.length === 0
      ? []
      : ['', ...models.map(({ model, ...share }) => row(model ?? 'model unknown', share))]),
    ...unknownLines(total),
    ...planLines(view),
  ];
}

/** Reports the calls that the sums leave out. */
function unknownLines({ own, subagents }: UsageShare): readonly string[] {
  const unknown = own.unknown + subagents.unknown;
  return unknown === 0 ? [] : ['', `calls left out because their figures aren't token counts: ${unknown}`];
}

function planLines({ plan: { sessions } }: UsageView): readonly string[] {
  if (sessions.length === 0) return [];
  const lines = sessions.map(({ session, phases, focus, typicalTokens, measuredTokens, status }) => {
    const measured = `${groupThousands(measuredTokens ?? 0)} measured`;
    return `  Session ${session}  ${phases.padEnd(4)}  ${focus}  ${typicalTokens} typical, ${measured}, ${status}`;
  });
  return ['', 'plan, in tokens of context:', ...lines];
}

const LABEL = 28;
const COLUMN = 12;

const HEAD = [
  'phase'.padEnd(LABEL),
  ...['context', 'output', 'processed', 'calls', 'sub-agents'].map((name) => name.padStart(COLUMN)),
].join('');

/** Formats context, output, processed tokens, calls, and the processed tokens of subagents. */
function row(label: string, { own, subagents }: UsageShare): string {
  const figures = [own.context, own.output, own.processed, own.calls, subagents.processed];
  return label.padEnd(LABEL) + figures.map((figure) => groupThousands(figure).padStart(COLUMN)).join('');
}

function isSpent({ own, subagents }: UsageShare): boolean {
  return own.calls + own.unknown + subagents.calls + subagents.unknown > 0;
}
