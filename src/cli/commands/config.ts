/** `config`: the rules of the folder, `ninefold.json`. */

import type { Command } from 'commander';

import { NinefoldError } from '../../core/errors.ts';
import { parseValue } from '../../core/json-fields.ts';
import { listRules, ruleFault, rulePath } from '../../core/rules/rule-keys.ts';
import type { RulePath, RuleValue } from '../../core/rules/rule-keys.ts';
import { DEFAULT_RULES } from '../../core/rules/rules.ts';
import { shownValue, visible } from '../../core/rules/shown-value.ts';
import { ruleLine } from '../../core/rules/rule-words.ts';
import type { RestrictedRule } from '../../core/rules/restricted-rule.ts';
import { acceptRules } from '../../node/rules/accepted-rules.ts';
import { changeRuleOfPerson, restrictedRule, readTrustedRules } from '../../node/rules/trusted-rules.ts';
import type { TrustedFile } from '../../node/rules/trusted-rules.ts';
import { changeRule } from '../../node/rules/rules-file.ts';
import { describe } from '../context.ts';
import type { CommandContext } from '../context.ts';
import type { ActionMaker, Options } from '../action.ts';

export function addConfigCommand(program: Command, withContext: ActionMaker): void {
  const config = program
    .command('config')
    .description('show the rules of this folder (ninefold.json)')
    .option('--json', 'print JSON')
    .action(withContext(show));
  config
    .command('get <key>')
    .description('show a rule')
    .option('--json', 'print JSON')
    .action(withContext(get));
  config.command('set <key> <value>').description('set a rule; keeps comments').action(withContext(set));
  config.command('unset <key>').description('reset a rule to its default').action(withContext(unset));
  config
    .command('trust')
    .description('accept, on this machine, rules that loosen a safeguard or run something; terminal only')
    .action(withContext(trust));
}

async function show(context: CommandContext, _: readonly string[], options: Options): Promise<void> {
  const found = await rulesOf(context);
  const rows = listRules(found.rules);
  if (options.json === true) {
    context.printJson({
      file: found.file,
      rules: found.rules,
      set: listRules(found.said)
        .filter(isSetIn(found))
        .map(({ key }) => key),
      waiting: found.waiting.map(({ key, says, holds, path }) => ({
        key,
        says,
        holds,
        line: found.lineOf(path),
      })),
    });
    return;
  }
  const width = Math.max(...rows.map(({ key }) => key.length));
  for (const row of rows) {
    context.print(
      `${visible(row.key).padEnd(width)}  ${shownValue(row.value)}  ${originOf(context, found, row.path)}`,
    );
  }
  printWaiting(context, found);
}

async function get(context: CommandContext, [key = '']: readonly string[], options: Options): Promise<void> {
  const path = rulePath(key);
  const found = await rulesOf(context);
  const waits = found.waiting.find((rule) => rule.key === key);
  if (waits !== undefined) context.warn(`${ruleLine(waits)}: ${WAITS}`);
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
  refuseRestricted(context, restrictedRule(path, value));
  const isChanged = await change(context, path, value);
  context.print(
    isChanged ? `set ${key} to ${JSON.stringify(value)}` : `${key} is already ${JSON.stringify(value)}`,
  );
}

async function unset(context: CommandContext, [key = '']: readonly string[]): Promise<void> {
  const path = rulePath(key);
  refuseAgent(context, key);
  const isChanged = await change(context, path, undefined);
  const value = listRules(DEFAULT_RULES).find((row) => row.key === key)?.value;
  const rest = value === undefined ? '' : ` (default: ${JSON.stringify(value)})`;
  context.print(isChanged ? `unset ${key}${rest}` : `${key} isn't set${rest}`);
}

/** Changes a rule; only a person accepts it by doing so. */
function change({ actor, folder, system }: CommandContext, path: RulePath, value: unknown): Promise<boolean> {
  const { layout } = folder;
  if (actor.kind !== 'person') return changeRule(layout, path, value);
  return changeRuleOfPerson(layout, system.home, path, value);
}

/** Shows the waiting rules, with the commands that they would run, and accepts exactly those. */
async function trust(context: CommandContext): Promise<void> {
  const { actor, folder, system } = context;
  if (actor.kind !== 'person') throw new NinefoldError('trust-of-person');
  if (!system.isTerminal) throw new NinefoldError('trust-no-terminal');
  const found = await rulesOf(context);
  if (found.failure !== null) throw found.failure;
  for (const rule of found.waiting) context.print(ruleLine(rule));
  if (found.waiting.length === 0) {
    context.print('no rules to accept');
    return;
  }
  await acceptRules(system.home, folder.layout, found.waiting);
  context.print(
    `accepted on this machine; a changed value in ${context.shownPath(found.file)} must be accepted again`,
  );
}

/** Returns the rules that apply; reports faults of the file on stderr. */
async function rulesOf(context: CommandContext): Promise<TrustedFile> {
  const found = await readTrustedRules(context.folder.layout, context.system.home);
  warnOfUnknown(context, found);
  if (found.failure !== null) context.warn(describe(found.failure));
  return found;
}

const WAITS = 'not accepted on this machine yet; a person accepts it with `ninefold config trust`';

function printWaiting(context: CommandContext, found: TrustedFile): void {
  if (found.waiting.length === 0) return;
  context.print('');
  context.print(
    'not accepted on this machine yet; the defaults apply until a person runs `ninefold config trust`:',
  );
  for (const rule of found.waiting) {
    const line = found.lineOf(rule.path);
    const at = line === null ? '' : `  ${context.shownPath(found.file)}:${line}`;
    context.print(`  ${ruleLine(rule)}${at}`);
  }
}

/** Only a person may loosen a rule. @throws NinefoldError rule-loosens */
function refuseRestricted({ actor }: CommandContext, rule: RestrictedRule | undefined): void {
  if (rule === undefined || actor.kind === 'person') return;
  throw new NinefoldError('rule-loosens', { key: rule.key, value: shownValue(rule.says) });
}

/** Only a person decides who may approve and what is run. @throws NinefoldError rule-of-person */
function refuseAgent({ actor }: CommandContext, key: string): void {
  const isOfPerson =
    ['approvedBy', 'activity', 'deliverables', 'tasks.folder'].includes(key) ||
    /^(?:taskCommands|checks)\./.test(key);
  if (isOfPerson && actor.kind !== 'person') throw new NinefoldError('rule-of-person', { key });
}

/** Parses a number or a JSON list; otherwise returns the text. */
function valueOf(text: string): unknown {
  if (/^\[.*\]$/s.test(text.trim())) return parseValue(text) ?? text;
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function isSetIn(found: TrustedFile): (row: RuleValue) => boolean {
  return ({ path }) => found.lineOf(path) !== null;
}

function originOf(context: CommandContext, found: TrustedFile, path: RulePath): string {
  if (found.waiting.some(({ path: [group, name] }) => group === path[0] && name === path[1]))
    return 'default (waits)';
  const line = found.lineOf(path);
  return line === null ? 'default' : `${context.shownPath(found.file)}:${line}`;
}

function warnOfUnknown(context: CommandContext, { file, unknown }: TrustedFile): void {
  for (const { key, line } of unknown) {
    const at = `${context.shownPath(file)}:${line}`;
    context.warn(`${at}: unknown rule '${key}' is ignored; \`ninefold config\` lists the rules`);
  }
}
