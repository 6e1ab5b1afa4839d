/** Folders for tests: made in the system's temp folder, removed afterwards, opened like a surface would. */

import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { atExit } from '../../harness/processes.mjs';
import type { OpenFolder, OpenFolderOptions } from '../../../src/node/folder/open-folder.ts';
import { openFolder } from '../../../src/node/folder/open-folder.ts';
import { redact } from '../../../src/node/redactor/redactor.ts';
import { REMOVED } from './platform.ts';

const folders: string[] = [];

/** Makes an empty folder; `removeFolders` removes it. */
export function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ninefold-')));
  folders.push(folder);
  return folder;
}

/** Call this in `afterEach`. */
export function removeFolders(): void {
  folders.push(...folders.splice(0).filter((folder) => !isRemoved(folder)));
}

function isRemoved(folder: string): boolean {
  try {
    rmSync(folder, REMOVED);
    return true;
  } catch (error) {
    // A file that this process still closes keeps its name there: the next call removes it.
    if (process.platform !== 'win32') throw error;
    return false;
  }
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Opens a folder with its own home and the redactor in this bundle. */
export function open(folder: string, options: Partial<OpenFolderOptions> = {}): Promise<OpenFolder> {
  return openFolder({ folder, home: '/nonexistent', environment: {}, redactor: { redact }, ...options });
}

/** Runs git in a folder, with a made-up author and without the machine's settings. */
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

/** Repositories made in this process, by their committed content. */
const made = new Map<string, string>();

/**
 * Makes an empty folder a repository with these files, committed once on `main`: a copy of one that git made before.
 */
export function commitInto(folder: string, files: Readonly<Record<string, string>>, message = 'one'): void {
  const key = JSON.stringify([files, message]);
  const template = made.get(key) ?? makeRepository(files, message);
  made.set(key, template);
  cpSync(template, folder, { recursive: true });
}

function makeRepository(files: Readonly<Record<string, string>>, message: string): string {
  // Not a test's folder, because those are removed after the test.
  const folder = mkdtempSync(join(tmpdir(), 'ninefold-repository-'));
  atExit(() => rmSync(folder, { recursive: true, force: true }));
  // Without git's sample files.
  git(folder, 'init', '-q', '-b', 'main', '--template=');
  writeFiles(folder, { '.git/info/exclude': '', ...files });
  git(folder, 'add', '.');
  git(folder, '-c', 'gc.auto=0', 'commit', '-q', '--allow-empty', '-m', message);
  return folder;
}
