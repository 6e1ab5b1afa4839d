import { homedir } from 'node:os';

import { CustomExecution, l10n, Task, TaskPanelKind, TaskRevealKind, tasks } from 'vscode';

import { shellWord } from '../../core/connect/shell-words.ts';
import { NinefoldError } from '../../core/errors.ts';
import { LONGEST } from '../../core/workflow/limits.ts';
import { checkLine } from '../../core/workflow/names.ts';
import type { CheckResult } from '../../node/checks/check.ts';
import type { CommandPlace } from '../../node/checks/command-program.ts';
import type { OpenFolder } from '../../node/folder/open-folder.ts';
import { askLine } from '../commands/ask.ts';
import { PERSON, confirmBriefly } from '../commands/command-context.ts';
import type { CommandContext } from '../commands/command-context.ts';
import { loadEngine } from '../engine.ts';
import { errorText } from '../messages.ts';
import { CheckTerminal } from './check-terminal.ts';

/** What the editor sets for its own processes, which a test may start as well. */
const OF_EDITOR = /^(?:ELECTRON_|VSCODE_)/;

/**
 * Runs the project's tests as a VS Code task, records the result for a step, and waits for the end. Asks for the
 * command the first time.
 *
 * @param step as a person would write it; undefined for the current one
 * @returns false if the user cancelled
 * @throws NinefoldError as `runCheck`; check-needs-shell
 */
export async function runTests(context: CommandContext, step: string | undefined): Promise<boolean> {
  const { model, testLines } = context;
  const open = await model.writable();
  const folder = model.current?.folder;
  if (folder === undefined) throw new NinefoldError('folder-none');
  const words = await testWords(context, open, folder.uri.toString());
  if (words === undefined) return false;
  const run = await runInTask(open, folder, words, step).catch(async (error: unknown) => {
    if (NinefoldError.is(error, 'check-program-missing')) await testLines.set(folder.uri.toString(), null);
    throw error;
  });
  if (!run.isConclusive) await testLines.doubt(folder.uri.toString());
  if (run.step !== null) {
    const shown = { command: words.join(' '), exit: run.exitCode };
    confirmBriefly(l10n.t('Recorded: {command} exited with {exit}.', shown));
  }
  await model.refresh();
  return true;
}

/** Returns the accepted check called `test`, the confirmed command, or the project's after asking. */
async function testWords(
  { testLines }: CommandContext,
  open: OpenFolder,
  key: string,
): Promise<readonly string[] | undefined> {
  const { workspace } = open.service.ports;
  const accepted = (await workspace.rules()).checks.test;
  if (accepted !== undefined) return accepted;
  const { commandWords, programOf } = await (await loadEngine()).loadChecks();
  const wordsOf = (given: string): readonly string[] => {
    const line = checkLine(l10n.t('the command'), given, LONGEST.command);
    const words = commandWords(line);
    if (words === null) throw new NinefoldError('check-needs-shell', { line });
    return words;
  };
  const check = (given: string) => programOf(wordsOf(given), placeOf(open));
  const line =
    testLines.of(key) ??
    (await askForTests(testLines.doubtfulOf(key) ?? (await workspace.checks()).testCommand, check));
  if (line === undefined) return undefined;
  await testLines.set(key, line);
  return wordsOf(line);
}

function askForTests(
  offered: string | null,
  check: (line: string) => Promise<unknown>,
): Promise<string | undefined> {
  const title = l10n.t('Run Tests and Record');
  if (offered === null) {
    const prompt = l10n.t(
      "No test command found in the folder's package.json, Makefile, or other manifest. Enter the command that runs the tests; Ninefold remembers it for this folder.",
    );
    return askLine({ title, prompt, check });
  }
  const prompt = l10n.t(
    'Press Enter to run the tests with this command, or change it first. Ninefold remembers it for this folder.',
  );
  return askLine({ title, prompt, value: offered, check });
}

/** Where a check's program is looked for. */
function placeOf({ folder }: OpenFolder): CommandPlace {
  return { cwd: folder, workspace: folder, environment: environment(), home: homedir() };
}

type Folder = NonNullable<CommandContext['model']['current']>['folder'];

async function runInTask(
  open: OpenFolder,
  folder: Folder,
  words: readonly string[],
  step: string | undefined,
): Promise<CheckResult> {
  const { runCheck } = await (await loadEngine()).loadChecks();
  const given = {
    ...placeOf(open),
    words,
    phase: step,
    actor: PERSON,
    explain: errorText,
  };
  const { result, failure } = await new Promise<TaskEnd>((resolve, reject) => {
    const terminal = new CheckTerminal(async (onOutput, abort) => {
      try {
        const result = await runCheck(open, { ...given, input: 'ignore', abort, onOutput });
        resolve({ result });
        return result;
      } catch (error) {
        resolve({ failure: error });
        return null;
      }
    });
    void tasks.executeTask(taskOf(terminal, folder, words)).then(undefined, reject);
  });
  if (result === undefined) throw failure;
  return result;
}

interface TaskEnd {
  readonly result?: CheckResult;
  readonly failure?: unknown;
}

function taskOf(terminal: CheckTerminal, folder: Folder, words: readonly string[]): Task {
  const line = words.map(shellWord).join(' ');
  const execution = new CustomExecution(() => Promise.resolve(terminal));
  const task = new Task({ type: 'ninefold', check: line }, folder, line, 'Ninefold', execution);
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    panel: TaskPanelKind.Shared,
    clear: true,
    showReuseMessage: false,
  };
  return task;
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_EDITOR.test(name)));
}
