/** Takes a check from its command to its evidence: run, stored without secrets, summarized, recorded as witnessed. */

import { NinefoldError } from '../../core/errors.ts';
import type { CheckSummary } from '../../core/checks/summary.ts';
import { outputVerdict } from '../../core/checks/output-verdict.ts';
import { summarize } from '../../core/checks/recognize.ts';
import { withoutSequences } from '../../core/checks/output-lines.ts';
import { shellWord } from '../../core/connect/shell-words.ts';
import { clip, oneLine } from '../../core/text/foreign-text.ts';
import { LONGEST, MAX_EXIT_CODE } from '../../core/workflow/limits.ts';
import { wayTo } from '../../core/paths/paths.ts';
import type { Actor } from '../../core/workflow/events.ts';
import type { StepId } from '../../core/workflow/phases.ts';
import type { WorkflowState } from '../../core/workflow/state.ts';
import { stepMeant, stepsNamed } from '../../core/workflow/steps.ts';
import type { RunEnd } from '../../core/checks/answer.ts';
import type { OpenFolder } from '../folder/open-folder.ts';
import { programOf } from './command-program.ts';
import { KeptOutput } from './kept-output.ts';
import { keepResponse } from './response-store.ts';
import { runCommand } from './run-command.ts';
import type { RunRequest, RunResult } from './run-command.ts';

export interface CheckRequest extends Pick<RunRequest, 'cwd' | 'environment' | 'input' | 'abort'> {
  /** Program and arguments. */
  readonly words: readonly string[];
  /** Its phase or sub-phase; defaults to the current one. */
  readonly phase?: string | undefined;
  readonly actor: Actor;
  readonly home: string;
  /** Puts an expected failure into words of the surface. */
  readonly explain: (failure: NinefoldError) => string | Promise<string>;
  /** Receives the output as it comes, for display. */
  readonly onOutput?: RunRequest['onOutput'];
}

export interface CheckResult extends RunEnd {
  readonly summary: CheckSummary;
  /** The step that it was recorded for; null if it wasn't. */
  readonly step: StepId | null;
  /** This process was told to end, or the call was cancelled. */
  readonly isInterrupted: boolean;
}

/** Where a check is recorded: the workflow and step; otherwise, the reason as text why it isn't. */
type Target = { readonly id: string; readonly step: StepId } | { readonly reason: string };

/**
 * Runs a check. Failures after the command ran are reported in the result, never thrown.
 *
 * @throws NinefoldError before anything ran: phase-unknown, check-unstartable, and what `programOf` refuses
 */
export async function runCheck(folder: OpenFolder, request: CheckRequest): Promise<CheckResult> {
  const { words, cwd, environment, home } = request;
  const target = await targetOf(folder, request);
  const program = await programOf(words, { cwd, environment, home, workspace: folder.folder });
  const output = new KeptOutput();
  const result = await runCommand({
    ...program,
    cwd,
    environment,
    input: request.input,
    abort: request.abort,
    onOutput: (bytes, stream) => {
      output.add(bytes);
      return request.onOutput?.(bytes, stream);
    },
  });
  if ('failure' in result) {
    throw new NinefoldError('check-unstartable', { program: words[0] ?? '', reason: result.failure });
  }
  const redacted = await folder.service.ports.redactor.redact(withoutSequences(output.text()));
  const kept = await triedTo(request, () => keep(folder, home, redacted.text));
  const log = 'failure' in kept ? null : kept.value;
  const recorded = await triedTo(request, () =>
    record(folder, request, { target, result, log, output: redacted.text }),
  );
  const failures = [kept, recorded].flatMap((one) => ('failure' in one ? [one.failure] : []));
  const said = 'failure' in recorded ? [] : [recorded.value.text];
  return {
    exitCode: result.exitCode,
    signal: result.signal,
    log,
    note: [...said, ...failures].join('; '),
    step: 'failure' in recorded ? null : recorded.value.step,
    isInterrupted: result.isInterrupted,
    summary: summarize(redacted.text, cwd),
  };
}

async function targetOf({ service }: OpenFolder, { phase, explain }: CheckRequest): Promise<Target> {
  if (phase !== undefined) stepsNamed(phase);
  let state: WorkflowState;
  try {
    state = await service.state();
  } catch (error) {
    if (NinefoldError.is(error, 'workflow-none-active')) return { reason: 'no workflow is active' };
    // Tests can run whatever happened to the state.
    if (NinefoldError.is(error)) return { reason: await explain(error) };
    throw error;
  }
  const step = phase === undefined ? state.current : (stepMeant(state, phase) ?? state.current);
  return { id: state.id, step };
}

async function keep({ layout, service }: OpenFolder, home: string, text: string): Promise<string> {
  const { workspace, clock } = service.ports;
  const { retention } = await workspace.rules();
  return keepResponse(layout, { text, at: clock.now(), most: retention.responses, home });
}

interface Run {
  readonly target: Target;
  readonly result: RunResult;
  readonly log: string | null;
  /** Without secrets. */
  readonly output: string;
}

interface Recorded {
  /** Null if it wasn't recorded. */
  readonly step: StepId | null;
  readonly text: string;
}

async function record(open: OpenFolder, request: CheckRequest, run: Run): Promise<Recorded> {
  const { service, folder } = open;
  const { words, actor, cwd, explain } = request;
  const { target, result, log, output } = run;
  if ('reason' in target) return { step: null, text: `not recorded: ${target.reason}` };
  if (result.isInterrupted) return { step: null, text: 'not recorded: it was interrupted' };
  const line = words.map(shellWord).join(' ');
  const reader = await service.ports.workspace.checks();
  const end = { exitCode: result.exitCode, verdict: outputVerdict(output) };
  const judged = reader.resultOf(line, end, wayTo(cwd, folder, process.platform));
  const { exportFailure } = await service.execute(
    {
      kind: 'recordCheck',
      phase: target.step,
      command: clip(oneLine(line), LONGEST.command),
      exitCode: Math.min(result.exitCode, MAX_EXIT_CODE),
      ...judged,
      grade: 'witnessed',
      ...(log === null ? {} : { source: log }),
    },
    actor,
    target.id,
  );
  const behind = exportFailure === null ? '' : `; ${await explain(exportFailure)}`;
  return { step: target.step, text: `recorded for ${target.step}${behind}` };
}

type Tried<T> = { readonly value: T } | { readonly failure: string };

async function triedTo<T>({ explain }: CheckRequest, work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!NinefoldError.is(error)) throw error;
    return { failure: await explain(error) };
  }
}
