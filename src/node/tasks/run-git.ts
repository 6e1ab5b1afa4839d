/** Git for agent tasks: bytes out, exit codes kept, and nothing of what an agent may have left is run. */

import { spawn } from 'node:child_process';

import { gitArguments, gitEnvironment } from '../git.ts';
import { errorCode } from '../system-error.ts';

/** A checkout of a large repository may take its time. */
const TIMEOUT_MS = 300_000;

export interface GitResult {
  /** Null where git is missing or was ended. */
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git without a shell. @param variables added to the environment */
export function runGit(
  folder: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<GitResult> {
  return new Promise((done) => {
    const child = spawn('git', gitArguments(args), {
      cwd: folder,
      env: { ...gitEnvironment(), ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      windowsHide: true,
    });
    const out: Buffer[] = [];
    const error: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => error.push(chunk));
    child.on('error', (failure) =>
      done({ code: null, stdout: Buffer.alloc(0), stderr: errorCode(failure) ?? failure.message }),
    );
    child.on('close', (code) =>
      done({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(error).toString('utf8').trim() }),
    );
  });
}

/** What git printed as names ended by NUL. */
export function namesOf(stdout: Buffer): readonly string[] {
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
}
