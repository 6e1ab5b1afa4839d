/** A Claude Code session as its transcript shows it: lines appended as the agent would. */

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { assistantLine, compactionLine, transcriptPath, userLine } from '../harness/sample-transcript.mjs';
import { statusLineText } from '../unit/meter/status-line-text.ts';
import type { Places } from './open-workbench.ts';

const SESSION_ID = '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55';
/** A model with a window of 200K that compacts by itself at 167K. */
const MODEL = 'claude-opus-4-5-20251101';

export class AgentSession {
  readonly path: string;
  readonly #home: string;
  readonly #session: { readonly sessionId: string; readonly workspace: string; readonly model: string };

  constructor({ workspace, home }: Places, sessionId = SESSION_ID) {
    this.#home = home;
    this.#session = { sessionId, workspace, model: MODEL };
    this.path = transcriptPath(home, this.#session);
  }

  /** The session's first line; no call is made yet. */
  begin(): void {
    mkdirSync(dirname(this.path), { recursive: true });
    appendFileSync(this.path, userLine(this.#session, 'Build the sign-in'));
  }

  /** The session's first lines. */
  start(tokens: number): void {
    this.begin();
    this.reach(tokens);
  }

  /** A compaction by itself, at so many tokens. */
  compact(tokens: number, minutesAgo = 0): void {
    this.#append(compactionLine(this.#session, 'auto', tokens), minutesAgo);
  }

  /** One more call, with so many tokens of context in use. */
  reach(tokens: number, minutesAgo = 0): void {
    this.#append(assistantLine(this.#session, tokens), minutesAgo);
  }

  /** Its status line is drawn: what it tells of the account alone, and nothing of the context. */
  drawStatusLine(resetsAt: string): void {
    const { sessionId, model } = this.#session;
    const folder = join(this.#home, '.ninefold', 'sessions');
    mkdirSync(folder, { recursive: true });
    const text = statusLineText({ sessionId, model, window: 200_000, usage: null, resetsAt });
    writeFileSync(join(folder, `${sessionId}.json`), text);
  }

  #append(line: string, minutesAgo: number): void {
    const timestamp = new Date(Date.now() - minutesAgo * 60_000).toISOString();
    const record = { ...(JSON.parse(line) as object), timestamp };
    appendFileSync(this.path, `${JSON.stringify(record)}\n`);
  }
}
