/** Which shell a person's status line runs in on Windows. */

import { deepStrictEqual } from 'node:assert/strict';
import { delimiter, join } from 'node:path';

import { findCommandShell, findGitBash } from '../../../src/node/agents/claude-code/windows-shell.ts';
import { newFolder, removeFolders, writeFiles } from '../support/folders.ts';

describe('Git’s shell on Windows', () => {
  afterEach(removeFolders);

  it('is the one that the person names, then the usual one, and never one of the workspace', async () => {
    const [own, programs, workspace] = [newFolder(), newFolder(), newFolder()];
    for (const folder of [own, workspace]) writeFiles(folder, { 'bash.exe': '' });
    writeFiles(programs, { 'Git/bin/bash.exe': '' });
    const found = (env: Record<string, string>, platform: NodeJS.Platform = 'win32') =>
      findGitBash({ env: { PATH: '', ...env }, platform }, [workspace]);
    const named = (folder: string) => ({ CLAUDE_CODE_GIT_BASH_PATH: join(folder, 'bash.exe') });
    const usual = join(programs, 'Git', 'bin', 'bash.exe');
    deepStrictEqual(
      [
        await found({ ...named(own), ProgramFiles: programs }),
        await found({ ...named(workspace), ProgramFiles: programs }),
        await found({ CLAUDE_CODE_GIT_BASH_PATH: 'bash.exe', ProgramFiles: programs }),
        await found({ ...named(join(own, 'gone')), ProgramFiles: join(programs, 'gone') }),
        await found({ ...named(own), ProgramFiles: programs }, 'linux'),
      ],
      [join(own, 'bash.exe'), usual, usual, undefined, undefined],
    );
  });

  it('is beside the Git on the path of programs, where paths are those of Windows', async () => {
    const [git, workspace] = [newFolder(), newFolder()];
    for (const folder of [git, workspace]) writeFiles(folder, { 'cmd/git.exe': '', 'bin/bash.exe': '' });
    const PATH = [workspace, git].map((folder) => join(folder, 'cmd')).join(delimiter);
    const found = await findGitBash({ env: { PATH }, platform: 'win32' }, [workspace]);
    const isWindows = process.platform === 'win32';
    deepStrictEqual(found, isWindows ? join(git, 'bin', 'bash.exe') : undefined);
  });

  it('gives way to the system’s PowerShell where it isn’t installed', async () => {
    const [system, programs] = [newFolder(), newFolder()];
    const powerShell = 'System32/WindowsPowerShell/v1.0/powershell.exe';
    writeFiles(system, { [powerShell]: '' });
    writeFiles(programs, { 'Git/bin/bash.exe': '' });
    const found = async (env: Record<string, string>, platform: NodeJS.Platform = 'win32') => {
      const shell = await findCommandShell({ env: { PATH: '', ...env }, platform }, []);
      return [shell?.program, shell?.options.at(-1)];
    };
    const [SystemRoot, none] = [system, [undefined, undefined]];
    deepStrictEqual(await found({ SystemRoot }), [join(system, ...powerShell.split('/')), '-Command']);
    const bash = [join(programs, 'Git', 'bin', 'bash.exe'), '-c'];
    deepStrictEqual(await found({ SystemRoot, 'ProgramFiles(x86)': programs }), bash);
    deepStrictEqual(await found({}), none);
    deepStrictEqual(await found({ SystemRoot }, 'linux'), none);
  });
});
