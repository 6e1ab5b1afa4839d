/** Recognizes a project's check in the words of a command, however it is spelled. */

import { shellWord } from '../connect/shell-words.ts';
import type { CheckKind, NamedCheck, ProjectChecks } from './check-run.ts';
import { checkArguments, kindOfTool, runsNothing, toolName } from './check-tools.ts';
import { programName, withoutPrefixes } from './command-prefixes.ts';
import { kindOfScript } from './script-names.ts';

/** A check, and the script that it runs; null if it runs none. */
export interface FoundCheck extends NamedCheck {
  readonly script: string | null;
}

const MANAGERS = new Set(['npm', 'pnpm', 'yarn', 'bun', 'composer']);
/** Options of package managers that choose a folder. */
const FOLDER_OPTIONS = new Set(['--prefix', '-C', '--dir', '--cwd', '--working-dir', '-d']);
/** Options of package managers that choose packages, with a value. */
const SCOPE_OPTIONS = new Set(['-w', '--workspace', '--filter', '-F']);
const RUN = new Set(['run', 'run-script', 'rum', 'urn']);
const TEST = new Set(['test', 't', 'tst']);
/** Programs that only measure the tests that they start. */
const COVERAGE = new Set(['nyc', 'c8']);
const TARGET_RUNNERS = new Set(['make', 'just', 'task', 'rake', 'turbo', 'nx', 'lerna', 'invoke']);
const PYTHON = /^(?:python|py|pypy)(?:\d(?:\.\d+)?)?$/;
/** A tool that is started by the path of its own file. */
const INSTALLED = /(?:^|\/)node_modules\/(?:\.bin\/([\w.-]+)|(@[\w.-]+\/[\w.-]+|[\w.-]+)\/)/;
const PACKAGE_TOOLS: Readonly<Record<string, string>> = {
  typescript: 'tsc',
  '@playwright/test': 'playwright',
};

/**
 * Recognizes the check that a command runs.
 *
 * @param words program and arguments, without quotes
 * @returns null if it is none
 */
export function namedCheck(words: readonly string[], project: ProjectChecks): FoundCheck | null {
  const [program = '', ...args] = withoutPrefixes(words);
  const name = toolName(programName(program));
  if (MANAGERS.has(name)) return managedCheck(name, args, project);
  if (name === 'node') return nodeCheck(args);
  if (PYTHON.test(name)) return pythonCheck(args);
  if (name === 'php') return php(args);
  if (COVERAGE.has(name)) return covered(args, project);
  if (TARGET_RUNNERS.has(name)) return targetCheck(name, args);
  return toolCheck(name, args) ?? ownCommand([program, ...args], project);
}

function named(kind: CheckKind, words: readonly string[], folder = ''): FoundCheck {
  return { kind, command: words.map(shellWord).join(' '), folder, script: null };
}

function toolCheck(name: string, args: readonly string[]): FoundCheck | null {
  const kind = kindOfTool(name, args);
  return kind === null ? null : named(kind, [name, ...checkArguments(args)]);
}

/** A command of the project that no table knows. */
function ownCommand(words: readonly string[], { commands }: ProjectChecks): FoundCheck | null {
  const command = words.map(shellWord).join(' ');
  const purpose = Object.keys(commands).find((key) => commands[key] === command);
  const kind = purpose === undefined ? null : kindOfScript(purpose);
  return kind === null ? null : named(kind, words);
}

function nodeCheck(args: readonly string[]): FoundCheck | null {
  if (args.includes('--test')) {
    return runsNothing('node', args) ? null : named('test', ['node', ...checkArguments(args)]);
  }
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  const [, bin, owner] = INSTALLED.exec(args[at] ?? '') ?? [];
  const tool = bin ?? (owner === undefined ? undefined : (PACKAGE_TOOLS[owner] ?? owner));
  return tool === undefined ? null : toolCheck(toolName(tool), args.slice(at + 1));
}

function pythonCheck(args: readonly string[]): FoundCheck | null {
  const at = args.indexOf('-m');
  if (at >= 0) {
    const [module = '', ...rest] = args.slice(at + 1);
    if (module === 'coverage' && rest[0] === 'run') return pythonCheck(rest.slice(1));
    return toolCheck(toolName(module), rest);
  }
  const script = args.findIndex((arg) => !arg.startsWith('-'));
  return programName(args[script] ?? '') === 'manage.py'
    ? toolCheck('manage.py', args.slice(script + 1))
    : null;
}

