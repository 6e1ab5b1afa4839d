/** `ninefold` run as a process of its own, which costs as much as ten commands in this one: for tests of what a process does. */

import { strictEqual } from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { acceptRulesOf } from '../support/accepted.ts';
import { copyBundles } from '../support/dist-files.ts';
import { newFolder, writeFiles } from '../support/folders.ts';
import type { InProcessTerminal } from '../support/in-process.ts';
import { variablesFor } from '../support/platform.ts';

/** The build under test; a package taken apart can be tested as well. */
const CLI = resolve(process.env.NINEFOLD_DIST ?? 'dist', 'cli.js');
export const SEED_ID = 'auth-feature-20251216';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

interface RunOptions {
  readonly uid?: number;
  readonly cli?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export class Terminal {
  readonly folder: string;
  readonly #home: string;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(folder: string, environment: NodeJS.ProcessEnv = {}) {
    this.folder = folder;
    this.#environment = environment;
    this.#home = environment.HOME ?? newFolder();
  }

  /** Runs `ninefold` as a person would: without the variables of an agent that may run these tests. */
  run(args: readonly string[], options: RunOptions = {}): Run {
    const env = { ...variablesFor(this.#home), ...this.#environment, ...options.env };
    const identity = options.uid === undefined ? {} : { uid: options.uid, gid: options.uid };
    const result = spawnSync(process.execPath, [options.cli ?? CLI, ...args], {
      cwd: this.folder,
      env,
      encoding: 'utf8',
      ...identity,
    });
    return { code: result.status, out: result.stdout, error: result.stderr };
  }

  /** Writes the folder's rules, which its person accepts. */
  trusts(rules: Readonly<Record<string, unknown>>): void {
    writeFiles(this.folder, { '.claude/ninefold.json': JSON.stringify(rules) });
    acceptRulesOf(join(this.folder, '.claude'), this.#home);
  }

  /** Starts `ninefold` and doesn't wait for it. */
  start(args: readonly string[]): ChildProcess {
    const env = { ...variablesFor(this.#home), ...this.#environment };
    return spawn(process.execPath, [CLI, ...args], { cwd: this.folder, env, stdio: 'ignore' });
  }

  /** Runs what must succeed. @returns its output */
  done(...args: readonly string[]): string {
    const { code, out, error } = this.run(args);
    strictEqual(code, 0, `${args.join(' ')}: ${error}`);
    return out;
  }

  json(...args: readonly string[]): unknown {
    return JSON.parse(this.done(...args, '--json'));
  }
}

/** The example of the source document, by the calls that it names. */
export async function seedWorkflow(terminal: InProcessTerminal): Promise<void> {
  writeFiles(terminal.folder, {
    'package.json': JSON.stringify({
      name: 'my-app',
      dependencies: { react: '19.0.0' },
      devDependencies: { typescript: '6.0.0', tailwindcss: '4.0.0' },
    }),
  });
  const task = 'Implement JWT authentication with refresh tokens';
  const agents = 'pm-requirements,tech-lead,frontend-senior,tdd-specialist';
  await terminal.done(
    'init',
    SEED_ID,
    'User Authentication',
    '--task',
    task,
    '--agents',
    agents,
    '--branch',
    'feature/user-auth',
  );
  await terminal.done('phase', SEED_ID, '5');
  const files = [
    '1:docs/requirements.md',
    '2:docs/tech-spec.md',
    '3:docs/ui-breakdown.md',
    '4:tests/auth.test.ts',
  ];
  const code = [
    '5:src/auth/Login.tsx',
    '5:src/auth/useAuth.ts',
    '5b:src/auth/authService.ts',
    'src/auth/types.ts',
  ];
  for (const file of [...files, ...code]) await terminal.done('set', SEED_ID, 'deliverables', file);
  await terminal.done('decision', 'add', 'auth', 'JWT', 'Stateless + scalable');
  await terminal.done('decision', 'add', 'storage', 'Redis', 'Fast session lookup');
  await terminal.done('decision', 'add', 'validation', 'Zod', 'Runtime type safety');
  await terminal.done('pattern', 'set', 'file_naming', 'PascalCase', 'UserProfile.tsx');
  await terminal.done('pattern', 'set', 'errors', 'result', '{ ok: true, data }');
}

/** Root writes into a folder that is read-only, so its tests run as somebody else, from a copy that one may read. */
export function ordinaryUser(folder: string): { readonly uid: number; readonly cli: string } {
  const uid = 65534;
  const copy = newFolder();
  // What it loads before it writes an export comes along.
  copyBundles(['cli', 'quick', 'command-line', 'redactor'], copy);
  for (const path of [folder, copy]) chownSync(path, uid, uid);
  return { uid, cli: join(copy, 'cli.js') };
}
