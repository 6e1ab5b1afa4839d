/** Takes a check from its command to its evidence: run, stored without secrets, summarized, recorded as witnessed. */

import { NinefoldError } from '../../core/errors.ts';
import type { JudgedRun, RunOutput } from '../../core/checks/check-run.ts';
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
  /** Whether it passed, or failed as a check does; false if it may as well be a mistyped command. */
  readonly isConclusive: boolean;
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
    isConclusive: 'failure' in recorded || recorded.value.isConclusive,
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
  readonly isConclusive: boolean;
}

/** What a run says at its step. */
interface Judgment extends Pick<JudgedRun, 'result' | 'key'> {
  readonly isConclusive: boolean;
  /** RED wants a failing test, which this failure isn't known to be. */
  readonly isNoRed: boolean;
}

async function record(open: OpenFolder, request: CheckRequest, run: Run): Promise<Recorded> {
  const { service } = open;
  const { words, actor, explain } = request;
  const { target, result, log, output } = run;
  if ('reason' in target) return unrecorded(`not recorded: ${target.reason}`);
  if (result.isInterrupted) return unrecorded('not recorded: it was interrupted');
  const line = words.map(shellWord).join(' ');
  const end = { exitCode: result.exitCode, verdict: outputVerdict(output) };
  const { isConclusive, isNoRed, ...judged } = await judge(open, request, { line, end, step: target.step });
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
  const but = isNoRed ? ', but not as a failing test: no test summary was recognized' : '';
  return { step: target.step, text: `recorded for ${target.step}${but}${behind}`, isConclusive };
}

function unrecorded(text: string): Recorded {
  return { step: null, text, isConclusive: true };
}

/** A failure counts for RED only if it is known to be a test's: a mistyped command fails as well. */
async function judge(
  { service, folder }: OpenFolder,
  { cwd }: CheckRequest,
  { line, end, step }: { readonly line: string; readonly end: RunOutput; readonly step: StepId },
): Promise<Judgment> {
  const { workspace } = service.ports;
  const [reader, rules] = await Promise.all([workspace.checks(), workspace.rules()]);
  const { isRecognized, ...judged } = reader.resultOf(line, end, wayTo(cwd, folder, process.platform));
  const isOfRules = Object.values(rules.checks).some((words) => words.map(shellWord).join(' ') === line);
  const isKnown = isRecognized || isOfRules;
  const isNoRed = step === '5a' && judged.result === 'fail' && !isKnown;
  const isConclusive = judged.result === 'pass' || (judged.result === 'fail' && isKnown);
  return { ...judged, ...(isNoRed ? { result: 'unknown' } : {}), isConclusive, isNoRed };
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
