/** ccusage in its native form, fetched once into `.vscode-test/rival`: the bench alone needs it. */

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { findNpm } from '../../scripts/find-npm.mjs';
import { projectFolder } from '../harness/paths.mjs';

const VERSION = '20.0.24';

/** Returns the program of this platform. @throws Error if the registry has none */
export function rivalProgram(): string {
  const folder = join(projectFolder, '.vscode-test', 'rival', VERSION);
  const program = join(folder, 'package', 'bin', process.platform === 'win32' ? 'ccusage.exe' : 'ccusage');
  if (existsSync(program)) return program;
  const npm = findNpm();
  if (npm === undefined) throw new Error('npm not found next to Node; run `npm run bench`');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const name = `@ccusage/ccusage-${process.platform}-${process.arch}@${VERSION}`;
  execFileSync(process.execPath, [npm, 'pack', '--silent', name], { cwd: folder });
  const [packed = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', packed], { cwd: folder });
  // The package leaves that to the one that installs it.
  chmodSync(program, 0o755);
  return program;
}
