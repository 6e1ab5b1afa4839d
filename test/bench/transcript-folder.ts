/**
 * A folder of Claude Code transcripts such as months of work leave: many projects, line types and sizes as the real
 * ones have them, a heavy tail of long sessions, and one that is alive.
 */

import { linkSync, mkdirSync, openSync, closeSync, readdirSync, utimesSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { assistantLine, transcriptPath, userLine } from '../harness/sample-transcript.mjs';
import { sameChance } from '../unit/tokens/sample-texts.ts';

const DAY_SECONDS = 24 * 3600;
const MODEL = 'claude-opus-4-5-20251101';
/** Of so many projects the folder that is metered is one. */
const PROJECTS = 25;

export type Chance = (below: number) => number;

export interface TranscriptFolder {
  /** `CLAUDE_CONFIG_DIR`. */
  readonly config: string;
  readonly workspace: string;
  readonly files: number;
  readonly bytes: number;
}

/** @param home its `.claude` is filled @param liveTokens what the session at work has in its window */
export function makeTranscripts(
  { home, workspace }: { readonly home: string; readonly workspace: string },
  {
    files,
    bytes,
    liveTokens,
  }: { readonly files: number; readonly bytes: number; readonly liveTokens: number },
): TranscriptFolder {
  const chance = sameChance(11);
  const shares = Array.from({ length: files }, () => (1 + chance(1000)) ** 3);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let written = 0;
  for (const [index, share] of shares.entries()) {
    const project = index % PROJECTS;
    const isLive = index === 0;
    const folder = project === 0 ? workspace : join(dirname(workspace), `other-${project}`);
    mkdirSync(folder, { recursive: true });
    const session = { sessionId: sessionIdOf(index), workspace: folder, model: MODEL };
    const path = transcriptPath(home, session);
    mkdirSync(dirname(path), { recursive: true });
    written += writeTranscript(
      path,
      session,
      Math.max(20_000, (bytes * share) / whole),
      chance,
      isLive ? liveTokens : null,
    );
    const days = isLive ? 0 : 1 + (index % 60);
    const at = Date.now() / 1000 - days * DAY_SECONDS;
    utimesSync(path, at, at);
  }
  return { config: join(home, '.claude'), workspace, files, bytes: written };
}

/** The folder grows to `times` as many transcripts: each is there under other names as well, as a hard link. */
export function growTranscripts({ config }: TranscriptFolder, times: number): void {
  const projects = join(config, 'projects');
  for (const project of readdirSync(projects)) {
    const originals = readdirSync(join(projects, project)).filter((name) => /^0{8}-/.test(name));
    for (const name of originals) {
      for (let copy = 1; copy < times; copy++) {
        // The one that lives lives once.
        if (basename(name, '.jsonl') === sessionIdOf(0)) continue;
        const other = name.replace(/^0{8}/, copy.toString(16).padStart(8, '0'));
        linkOnce(join(projects, project, name), join(projects, project, other));
      }
    }
  }
}

function linkOnce(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function sessionIdOf(index: number): string {
  return `00000000-1111-4222-8333-${index.toString(16).padStart(12, '0')}`;
}

export interface Session {
  readonly sessionId: string;
  readonly workspace: string;
  readonly model: string;
}

/** @param last tokens of one more call at its end @returns its bytes */
export function writeTranscript(
  path: string,
  session: Session,
  size: number,
  chance: Chance,
  last: number | null,
): number {
  const file = openSync(path, 'w');
  let written = 0;
  let tokens = 20_000;
  try {
    const write = (text: string): void => void (written += writeSync(file, text));
    write(userLine(session, 'Build the next part of it.'));
    while (written < size) {
      tokens = tokens > 160_000 ? 25_000 : tokens + chance(3_000);
      write(turn(session, tokens, chance));
    }
    if (last !== null) write(assistantLine(session, last));
  } finally {
    closeSync(file);
  }
  return written;
}

/** What one turn leaves: the call, a tool's result, progress of a sub-agent now and then, a snapshot. */
export function turn(session: Session, tokens: number, chance: Chance): string {
  const result = chance(200) === 0 ? 200_000 : ([300, 1_500, 6_000, 24_000][chance(4)] ?? 300);
  const lines = [assistantLine(session, tokens, 50 + chance(900)), userLine(session, filler(result, chance))];
  if (chance(4) === 0) {
    const nested = JSON.parse(assistantLine(session, 9_000)) as unknown;
    lines.push(
      `${JSON.stringify({ type: 'progress', sessionId: session.sessionId, data: { type: 'agent_progress', message: nested } })}\n`,
    );
  }
  if (chance(6) === 0) {
    lines.push(
      `${JSON.stringify({ type: 'file-history-snapshot', messageId: `m${tokens}`, snapshot: filler(2_000, chance) })}\n`,
    );
  }
  return lines.join('');
}

const WORDS =
  'const value = await read(path); if (value === undefined) return; // nothing is there yet\n'.repeat(4000);

function filler(length: number, chance: Chance): string {
  const start = chance(200);
  return WORDS.slice(start, start + length);
}
