/** Which files start programs, and how: git by `run-git.ts` alone. SECURITY.md names these tests. */

import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../../harness/paths.mjs';

/** What may start a program: the person's status line, checks, git, our own command line, and agents. */
const STARTERS = [
  'cli/commands/statusline.ts',
  'node/checks/run-command.ts',
  'node/git/run-git.ts',
  'node/machine/background-process.ts',
  'node/tasks/task-runner.ts',
];
/** What VS Code starts: our own command line by the whole path of its runtime, and the person's shell. */
const IN_TERMINALS = ['host/commands/task-commands.ts', 'host/sessions/launch-in-terminal.ts'];

const BARE = /\b(?:spawn|spawnSync|exec|execSync|execFile|execFileSync|fork)\(\s*(?:['"`]|\[)/;

const sources = readdirSync(join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(projectFolder, 'src', name), 'utf8') }));

function thatSay(pattern: RegExp): readonly string[] {
  return sources
    .filter(({ text }) => pattern.test(text))
    .map(({ name }) => name)
    .sort();
}

describe('programs that are started', () => {
  it('are started by five files, and git by one of them', () => {
    deepStrictEqual(thatSay(/child_process|process\.binding|node:cluster/), STARTERS);
    deepStrictEqual(thatSay(/createTerminal|ShellExecution|ProcessExecution|shellPath/), IN_TERMINALS);
    // The first starts the shell that comes with git, and not git.
    deepStrictEqual(thatSay(/findProgram\(\s*'git'/), [
      'node/agents/claude-code/windows-shell.ts',
      'node/git/find-git.ts',
    ]);
    deepStrictEqual(thatSay(/\bfindGit\(/), ['node/git/find-git.ts', 'node/git/run-git.ts']);
  });

  it('are never named by a bare name, which Windows would look for in the workspace folder first', () => {
    deepStrictEqual(thatSay(BARE), []);
    deepStrictEqual(
      ["spawn('git', args)", 'execFile(`git`)', "spawnSync(\n  'node')"].map((text) => BARE.test(text)),
      [true, true, true],
    );
  });
});
