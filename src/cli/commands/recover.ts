/** `recover`: lists what is left of a workflow, ranked and with reasons; `--apply N` restores one of them. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import type { Candidate } from '../../core/recovery/candidates.ts';
import { recoveryText } from '../../core/recovery/recovery-words.ts';
import { wholeNumber } from '../../core/whole-number.ts';
import { phaseDefinition, phaseOfStep } from '../../core/workflow/phases.ts';
import { phaseLabel } from '../../core/workflow/progress.ts';
import { applyCandidate, planOf } from '../../node/recovery/apply-candidate.ts';
import { activeId, findCandidates } from '../../node/recovery/find-candidates.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';
import { optionText } from './options.ts';

export function addRecoverCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('recover')
    .description('list recovery candidates of a workflow, best first; --apply restores one')
    .argument('[id]')
    .option('--apply <n>', 'restore candidate N; keeps a copy of the current files')
    .option('--json', 'print JSON')
    .action(withContext(recover));
}

async function recover(context: CommandContext, [id]: readonly string[], options: Options): Promise<void> {
  const { service, folder, system } = context;
  const candidates = await findCandidates({ service, layout: folder.layout, home: system.home }, id);
  const chosen = optionText(options.apply);
  if (chosen !== undefined) {
    await apply(context, candidates, chosen, options.json === true);
    return;
  }
  const rows = await Promise.all(candidates.map((candidate, index) => rowOf(context, candidate, index + 1)));
  if (options.json === true) context.printJson({ candidates: rows });
  else if (rows[0] === undefined) await printNothing(context, id);
  else printRows(context, rows, rows[0]);
}

type Row = Awaited<ReturnType<typeof rowOf>>;

async function rowOf({ folder, service }: CommandContext, candidate: Candidate, number: number) {
  const { state, kind, place, at, revision, reasons } = candidate;
  const { writes, keeps } = await planOf(folder.layout, candidate);
  const shown = (path: string): string => service.ports.exports.pathForReaders(path);
  return {
    number,
    id: state.id,
    name: state.name,
    phase: state.current,
    phaseName: phaseDefinition(phaseOfStep(state.current)).name,
    status: state.status,
    kind,
    place,
    at,
    revision,
    reasons: reasons.map(recoveryText),
    label: phaseLabel(state),
    writes: writes.map(shown),
    keeps: keeps.map(shown),
  };
}

/** Names the way out if nothing is left: otherwise a damaged journal is found again by every command. */
async function printNothing(context: CommandContext, id: string | undefined): Promise<void> {
  const { failures } = await context.service.ports.journals.readOverviews();
  const damaged = failures.filter((one) => id === undefined || one.id === id).map((one) => one.id);
  context.print(id === undefined ? 'nothing to recover' : `nothing is left of '${id}'`);
  const isActive = id !== undefined && (await activeId(context.service)) === id;
  if (damaged.length === 0 && !isActive) return;
  context.print(
    'start a new workflow with `ninefold init ID NAME`, and set its phase with `ninefold phase ID N`',
  );
  for (const one of damaged) context.print(`\`ninefold delete ${one}\` moves its damaged files to the trash`);
}

function printRows(context: CommandContext, rows: readonly Row[], first: Row): void {
  for (const row of rows) {
    context.print(`${row.number}  ${row.id}: ${row.label}  (${row.place}, ${row.at.slice(0, 16)}Z)`);
    for (const reason of row.reasons) context.print(`     ${reason}`);
  }
  context.print(`nothing was changed; \`ninefold recover ${first.id} --apply 1\` would`);
  context.print(`  write: ${first.writes.join(', ')}`);
  if (first.keeps.length > 0) context.print(`  back up to state/backups/: ${first.keeps.join(', ')}`);
}

async function apply(
  context: CommandContext,
  candidates: readonly Candidate[],
  chosen: string,
  isJson: boolean,
): Promise<void> {
  const number = wholeNumber(chosen);
  const candidate = candidates[number - 1];
  if (candidate === undefined) throw new NinefoldError('candidate-unknown', { number: chosen });
  const { service, folder, actor } = context;
  const { outcome, keptIn, kept } = await applyCandidate(service, folder.layout, candidate, actor);
  context.warnOfExports(outcome);
  const { state } = outcome;
  const shown = keptIn === null ? null : service.ports.exports.pathForReaders(keptIn);
  if (isJson) {
    context.printJson({ id: state.id, phase: state.current, place: candidate.place, keptIn: shown, kept });
    return;
  }
  context.print(`${state.id} is recovered from ${candidate.place}: ${phaseLabel(state)}`);
  if (shown !== null) context.print(`the previous files are in ${shown}`);
  context.print(`continue with \`ninefold resume ${state.id}\``);
}
