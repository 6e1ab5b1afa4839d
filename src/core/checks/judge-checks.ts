/**
 * Judges the checks of a command that ran. An exit code counts only if it is the check's own: of real test commands
 * almost half end in a pipe, and exit with 0 whatever the tests did. Otherwise, the tool's summary decides, and without
 * one the result is unknown.
 */

import { shellLine } from '../shell/shell-line.ts';
import type { CommandList } from '../shell/shell-line.ts';
import type { CheckKind, CheckRun, NamedCheck, ProjectChecks, ResultReason } from './check-run.ts';
import { checksInLine, hidesFailures } from './check-sites.ts';
import type { CheckSite } from './check-sites.ts';
import { programName, withoutPrefixes } from './command-prefixes.ts';
import type { OutputVerdict } from './output-verdict.ts';

/** How a command line ended. */
export interface LineEnd {
  /** The whole line's; null if unknown. */
  readonly exitCode: number | null;
  /** What its output says; null if the output is unknown. */
  readonly verdict: OutputVerdict | null;
}

/** Exit codes of a program that couldn't be started, and of `timeout`. */
const NOT_RUN = new Set([124, 125, 126, 127]);
/** Codes from here on mean a signal. */
const SIGNALS = 128;
/** Tools with a summary for each part of a run: the end of the output may lack a failure. */
const IN_PARTS = new Set(['dotnet test', 'cargo test', 'maven']);
/** Programs of scripts that check nothing. */
const IDLE = new Set(['echo', 'printf', 'true', ':', 'exit', 'sleep', '']);

/**
 * Returns the checks that a command line ran, in its order, with their results. Pure; never throws.
 *
 * @param line as the shell got it
 */
export function judgeChecks(line: string, end: LineEnd, project: ProjectChecks): readonly CheckRun[] {
  const { sites, isForgeable } = checksInLine(line, project);
  const real = realChecks(sites, project);
  return real.map(({ site, script }) => {
    const isOnly = real.filter((other) => other.site.check.kind === site.check.kind).length === 1;
    const verdict = isOnly && !isForgeable ? aboutKind(end.verdict, site.check.kind) : null;
    const isMasked = script !== null && hidesFailures(script);
    const { kind, command, folder } = site.check;
    const exitCode = isMasked ? null : ownExitCode(site, end.exitCode);
    return { kind, command, folder, exitCode, ...judged(site, exitCode, { ...end, verdict }) };
  });
}

/** Returns the only check on a line; null if there is none, or more than one. */
export function onlyCheck(line: string, project: ProjectChecks): NamedCheck | null {
  const [first, ...others] = realChecks(checksInLine(line, project).sites, project);
  return first === undefined || others.length > 0 ? null : first.site.check;
}

/** Leaves out scripts that only print. */
function realChecks(sites: readonly CheckSite[], project: ProjectChecks) {
  const runs = sites.map((site) => ({ site, script: scriptIn(site, project) }));
  return runs.filter(({ script }) => script === null || !isIdle(script));
}

function scriptIn({ check }: CheckSite, { scripts }: ProjectChecks): CommandList | null {
  const text = check.script === null ? undefined : scripts?.[check.script];
  return text === undefined ? null : shellLine(text);
}

/** Tests for a script that only prints, such as the one that `npm init` writes. */
function isIdle({ pipelines }: CommandList): boolean {
  return pipelines.every(({ commands }) =>
    commands.every(
      (command) =>
        command.kind === 'simple' &&
        IDLE.has(programName(withoutPrefixes(command.words.map(({ text }) => text))[0] ?? '')),
    ),
  );
}

/** A summary of tests says nothing about a linter; a compiler's errors concern every kind. */
function aboutKind(verdict: OutputVerdict | null, kind: CheckKind): OutputVerdict | null {
  if (verdict?.tool == null) return verdict;
  const isAbout =
    kind === 'test' ? verdict.about === 'tests' || verdict.result === 'fail' : verdict.about === 'errors';
  return isAbout ? verdict : { ...verdict, tool: null, result: null };
}

function ownExitCode({ ownsSuccess, ownsFailure }: CheckSite, exitCode: number | null): number | null {
  if (exitCode === 0) return ownsSuccess ? 0 : null;
  return ownsFailure ? exitCode : null;
}

type Judgment = Pick<CheckRun, 'result' | 'reason'>;

function judged(site: CheckSite, exitCode: number | null, { verdict }: LineEnd): Judgment {
  if (exitCode === null) return bySummary(site, verdict);
  const said = verdict?.result ?? null;
  if (said === 'none' && site.check.kind === 'test') return unknown('no-tests');
  if (exitCode === 0)
    return said === 'fail' ? unknown('contradictory') : { result: 'pass', reason: 'exit-code' };
  if (said === 'fail') return { result: 'fail', reason: 'exit-code' };
  const isKilled = NOT_RUN.has(exitCode) || exitCode >= SIGNALS;
  if (said === null && (isKilled || verdict?.isUnstarted === true)) return unknown('not-run');
  return { result: 'fail', reason: 'exit-code' };
}

function bySummary({ shows, check }: CheckSite, verdict: OutputVerdict | null): Judgment {
  if (verdict?.result == null || shows === 'nothing') return unknown('exit-code-foreign');
  if (verdict.result === 'none')
    return check.kind === 'test' ? unknown('no-tests') : unknown('exit-code-foreign');
  if (verdict.result === 'fail') return { result: 'fail', reason: 'summary' };
  if (verdict.hasFailureLine) return unknown('contradictory');
  const isWhole = shows === 'all' || (shows === 'end' && !IN_PARTS.has(verdict.tool ?? ''));
  return isWhole ? { result: 'pass', reason: 'summary' } : unknown('exit-code-foreign');
}

function unknown(reason: ResultReason): Judgment {
  return { result: 'unknown', reason };
}
