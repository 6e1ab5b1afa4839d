/** What `connect` writes for an agent's shell on Windows. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { join } from 'node:path';

import { hookCommand, isOurs, needsPowerShell } from '../../../src/core/connect/commands.ts';
import { isChange, planConnect } from '../../../src/node/connect/connect.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

const PLAIN = 'C:/Users/jo/.ninefold/bin';
const SPACED = "C:/Users/Jo O'Neil & Co/.ninefold/bin";

/** The folder, the agent's shell, and how the launcher is called. */
const CALLS = [
  [PLAIN, undefined, `"${PLAIN}/ninefold.cmd"`],
  [PLAIN, 'bash', `${PLAIN}/ninefold.cmd`],
  [PLAIN, 'powershell', `${PLAIN}/ninefold.cmd`],
  ['C:/Users/Jo Smith/.ninefold/bin', 'bash', `'C:/Users/Jo Smith/.ninefold/bin/ninefold.cmd'`],
  [SPACED, undefined, `"${SPACED}/ninefold.cmd"`],
  [SPACED, 'bash', String.raw`'C:/Users/Jo O'\''Neil & Co/.ninefold/bin/ninefold.cmd'`],
  [SPACED, 'powershell', `& 'C:/Users/Jo O''Neil & Co/.ninefold/bin/ninefold.cmd'`],
  ['C:/Users/$jo/.ninefold/bin', 'powershell', `& 'C:/Users/$jo/.ninefold/bin/ninefold.cmd'`],
] as const;

interface Written {
  readonly hooks: Readonly<Record<string, readonly { readonly hooks: readonly object[] }[]>>;
  readonly statusLine: { readonly command: string };
}

describe('commands for an agent’s shell on Windows', () => {
  afterEach(removeFolders);

  for (const [folder, shell, call] of CALLS)
    it(`call ${folder} in ${shell ?? 'a shell that isn’t known'}`, () => {
      const programs = { folder, isWindows: true, ...(shell === undefined ? {} : { windowsShell: shell }) };
      const command = hookCommand(programs, 'SessionStart');
      deepStrictEqual([command, isOurs(command)], [`${call} hook SessionStart`, true]);
      strictEqual(needsPowerShell(programs), call.startsWith('& '));
    });

  it('are those of PowerShell for Claude Code only without Git’s bash, and say so', async () => {
    const top = newFolder();
    writeFiles(top, { 'Git/bin/bash.exe': '' });
    const [home, folder] = [join(top, 'Jo Smith'), join(top, 'work')];
    writeFiles(top, { 'Jo Smith/.gitconfig': '', 'work/a.md': '' });
    const written = async (env: Record<string, string>): Promise<Written> => {
      const environment = {
        ...({ home, env, platform: 'win32', claudeConfigDir: null } as const),
        isProcessAlive: () => false,
      };
      const plan = await planConnect(
        { agent: 'claude-code', folder, environment },
        { withSkill: false, isTokenEfficient: false, allowsReading: false },
      );
      strictEqual(isChange(plan), true);
      const settings = plan.files.find(({ file }) => file.path.endsWith('settings.local.json'));
      return JSON.parse(settings?.after ?? '') as Written;
    };
    const launcher = `'${home.replaceAll('\\', '/')}/.ninefold/bin/ninefold.cmd'`;
    const hook = { type: 'command', command: `${launcher} hook SessionEnd`, timeout: 10 };
    const withGit = await written({ ProgramFiles: top });
    deepStrictEqual(withGit.hooks.SessionEnd, [{ hooks: [hook] }]);
    strictEqual(withGit.statusLine.command, `${launcher} statusline`);
    const without = await written({});
    const called = { ...hook, command: `& ${hook.command}`, shell: 'powershell' };
    deepStrictEqual(without.hooks.SessionEnd, [{ hooks: [called] }]);
    strictEqual(without.statusLine.command, `& ${launcher} statusline`);
  });
});
