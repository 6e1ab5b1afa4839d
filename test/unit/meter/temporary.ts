/** Temporary homes with Claude Code's folders, and machines that are made up around them. */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { projectName } from '../../../src/node/agents/claude-code/folders.ts';
import type { MeterEnvironment } from '../../../src/node/machine/environment.ts';
import { REMOVED } from '../support/platform.ts';

export class TemporaryHome {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'ninefold-meter-')));
  readonly folder = join(this.path, 'work', 'shop');
  readonly living = new Set<number>();

  constructor() {
    mkdirSync(this.folder, { recursive: true });
  }

  environment(
    env: Record<string, string> = {},
    platform: NodeJS.Platform = process.platform,
  ): MeterEnvironment {
    const isProcessAlive = (pid: number): boolean => this.living.has(pid);
    return { home: this.path, env, platform, claudeConfigDir: null, isProcessAlive };
  }

  transcriptPath(sessionId: string, folder = this.folder, config = '.claude'): string {
    return join(this.path, config, 'projects', projectName(folder), `${sessionId}.jsonl`);
  }

  /** Writes a file below the home, with the given time of last change. */
  write(path: string, text: string, modifiedAt?: number): string {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    if (modifiedAt !== undefined) utimesSync(path, modifiedAt / 1000, modifiedAt / 1000);
    return path;
  }

  register(pid: number, fields: Record<string, unknown>, isAlive = true): void {
    this.write(join(this.path, '.claude', 'sessions', `${pid}.json`), JSON.stringify({ pid, ...fields }));
    if (isAlive) this.living.add(pid);
  }

  remove(): void {
    rmSync(this.path, REMOVED);
  }
}
