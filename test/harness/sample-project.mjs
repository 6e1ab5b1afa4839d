/** The sample for `npm start`: a small project, and a home folder in which a coding agent is working. */
import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCommand } from './processes.mjs';
import { assistantLine, compactionLine, transcriptPath, userLine } from './sample-transcript.mjs';

const model = 'claude-opus-4-5-20251101';
const contextWindow = 200_000;
const startTokens = contextWindow * 0.4;
const endTokens = contextWindow * 0.93;
const tokensPerTurn = 4_000;
const turnMs = 5_000;

const files = {
  'README.md': '# Corner Shop\n\nA sample project. Nothing here matters: try Ninefold on it.\n',
  'package.json': `{
  "name": "corner-shop",
  "version": "1.0.0",
  "private": true,
  "type": "module",
  "scripts": {
    "test": "node --test"
  }
}
`,
  'src/cart.js': `/** Adds up a cart, in cents. */
export function total(items) {
  return items.reduce((sum, { price, count }) => sum + price * count, 0);
}
`,
  'test/cart.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/cart.js';

test('adds up', () => assert.equal(total([{ price: 250, count: 2 }]), 500));
`,
};

/**
 * @typedef {object} SampleProject
 * @property {string} folder holds everything
 * @property {string} workspace
 * @property {string} home
 * @property {() => void} startAgent makes the transcript grow
 * @property {() => void} remove stops that and deletes the folder
 */

/**
 * Writes the sample to a temporary folder.
 *
 * @returns {Promise<SampleProject>}
 */
export async function makeSampleProject() {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'ninefold-'));
  const workspace = join(folder, 'corner-shop');
  const home = join(folder, 'home');
  for (const [path, content] of Object.entries(files)) write(join(workspace, path), content);
  await makeRepository(workspace);
  const session = { sessionId: randomUUID(), workspace, model };
  describeAgent(home, session);
  let timer;
  return {
    folder,
    workspace,
    home,
    startAgent: () => (timer = growTranscript(transcriptPath(home, session), session)),
    remove: () => {
      clearInterval(timer);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * Git is optional: without it, the sample is a plain folder.
 * @param {string} workspace
 */
async function makeRepository(workspace) {
  const identity = ['-c', 'user.name=Sample', '-c', 'user.email=sample@example.invalid'];
  for (const command of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '.'],
    [...identity, 'commit', '--quiet', '--message', 'A corner shop'],
  ]) {
    const { code } = await runCommand('git', command, { cwd: workspace });
    if (code !== 0) return;
  }
}

/**
 * Files that Claude Code keeps next to its transcripts: settings (without automatic compaction, so that every level
 * is reached), and the file of a running session. This process takes the agent's place.
 *
 * @param {string} home
 * @param {import('./sample-transcript.mjs').SampleSession} session
 */
function describeAgent(home, session) {
  const now = Date.now();
  const { sessionId, workspace } = session;
  const running = {
    pid: process.pid,
    sessionId,
    cwd: workspace,
    startedAt: now,
    updatedAt: now,
    status: 'busy',
  };
  write(join(home, '.claude', 'settings.json'), '{ "autoCompactEnabled": false }\n');
  write(join(home, '.claude', 'sessions', `${process.pid}.json`), JSON.stringify(running));
  write(
    transcriptPath(home, session),
    userLine(session, 'Give the cart a discount code.') + assistantLine(session, startTokens),
  );
}

/**
 * Appends a turn every few seconds; after the last level, compacts the conversation and starts over.
 *
 * @param {string} path
 * @param {import('./sample-transcript.mjs').SampleSession} session
 */
function growTranscript(path, session) {
  let tokens = startTokens;
  return setInterval(() => {
    if (tokens >= endTokens) {
      appendFileSync(path, compactionLine(session, 'manual', tokens));
      tokens = startTokens - tokensPerTurn;
      return;
    }
    tokens += tokensPerTurn;
    appendFileSync(path, assistantLine(session, tokens));
  }, turnMs);
}

/**
 * @param {string} path
 * @param {string} content
 */
function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
