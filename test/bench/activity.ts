/** What reading what an agent did costs: a transcript of 100 MB for the first time, and after a turn, both in the worker that windows use. */

import { appendFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { ActivityClient } from '../../src/node/activity/activity-client.ts';
import { ClaudeCodeSession } from '../unit/activity/claude-code-session.ts';
import type { Figure } from './figures.ts';
import { atMost, percentile } from './figures.ts';

const BYTES = 100_000_000;
const TURNS = 50;
const FIRST_MS = 500;
const TURN_MS = 20;
const FIRST_PASSES = 5;

export async function activity(): Promise<readonly Figure[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'nf-')));
  try {
    return await inFolder(join(folder, 'session-one.jsonl'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function inFolder(transcript: string): Promise<readonly Figure[]> {
  const session = new ClaudeCodeSession();
  const work = writeSession(session, transcript);
  const first: number[] = [];
  for (let pass = 0; pass < FIRST_PASSES; pass += 1) {
    const client = clientOf();
    first.push(await timed(client, transcript, work));
    client.dispose();
  }
  const client = clientOf();
  await timed(client, transcript, work);
  const later: number[] = [];
  for (let done = 1; done <= TURNS; done += 1) {
    appendFileSync(transcript, workTurn(session, work + done));
    later.push(await timed(client, transcript, work + done));
  }
  client.dispose();
  return [
    atMost(
      `what an agent did in ${BYTES / 1e6} MB, first time, p50 of ${FIRST_PASSES}`,
      percentile(first, 0.5),
      FIRST_MS,
    ),
    atMost('the same after a turn, p95', percentile(later, 0.95), TURN_MS),
  ];
}

function clientOf(): ActivityClient {
  return new ActivityClient({ bundle: resolve('dist', 'activity.js') });
}

/** @param turns as many as the transcript has @returns milliseconds */
async function timed(client: ActivityClient, transcript: string, turns: number): Promise<number> {
  const started = performance.now();
  const { commands } = await client.read({ transcript, agent: null, rule: 'on' });
  const took = performance.now() - started;
  if (commands.length !== turns) throw new Error(`${commands.length} commands of ${turns}`);
  return took;
}

/** @returns how many turns it has */
function writeSession(session: ClaudeCodeSession, transcript: string): number {
  writeFileSync(transcript, '');
  let turns = 0;
  for (let bytes = 0; bytes < BYTES;) {
    let text = '';
    while (text.length < 1_000_000) {
      turns += 1;
      text += workTurn(session, turns);
    }
    appendFileSync(transcript, text);
    bytes += text.length;
  }
  return turns;
}

/** A file is looked at, another one changed, the tests run: the shares of bytes are those of real sessions. */
function workTurn(session: ClaudeCodeSession, turn: number): string {
  session.lines.length = 0;
  const code = `export const line = "${turn}";\n\tif (a) return 'b';\n`;
  if (turn % 10 === 1) session.prompt(`part ${turn} of the work`);
  session.result(session.call('Read', { file_path: `/home/me/shop/${turn % 90}.ts` }), code.repeat(120), {
    toolUseResult: { type: 'text', file: { content: code.repeat(120) } },
  });
  session.did(
    'Edit',
    { file_path: `/home/me/shop/${turn % 70}.ts`, old_string: code, new_string: code },
    'done',
    {
      originalFile: code.repeat(120),
    },
  );
  session.did('Bash', { command: `npm test -- ${turn}` }, turn % 5 === 0 ? 'failed' : 'done', {
    stdout: code.repeat(30),
  });
  session.say({
    type: 'progress',
    data: { type: 'agent_progress', message: { type: 'user', text: code.repeat(40) } },
  });
  session.say({
    type: 'assistant',
    message: { role: 'assistant', content: [{ type: 'text', text: code.repeat(12) }] },
  });
  return session.text;
}
