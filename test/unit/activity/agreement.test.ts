/** The readers held against slow ones that know nothing of them: on sessions made by chance, and on real ones where there are some. */

import { deepStrictEqual, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Activity, ActivityFormat } from '../../../src/core/activity/activity.ts';
import { claudeCodeActivity } from '../../../src/core/agents/claude-code/activity.ts';
import { codexActivity } from '../../../src/core/agents/codex/activity.ts';
import { geminiActivity } from '../../../src/core/agents/gemini/activity.ts';
import { slowClaudeCode, slowCodex, slowGemini } from '../support/slow-activity.ts';
import { sameChance } from '../tokens/sample-texts.ts';
import { fed } from './fed.ts';
import { generatedSession } from './generated-claude-code.ts';
import { generatedChat, generatedRollout } from './generated-others.ts';

const SESSIONS = 500;

/** Without what the slow readers don't tell. */
function done({ files, commands, todos, prompts }: Activity): object {
  const ran = commands.map((command) =>
    Object.fromEntries(Object.entries(command).filter(([name]) => name !== 'verdict')),
  );
  return { files, commands: ran, todos, prompts };
}

/** As a file is read whose last line may lack its break. */
function whole(format: ActivityFormat, text: string): object {
  return done(fed(format, `${text}\n`));
}

describe('what agents did', function () {
  this.timeout(120_000);

  it(`is the same by a slow reader of Claude Code in ${SESSIONS} sessions made by chance`, () => {
    const seen = { files: 0, commands: 0, failed: 0, todos: 0, prompts: 0 };
    for (let seed = 1; seed <= SESSIONS; seed += 1) {
      const text = generatedSession(seed);
      const slow = slowClaudeCode(text);
      deepStrictEqual(whole(claudeCodeActivity, text), slow, `session ${seed}`);
      seen.files += slow.files.length;
      seen.commands += slow.commands.length;
      seen.failed += slow.commands.filter(({ exitCode }) => exitCode !== 0).length;
      seen.todos += slow.todos.length;
      seen.prompts += slow.prompts.length;
    }
    for (const [what, count] of Object.entries(seen)) ok(count > SESSIONS / 4, `${what}: ${count}`);
  });

  it(`is the same by slow readers of Codex and Gemini CLI in ${SESSIONS} sessions of each`, () => {
    const seen = { codex: 0, gemini: 0 };
    for (let seed = 1; seed <= SESSIONS; seed += 1) {
      const rollout = generatedRollout(seed);
      const ofCodex = slowCodex(rollout);
      deepStrictEqual(whole(codexActivity, rollout), ofCodex, `rollout ${seed}`);
      const messages = generatedChat(seed);
      const lines = messages.map((message) => JSON.stringify(message)).join('\n');
      const ofGemini = slowGemini(messages);
      deepStrictEqual(whole(geminiActivity, lines), ofGemini, `chat ${seed}`);
      seen.codex += ofCodex.commands.length + ofCodex.files.length;
      seen.gemini += ofGemini.commands.length + ofGemini.files.length;
    }
    for (const [what, count] of Object.entries(seen)) ok(count > SESSIONS, `${what}: ${count}`);
  });

  it('is the same in whatever pieces a transcript comes', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const chance = sameChance(seed);
      const text = generatedSession(seed);
      const length = Buffer.byteLength(text);
      const ends = Array.from({ length: chance(20) }, () => chance(length + 1)).sort(
        (one, other) => one - other,
      );
      deepStrictEqual(fed(claudeCodeActivity, text, ends), fed(claudeCodeActivity, text), `session ${seed}`);
      const rollout = generatedRollout(seed);
      const within = ends.filter((end) => end <= Buffer.byteLength(rollout));
      deepStrictEqual(fed(codexActivity, rollout, within), fed(codexActivity, rollout), `rollout ${seed}`);
    }
  });

  it('continues from a copy like from itself, and neither changes the other', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const lines = generatedSession(seed).split('\n');
      const half = sameChance(seed)(lines.length);
      const reader = claudeCodeActivity.lines?.();
      for (const line of lines.slice(0, half)) reader?.feed(line);
      const before = reader?.read();
      const copy = reader?.copy();
      for (const line of lines.slice(half)) copy?.feed(line);
      deepStrictEqual(reader?.read(), before, `session ${seed}`);
      for (const line of lines.slice(half)) reader?.feed(line);
      deepStrictEqual(copy?.read(), reader?.read(), `session ${seed}`);
    }
  });

  /** A folder of real sessions: `claude-code/*.jsonl`, `codex/*.jsonl`, `gemini-cli/*.json`. */
  const real = process.env.NINEFOLD_TRANSCRIPTS;
  if (real !== undefined && existsSync(real))
    it('is the same by slow readers in real sessions', () => {
      for (const name of readdirSync(join(real, 'claude-code'))) {
        const text: string = readFileSync(join(real, 'claude-code', name), 'utf8');
        deepStrictEqual(whole(claudeCodeActivity, text), slowClaudeCode(text), name);
      }
      for (const name of readdirSync(join(real, 'gemini-cli'))) {
        const text: string = readFileSync(join(real, 'gemini-cli', name), 'utf8');
        const { messages } = JSON.parse(text) as { messages: Readonly<Record<string, unknown>>[] };
        const told = geminiActivity.document?.(text);
        deepStrictEqual(told && done(told), slowGemini(messages), name);
      }
      for (const name of readdirSync(join(real, 'codex'))) {
        const text: string = readFileSync(join(real, 'codex', name), 'utf8');
        deepStrictEqual(whole(codexActivity, text), slowCodex(text), name);
      }
    });
});
