/** A Codex session as its rollout shows it. */

import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { countLine, metaLine, turnLine, usageOf } from '../unit/meter/codex-lines.ts';
import type { Places } from './open-workbench.ts';

const SESSION_ID = '01a07581-cc40-7c41-865f-708692ff987e';

export class CodexSession {
  readonly path: string;
  readonly #cwd: string;

  constructor({ workspace, home }: Places) {
    this.#cwd = realpathSync(workspace);
    this.path = join(
      home,
      '.codex',
      'sessions',
      '2026',
      '09',
      '06',
      `rollout-2026-09-06T12-27-15-${SESSION_ID}.jsonl`,
    );
  }

  /** The session's lines up to a call with so many tokens of context in use. */
  start(tokens: number): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const lines = [
      metaLine({ id: SESSION_ID, cwd: this.#cwd }),
      turnLine('gpt-5.4', this.#cwd),
      countLine(usageOf(tokens), 258_400, new Date().toISOString()),
    ];
    writeFileSync(this.path, `${lines.join('\n')}\n`);
  }
}
