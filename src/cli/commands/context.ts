/** `context`: writes the project's stack and conventions for people and the next session. */

import type { Command } from 'commander';

import { percentOf } from '../../core/context/context-files.ts';
import type { ShownPattern } from '../../core/context/context-files.ts';
import type { ContextOutcome } from '../../node/context/context-loader.ts';
import { loadContextModule } from '../../node/context/load-context.ts';
import type { CommandContext } from '../context.ts';
import { describe } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';

export function addContextCommand(program: Command, withContext: ActionMaker): void {
  program
    .command('context')
    .description("detect the project's stack and conventions, and save them")
    .option('--refresh', 'analyze the code again, ignoring earlier results')
    .option('--json', 'print JSON')
    .action(withContext(showContext));
}

async function showContext(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  const { loadProjectContext } = await loadContextModule();
  const found = await loadProjectContext(context.folder, { refresh: options.refresh === true });
  if (found === undefined) return;
  const patterns = await context.redactedRows(found.patterns, ['convention', 'example']);
  const outcome = { ...found, patterns };
  if (options.json === true) context.printJson(jsonOf(outcome));
  else for (const line of linesOf(context, outcome)) context.print(line);
  const shown = (path: string): string => context.service.ports.exports.pathForReaders(path);
  for (const path of outcome.kept) {
    context.warn(
      `'${shown(path)}' was left unchanged because it differs from what Ninefold wrote; move it away and run \`ninefold context\` again to recreate it`,
    );
  }
  if (outcome.exportFailure !== null) context.warn(describe(outcome.exportFailure));
}

function jsonOf({ context, patterns, at, isCached, written, kept }: ContextOutcome): unknown {
  return { ...context, patterns, at, cached: isCached, written, kept };
}

function linesOf({ service }: CommandContext, outcome: ContextOutcome): readonly string[] {
  const { context, patterns, written, isCached, at } = outcome;
  const stack = context.stack.length === 0 ? 'no manifest or source files found' : context.stack.join(', ');
  const width = Math.max(0, ...patterns.map(({ type }) => type.length));
  return [
    `${context.name}: ${stack}`,
    ...patterns.map((pattern) => `  ${pattern.type.padEnd(width)}  ${patternText(pattern)}`),
    ...(patterns.length === 0 ? ['  no patterns found: too little code, or no consistent convention'] : []),
    ...written.map((path) => `wrote ${service.ports.exports.pathForReaders(path)}`),
    ...(isCached ? [`cached since ${at}; use --refresh to analyze the code again`] : []),
  ];
}

function patternText(pattern: ShownPattern): string {
  const example = pattern.example === '' ? '' : `: ${pattern.example}`;
  const origin =
    pattern.by === 'person' ? 'set by a person' : `${percentOf(pattern)}% of ${pattern.of} files`;
  return `${pattern.convention} (${origin})${example}`;
}
