/** A folder whose workflow is shared and committed, made once per process. */

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { atExit } from '../../harness/processes.mjs';
import { git, open } from './folders.ts';
import { applyShare, planShare } from '../../../src/node/folder/share-state.ts';

let made: Promise<string> | undefined;

/** Returns a repository to copy: workflow `wf-001`, shared and committed on `main`. */
export function shareFolder(): Promise<string> {
  made ??= makeShared();
  return made;
}

async function makeShared(): Promise<string> {
  // Of the whole process: `removeFolders` leaves it.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ninefold-')));
  atExit(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  git(folder, 'init', '-q', '-b', 'main');
  for (const [key, value] of [
    ['user.name', 'Tester'],
    ['gc.auto', '0'],
    // For partial clones.
    ['uploadpack.allowFilter', 'true'],
    ['commit.gpgsign', 'false'],
  ] as const) {
    git(folder, 'config', key, value);
  }
  const opened = await open(folder);
  await opened.service.start({ kind: 'start', id: 'wf-001', name: 'One', branch: null }, { kind: 'person' });
  await applyShare(opened.layout, await planShare(opened.layout));
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'share');
  return folder;
}
