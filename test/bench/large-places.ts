/**
 * What a very large place costs: a repository of 100,000 files, a workspace of several folders of it, and sessions that
 * were started above it or in it.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { projectName } from '../../src/node/agents/claude-code/folders.ts';
import { changesSince } from '../../src/node/git/changes-since.ts';
import { ClaudeCodeSession } from '../unit/activity/claude-code-session.ts';
import type { Figure } from './figures.ts';
import { atMost } from './figures.ts';

const PACKAGES = 100;
const FILES = 1000;
/** Folders of a workspace with several roots. */
const ROOTS = 4;
const ROUNDS = 5;
const LIMIT_MS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Files that a session wrote, and that git has as changed. */
const EDITED = 200;

export async function largePlaces(): Promise<readonly Figure[]> {
  const place = new LargePlace();
  try {
    const { count } = place;
    return [
      atMost(
        `status in a repository of ${count} files, slowest`,
        place.slowest('.', 'status', '--json'),
        LIMIT_MS,
      ),
      atMost(
        'handoff of its workflow and session, slowest',
        place.slowest('.', 'handoff', 'create'),
        LIMIT_MS,
      ),
      atMost(
        'the same from a folder of it, with the session above, slowest',
        place.slowest('packages/part-1', 'handoff', 'create'),
        LIMIT_MS,
      ),
      atMost(
        `what changed since the last gate in ${ROOTS} roots of a workspace, one after the other, slowest`,
        await place.slowestOfRoots(),
        LIMIT_MS,
      ),
    ];
  } finally {
    place.remove();
  }
}

class LargePlace {
  readonly count = (PACKAGES * FILES).toLocaleString('en');
  readonly #top = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  readonly #home = join(this.#top, 'home');
  readonly #folder = join(this.#top, 'large');

  constructor() {
    for (let one = 0; one < PACKAGES; one++) {
      mkdirSync(this.#part(one), { recursive: true });
      for (let file = 0; file < FILES; file++) this.#write(one, file, 'a');
    }
    writeFileSync(join(this.#folder, 'package.json'), JSON.stringify({ scripts: { test: 'node --test' } }));
    const identity = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com'];
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      ['commit', '-qm', 'Begin'],
    ])
      execFileSync('git', [...identity, ...args], { cwd: this.#folder });
    this.#ninefold('.', 'init', 'wf-large', 'Large');
    for (let file = 0; file < EDITED; file++) this.#write(file % PACKAGES, file, 'b');
    this.#writeSession();
  }

  /** Returns how long a command takes in a new process, in milliseconds. @param path of its folder */
  slowest(path: string, ...args: readonly string[]): number {
    const times = Array.from({ length: ROUNDS }, () => {
      const started = performance.now();
      this.#ninefold(path, ...args);
      return performance.now() - started;
    });
    return Math.max(...times);
  }

  /** Looks for changes as a window of several roots does. */
  async slowestOfRoots(): Promise<number> {
    const at = new Date(Date.now() - DAY_MS).toISOString();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      for (let one = 0; one < ROOTS; one++) {
        const changes = await changesSince(this.#part(one), '\0', at);
        if (changes === null || changes.files.length === 0) throw new Error('no changes were found');
      }
      times.push(performance.now() - started);
    }
    return Math.max(...times);
  }

  remove(): void {
    rmSync(this.#top, { recursive: true, force: true });
  }

  #part(one: number): string {
    return join(this.#folder, `packages/part-${one}`);
  }

  #write(one: number, file: number, name: string): void {
    writeFileSync(join(this.#part(one), `f${file}.ts`), `export const ${name} = ${file};\n`);
  }

  /** A session at the top of the repository that wrote in many packages. */
  #writeSession(): void {
    const sessionId = '11111111-2222-4333-8444-555555555555';
    const session = new ClaudeCodeSession({ cwd: this.#folder, sessionId });
    session.prompt('Rename the constants');
    for (let file = 0; file < EDITED; file++)
      session.did('Edit', { file_path: join(this.#part(file % PACKAGES), `f${file}.ts`) });
    const path = join(this.#home, '.claude', 'projects', projectName(this.#folder), `${sessionId}.jsonl`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, session.text);
  }

  #ninefold(path: string, ...args: readonly string[]): void {
    const cwd = join(this.#folder, path);
    const env = { PATH: process.env.PATH, HOME: this.#home };
    execFileSync(process.execPath, [resolve('dist', 'cli.js'), ...args], { cwd, env, stdio: 'pipe' });
  }
}
