/** A repository's config can name programs that git runs when it only looks. SECURITY.md names this test. */

import { deepStrictEqual } from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { Terminal } from '../cli/terminal.ts';
import { git, newFolder, removeFolders, writeFiles } from '../support/folders.ts';
import { doEverything, projectWithWork } from './whole-job.ts';

afterEach(removeFolders);

const HOOKS = ['post-index-change', 'post-checkout', 'reference-transaction', 'pre-commit'];

/** What signs: it says so, and gives something that git takes for a signature. */
const SIGNER =
  "cat >/dev/null; printf '\\n[GNUPG:] SIG_CREATED \\n' >&2; echo '-----BEGIN PGP SIGNATURE-----'";

/** Names a program for all that git has a setting for. @returns the file in which each notes that it was run */
function nameProgramsIn(folder: string): string {
  const tools = newFolder();
  const log = join(tools, 'ran.log');
  const program = (name: string, then: string): string => {
    writeFiles(tools, { [name]: `#!/bin/sh\necho '${name}' >>'${log}'\n${then}\n` });
    chmodSync(join(tools, name), 0o755);
    return join(tools, name);
  };
  for (const hook of HOOKS) program(`hooks/${hook}`, 'exit 0');
  const signer = program('signer', SIGNER);
  git(folder, 'config', 'gpg.program', signer);
  git(folder, 'config', 'log.showSignature', 'true');
  git(folder, 'commit', '-q', '-S', '--allow-empty', '-m', 'signed');
  git(folder, 'config', 'core.hooksPath', join(tools, 'hooks'));
  git(folder, 'config', 'diff.external', program('external-diff', 'exit 0'));
  git(folder, 'config', 'diff.own.textconv', program('textconv', 'cat "$1"'));
  writeFiles(folder, { '.git/info/attributes': '*.ts diff=own\n' });
  git(folder, 'config', 'core.fsmonitor', program('fsmonitor', 'exit 1'));
  return log;
}

function ranIn(log: string): readonly string[] {
  if (!existsSync(log)) return [];
  return [...new Set(readFileSync(log, 'utf8').trimEnd().split('\n'))].sort();
}

describe('programs that a repository names', function () {
  this.timeout(60_000);

  it('are run by git itself, and by no look of Ninefold', () => {
    const folder = projectWithWork();
    const log = nameProgramsIn(folder);

    git(folder, 'status');
    git(folder, 'log');
    git(folder, 'update-ref', 'refs/heads/other', 'HEAD');
    deepStrictEqual(ranIn(log), [
      'fsmonitor',
      'hooks/post-index-change',
      'hooks/reference-transaction',
      'signer',
    ]);
    rmSync(log);

    doEverything(new Terminal(folder, { XDG_CACHE_HOME: newFolder() }));
    deepStrictEqual(ranIn(log), []);
  });
});