function php(args: readonly string[]): FoundCheck | null {
  const [script = '', ...rest] = args;
  return toolCheck(toolName(programName(script)), rest);
}

function covered(args: readonly string[], project: ProjectChecks): FoundCheck | null {
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  return at < 0 ? null : namedCheck(args.slice(at), project);
}

/** `make -C app test`, `turbo run test`: what the first target's name says. */
function targetCheck(name: string, args: readonly string[]): FoundCheck | null {
  if (runsNothing(name, args)) return null;
  const chosen = args.indexOf('-C');
  const folder = chosen < 0 ? '' : (args[chosen + 1] ?? '');
  const rest = chosen < 0 ? args : [...args.slice(0, chosen), ...args.slice(chosen + 2)];
  const kinds = rest
    .filter((arg) => !arg.startsWith('-') && !arg.includes('='))
    .map((arg) => kindOfScript(arg.slice(arg.lastIndexOf(':') + 1)));
  const kind = kinds.find((found) => found !== null);
  return kind == null ? null : named(kind, [name, ...checkArguments(rest)], folder);
}

interface ManagerCall {
  /** Script or verb, and what follows it. */
  readonly words: readonly string[];
  readonly folder: string;
  /** Chosen packages, as options. */
  readonly scope: readonly string[];
}

/** Takes apart the options before a package manager's verb, or after its script's name up to `--`. */
function managerCall(args: readonly string[]): ManagerCall {
  const words: string[] = [];
  const scope: string[] = [];
  let folder = '';
  let at = 0;
  for (; at < args.length && args[at] !== '--'; at += 1) {
    const arg = args[at] ?? '';
    const [option = '', value] = arg.startsWith('--') ? arg.split(/=(.*)/s) : [arg];
    if (FOLDER_OPTIONS.has(option)) folder = value ?? args[(at += 1)] ?? '';
    else if (SCOPE_OPTIONS.has(option)) scope.push(option, value ?? args[(at += 1)] ?? '');
    else if (/^(?:-r|--recursive|--workspaces|-ws)$/.test(option)) scope.push(option);
    else if (option !== '-s') words.push(arg);
  }
  return { words: [...words, ...args.slice(at)], folder, scope };
}

function managedCheck(manager: string, args: readonly string[], project: ProjectChecks): FoundCheck | null {
  if (runsNothing(manager, args)) return null;
  if (manager === 'bun' && args[0] === 'test') return named('test', ['bun', ...checkArguments(args)]);
  const call = managerCall(args);
  const [verb = '', ...rest] = call.words.filter((word, at) => at > 0 || !word.startsWith('-'));
  if (manager === 'yarn' && verb === 'workspace') {
    const [name = '', ...inner] = rest;
    const found = managedCheck(manager, inner, project);
    return found === null ? null : { ...found, command: `${found.command} -w ${shellWord(name)}` };
  }
  if (manager === 'yarn' && verb === 'workspaces') {
    return managedCheck(manager, ['--workspaces', ...rest.filter((word) => word !== 'foreach')], project);
  }
  const isRun = RUN.has(verb);
  const script = isRun ? (rest[0] ?? '') : TEST.has(verb) ? 'test' : manager === 'npm' ? '' : verb;
  const after = isRun ? rest.slice(1) : rest;
  // `yarn mocha` runs a script of that name, else the tool.
  const isTool = !isRun && !Object.hasOwn(project.scripts ?? {}, script);
  const tool = isTool && manager !== 'npm' ? toolCheck(toolName(script), after) : null;
  return tool ?? scriptCheck(script, after, call, { manager, project });
}

/** A script of the project, spelled as its own package manager does. */
function scriptCheck(
  script: string,
  after: readonly string[],
  { folder, scope }: ManagerCall,
  { manager, project }: { readonly manager: string; readonly project: ProjectChecks },
): FoundCheck | null {
  const kind = kindOfScript(script);
  const isOwn = folder === '' && scope.length === 0;
  const isThere = !isOwn || project.scripts === null || Object.hasOwn(project.scripts, script);
  if (kind === null || !isThere) return null;
  const known = project.packageManager ?? '';
  const runner = MANAGERS.has(known) && manager !== 'composer' ? known : manager;
  const start = script === 'test' && runner !== 'bun' ? ['test'] : ['run', script];
  const words = [runner, ...start, ...scope, ...checkArguments(after)];
  return { ...named(kind, words, folder), script: isOwn ? script : null };
}
