/** `config`: the rules of the folder, `ninefold.json`. */

import { relative } from 'node:path';

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { listRules, ruleFault, rulePath } from '../../core/rules/rule-keys.ts';
import type { RulePath, RuleValue } from '../../core/rules/rule-keys.ts';
import { DEFAULT_RULES } from '../../core/rules/rules.ts';
import { changeRule, readRulesFile } from '../../node/rules-file.ts';
import type { RulesFile } from '../../node/rules-file.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';

export function addConfigCommand(program: Command, withContext: ActionMaker): void {
  const config = program
    .command('config')
    .description('the rules of this folder (ninefold.json)')
    .option('--json', 'as JSON')
    .action(withContext(show));
  config.command('get <key>').description('one rule').option('--json', 'as JSON').action(withContext(get));
  config.command('set <key> <value>').description('set a rule; comments are kept').action(withContext(set));
  config.command('unset <key>').description('back to the default').action(withContext(unset));
}

async function show(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  const found = await readRulesFile(context.folder.root);
  warnOfUnknown(context, found);
  const rows = listRules(found.rules);
  if (options.json === true) {
    context.printJson({
      file: found.file,
      rules: found.rules,
      set: rows.filter(isSetIn(found)).map(({ key }) => key),
    });
    return;
  }
  const width = Math.max(...rows.map(({ key }) => key.length));
  for (const row of rows) {
    context.print(
      `${row.key.padEnd(width)}  ${JSON.stringify(row.value)}  ${originOf(context, found, row.path)}`,
    );
  }
}

async function get(context: CommandContext, [key = '']: readonly string[], options: Options): Promise<void> {
  const path = rulePath(key);
  const found = await readRulesFile(context.folder.root);
  warnOfUnknown(context, found);
  const value = listRules(found.rules).find((row) => row.key === key)?.value ?? null;
  if (options.json === true) context.printJson({ key, value, line: found.lineOf(path) });
  else context.print(value === null ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value));
}

async function set(context: CommandContext, [key = '', text = '']: readonly string[]): Promise<void> {
  const path = rulePath(key);
  refuseAgent(context, key);
  const value = valueOf(text);
  const fault = ruleFault(path, value);
  if (fault !== null) throw new NinefoldError('rule-invalid', { reason: fault });
  const isChanged = await changeRule(context.folder.layout, path, value);
  context.print(
    isChanged ? `${key} is ${JSON.stringify(value)} now` : `${key} is ${JSON.stringify(value)} already`,
  );
}

async function unset(context: CommandContext, [key = '']: readonly string[]): Promise<void> {
  const path = rulePath(key);
  refuseAgent(context, key);
  const isChanged = await changeRule(context.folder.layout, path, undefined);
  const value = listRules(DEFAULT_RULES).find((row) => row.key === key)?.value;
  const holds = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}, its default`;
  context.print(`${key} ${holds}${isChanged ? ' again' : ' already'}`);
}

/** Who may approve, and what is run, is not for agents to say. */
function refuseAgent({ actor }: CommandContext, key: string): void {
  const isOfPerson = key === 'approvedBy' || key === 'tasks.folder' || key.startsWith('taskCommands.');
  if (isOfPerson && actor.kind !== 'person') throw new NinefoldError('rule-of-person', { key });
}

/** A number where it is one, a list where it is written as one in JSON, else the text as it is. */
function valueOf(text: string): unknown {
  if (/^\[.*\]$/s.test(text.trim())) return parseValue(text) ?? text;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function isSetIn(found: RulesFile): (row: RuleValue) => boolean {
  return ({ path }) => found.lineOf(path) !== null;
}

function originOf({ folder }: CommandContext, found: RulesFile, path: RulePath): string {
  const line = found.lineOf(path);
  return line === null ? 'default' : `${relative(folder.folder, found.file)}:${line}`;
}

function warnOfUnknown(context: CommandContext, { file, unknown }: RulesFile): void {
  for (const { key, line } of unknown) {
    const at = `${relative(context.folder.folder, file)}:${line}`;
    context.warn(`${at}: there is no rule '${key}', it does nothing; \`ninefold config\` lists the rules`);
  }
}
