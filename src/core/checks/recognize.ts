/** Summarizes the whole output of a command. */

import { clip, oneLine } from '../text/foreign-text.ts';
import { placeIn } from './find-lines.ts';
import { outputLines } from './output-lines.ts';
import type { CheckSummary, Failure, Recognizer, ToolReport } from './summary.ts';
import { cargo } from './tools/cargo.ts';
import { dotnetTest } from './tools/dotnet-test.ts';
import { eslint } from './tools/eslint.ts';
import { goTest } from './tools/go-test.ts';
import { gradle } from './tools/gradle.ts';
import { jest } from './tools/jest.ts';
import { maven } from './tools/maven.ts';
import { mocha } from './tools/mocha.ts';
import { nodeTest } from './tools/node-test.ts';
import { phpunit } from './tools/phpunit.ts';
import { pytest } from './tools/pytest.ts';
import { rspec } from './tools/rspec.ts';
import { tsc } from './tools/tsc.ts';
import { vitest } from './tools/vitest.ts';

/** Tests before compilers and linters: if both ran and nothing failed, the tests are more informative. */
const RECOGNIZERS: readonly Recognizer[] = [
  vitest,
  jest,
  mocha,
  nodeTest,
  pytest,
  goTest,
  cargo,
  maven,
  gradle,
  phpunit,
  rspec,
  dotnetTest,
  tsc,
  eslint,
];

/** Number of last lines that show how an unknown command ended. */
const TAIL_LINES = 12;
/** Names and messages are clipped here; the log has the rest. */
const LONGEST_TEXT = 300;
/** Names of uncaught errors. */
const UNCAUGHT =
  /^(?:Uncaught |Traceback|error(?:\[\w+\])?: |fatal: |panic: |(?:[\w$]+[.:\\])*\w*(?:Error|Exception)\b(?: \[\w+\])?:? )/;

/**
 * Summarizes the output of a command. Pure, in linear time for any content; the resulting texts are single lines
 * without terminal control.
 *
 * @param output both streams of the command as they came, without secrets
 * @param folder absolute path of the folder in which it ran: paths become relative to it
 */
export function summarize(output: string, folder: string): CheckSummary {
  const lines = outputLines(output, folder);
  const reports = reportsIn(lines);
  const report =
    reports.find(({ failed, failures }) => (failed ?? 0) > 0 || failures.length > 0) ?? reports[0];
  const said = lines.filter((line) => line.trim() !== '');
  const tail = said.slice(-TAIL_LINES).map(cut);
  return { ...clipped(report ?? unknownReport(said)), tail };
}

/** Returns the report of every tool that is recognized in an output, tests first. */
export function reportsIn(lines: readonly string[]): readonly ToolReport[] {
  return RECOGNIZERS.flatMap((recognize) => recognize(lines) ?? []);
}

function unknownReport(lines: readonly string[]): ToolReport {
  const none = { tool: null, counted: 'errors', passed: null, failed: null, skipped: null } as const;
  const at = lines.findIndex((line) => UNCAUGHT.test(line.trim()));
  if (at < 0) return { ...none, failures: [] };
  const place = placeIn(lines.slice(Math.max(0, at - 4), at + 10));
  return { ...none, failures: [{ name: null, place, message: (lines[at] ?? '').trim() }] };
}

function clipped(report: ToolReport): ToolReport {
  return { ...report, failures: report.failures.map(clippedFailure) };
}

function clippedFailure({ name, place, message }: Failure): Failure {
  return {
    name: name === null ? null : cut(name),
    place: place === null ? null : cut(place),
    // Node's own codes add nothing to the message.
    message: message === null ? null : cut(message.replace(/ \[ERR_\w+\]/, '')),
  };
}

function cut(text: string): string {
  return clip(oneLine(text.trim().replaceAll(/\s+/g, ' ')), LONGEST_TEXT);
}
