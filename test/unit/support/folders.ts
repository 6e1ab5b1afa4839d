/** Folders of tests: made in the system's temp folder, removed afterwards, opened as a surface would. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { OpenFolder, OpenFolderOptions } from '../../../src/node/folder/open-folder.ts';
import { openFolder } from '../../../src/node/folder/open-folder.ts';
import { redact } from '../../../src/node/redactor/redactor.ts';

const folders: string[] = [];

/** A new, empty folder; `removeFolders` takes it away. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ninefold-')));
  folders.push(folder);
  return folder;
}

/** To be called by `afterEach`. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Opens a folder with a home of its own and the redactor in this bundle. */
export function open(folder: string, options: Partial<OpenFolderOptions> = {}): Promise<OpenFolder> {
  return openFolder({ folder, home: '/nonexistent', environment: {}, redactor: { redact }, ...options });
}

/** Git in a folder, by a made-up author and without the machine's settings. */
export function git(folder: string, ...args: readonly string[]): string {
  const author = [
    '-c',
    'user.name=Tester',
    '-c',
    'user.email=tester@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return execFileSync('git', [...author, ...args], { cwd: folder, env, encoding: 'utf8' });
}
