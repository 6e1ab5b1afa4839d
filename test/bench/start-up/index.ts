/**
 * Run by VS Code inside its extension host as if it were a suite: leaves the host's own marks of loading and
 * activating Ninefold in the file that NINEFOLD_BENCH_RESULTS names.
 */

import { writeFileSync } from 'node:fs';

import { extensions } from 'vscode';

interface Mark {
  readonly name: string;
  readonly startTime: number;
}

interface HostGlobals {
  readonly MonacoPerformanceMarks?: { getMarks(): readonly Mark[] };
}

const ID = 'ninefold.ninefold';

export async function run(): Promise<void> {
  const extension = extensions.getExtension(ID);
  if (extension === undefined) throw new Error(`${ID} is not installed`);
  await extension.activate();
  const results = process.env.NINEFOLD_BENCH_RESULTS;
  if (results === undefined) throw new Error('NINEFOLD_BENCH_RESULTS names no file');
  writeFileSync(
    results,
    JSON.stringify({ load: span('LoadExtensionCode'), activate: span('ActivateExtension') }),
  );
}

/** Milliseconds between the host's two marks. */
function span(what: string): number {
  const marks = (globalThis as HostGlobals).MonacoPerformanceMarks?.getMarks() ?? [];
  const at = (edge: string): number => {
    const mark = marks.find(({ name }) => name === `code/extHost/${edge}${what}/${ID}`);
    if (mark === undefined) throw new Error(`the host left no mark of ${edge}${what}`);
    return mark.startTime;
  };
  return at('did') - at('will');
}
