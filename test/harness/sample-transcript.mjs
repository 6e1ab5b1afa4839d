/** Claude Code transcripts for tests and `npm start`: in the real format, with made-up figures. */
import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} SampleSession
 * @property {string} sessionId
 * @property {string} workspace absolute path
 * @property {string} model
 */

/**
 * Returns where Claude Code stores the transcript of a session in this workspace.
 *
 * @param {string} home
 * @param {SampleSession} session
 * @returns {string}
 */
export function transcriptPath(home, session) {
  const folder = realpathSync(session.workspace)
    .normalize('NFC')
    .replace(/[^A-Za-z0-9]/g, '-');
  return join(home, '.claude', 'projects', folder, `${session.sessionId}.jsonl`);
}

/**
 * Makes a person's line.
 *
 * @param {SampleSession} session
 * @param {string} text
 * @returns {string} with its newline
 */
export function userLine(session, text) {
  return line(session, { type: 'user', message: { role: 'user', content: text } });
}

/**
 * Makes the line of one call, whose input side adds up to `tokens`.
 *
 * @param {SampleSession} session
 * @param {number} tokens context tokens
 * @param {number} [outputTokens]
 * @returns {string} with its newline
 */
export function assistantLine(session, tokens, outputTokens = 400) {
  const fresh = Math.min(tokens - 2, 4_000);
  return line(session, {
    type: 'assistant',
    requestId: `req_${randomUUID()}`,
    message: {
      id: `msg_${randomUUID()}`,
      type: 'message',
      role: 'assistant',
      model: session.model,
      stop_reason: 'end_turn',
      content: [{ type: 'text', text: 'Working on it.' }],
      usage: {
        input_tokens: 2,
        cache_creation_input_tokens: fresh,
        cache_read_input_tokens: tokens - 2 - fresh,
        output_tokens: outputTokens,
      },
    },
  });
}

/**
 * Makes the line of a compaction.
 *
 * @param {SampleSession} session
 * @param {'manual' | 'auto'} trigger
 * @param {number} tokensBefore
 * @returns {string} with its newline
 */
export function compactionLine(session, trigger, tokensBefore) {
  return line(session, {
    type: 'system',
    subtype: 'compact_boundary',
    content: 'Conversation compacted',
    compactMetadata: { trigger, preTokens: tokensBefore },
  });
}

/**
 * @param {SampleSession} session
 * @param {Record<string, unknown>} content
 */
function line(session, content) {
  const envelope = {
    uuid: randomUUID(),
    parentUuid: null,
    isSidechain: false,
    sessionId: session.sessionId,
    timestamp: new Date().toISOString(),
    cwd: session.workspace,
    gitBranch: 'main',
    version: '2.1.42',
  };
  return `${JSON.stringify({ ...envelope, ...content })}\n`;
}
