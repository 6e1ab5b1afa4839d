/** What a session is at, and what it is called, by an agent's own lines. */

import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { claudeCodeReader } from '../../../src/core/agents/claude-code/transcript.ts';
import { codexReader } from '../../../src/core/agents/codex/transcript.ts';
import { copilotCliReader } from '../../../src/core/agents/copilot-cli/transcript.ts';
import { droidReader } from '../../../src/core/agents/droid/transcript.ts';
import { geminiReader } from '../../../src/core/agents/gemini/transcript.ts';
import { kimiCodeReader } from '../../../src/core/agents/kimi-code/transcript.ts';
import { piReader } from '../../../src/core/agents/pi/transcript.ts';
import { qwenCodeReader } from '../../../src/core/agents/qwen-code/transcript.ts';
import { stateOfMessages } from '../../../src/core/agents/opencode/messages.ts';
import type { Fields } from '../../../src/core/json-fields.ts';
import { feedText, type LineReader } from '../../../src/core/meter/transcript-reader.ts';

type Step = readonly [event: Fields, stage: string | undefined];

/** The stage after each of some lines. */
function stagesOf(reader: LineReader, steps: readonly Step[]): unknown {
  return steps.map(
    (_, index) =>
      feedText(
        reader,
        steps
          .slice(0, index + 1)
          .map(([event]) => `${JSON.stringify(event)}\n`)
          .join(''),
      ).stage,
  );
}

const copilot = (type: string, data: Fields = {}): Fields => ({ type, data, id: 'e1', timestamp: 'T' });
const codex = (type: string, fields: Fields = {}): Fields => ({
  type: 'event_msg',
  timestamp: 'T',
  payload: { type, ...fields },
});
const item = (type: string, fields: Fields): Fields => ({
  type: 'response_item',
  timestamp: 'T',
  payload: { type, ...fields },
});

const RUNS: Readonly<Record<string, readonly [LineReader, readonly Step[]]>> = {
  'Copilot CLI': [
    copilotCliReader,
    [
      [copilot('session.start', { sessionId: 's', context: { cwd: '/p' } }), undefined],
      [copilot('user.message', { content: 'x' }), 'working'],
      [copilot('permission.requested', { requestId: 'a' }), 'waiting'],
      [copilot('permission.requested', { requestId: 'b' }), 'waiting'],
      [copilot('permission.completed', { requestId: 'a' }), 'waiting'],
      [copilot('permission.completed', { requestId: 'b' }), 'working'],
      [copilot('assistant.turn_end', { turnId: '0' }), 'idle'],
      [copilot('assistant.turn_start', { turnId: '1' }), 'working'],
      [copilot('user_input.requested', { requestId: 'c' }), 'waiting'],
      [copilot('session.shutdown', {}), 'idle'],
    ],
  ],
  Codex: [
    codexReader,
    [
      [codex('task_started', { model_context_window: 258_400 }), 'working'],
      [item('function_call', { name: 'exec_command', call_id: 'a' }), 'working'],
      [item('function_call', { name: 'request_user_input', call_id: 'b' }), 'waiting'],
      [item('function_call_output', { call_id: 'a', output: 'x' }), 'waiting'],
      [item('function_call_output', { call_id: 'b', output: 'yes' }), 'working'],
      [codex('exec_approval_request', { call_id: 'c' }), 'waiting'],
      [item('function_call_output', { call_id: 'c', output: 'x' }), 'working'],
      [codex('turn_aborted', { reason: 'interrupted' }), 'idle'],
    ],
  ],
};

const ASKED = 'Add a cart to the shop';
const typed = [{ type: 'text', text: ASKED }];

/** Lines before the first question of a person, and that question. */
const TITLES: Readonly<Record<string, readonly [LineReader, readonly Fields[]]>> = {
  'Claude Code': [
    claudeCodeReader,
    [
      { type: 'user', isMeta: true, message: { role: 'user', content: 'Caveat: x' } },
      { type: 'user', message: { role: 'user', content: '<command-name>/clear</command-name>' } },
      { type: 'user', toolUseResult: {}, message: { role: 'user', content: [{ type: 'text', text: 'no' }] } },
      { type: 'user', message: { role: 'user', content: typed } },
    ],
  ],
  Codex: [
    codexReader,
    [
      item('message', { role: 'user', content: [{ type: 'input_text', text: '<environment_context>' }] }),
      codex('user_message', { message: ASKED }),
    ],
  ],
  'Gemini CLI': [
    geminiReader,
    [
      { type: 'info', content: 'x' },
      { type: 'user', content: ASKED },
    ],
  ],
  'Copilot CLI': [copilotCliReader, [copilot('session.start'), copilot('user.message', { content: ASKED })]],
  'Qwen Code': [
    qwenCodeReader,
    [{ type: 'system' }, { type: 'user', message: { parts: [{ text: ASKED }] } }],
  ],
  Droid: [droidReader, [{ type: 'session_start', id: 'x', title: ASKED }]],
  Pi: [
    piReader,
    [
      { type: 'session', id: 'x' },
      { type: 'message', message: { role: 'user', content: typed } },
    ],
  ],
  'Kimi Code': [
    kimiCodeReader,
    [
      { type: 'turn.prompt', origin: { kind: 'injection' }, input: [{ type: 'text', text: 'no' }] },
      { type: 'turn.prompt', origin: { kind: 'user' }, input: typed },
    ],
  ],
};

describe('what a session is at', () => {
  for (const [name, [reader, steps]] of Object.entries(RUNS)) {
    it(`follows from the lines of ${name}`, () => {
      deepStrictEqual(
        stagesOf(reader, steps),
        steps.map(([, stage]) => stage),
      );
    });
  }
});

describe('the title of a session', () => {
  for (const [name, [reader, lines]] of Object.entries(TITLES)) {
    it(`is what a person asked ${name} first`, () => {
      deepStrictEqual(
        lines.map((fields) => reader.title?.(fields) ?? null),
        lines.map((_, index) => (index === lines.length - 1 ? ASKED : null)),
      );
    });
  }

  it('is the agent’s own in a database, unless it is only a time', () => {
    const nameOf = (title: string | null): string | undefined =>
      stateOfMessages({ id: 's', cwd: '/p', version: null, title }, [], () => null).name;
    strictEqual(nameOf(ASKED), ASKED);
    strictEqual(nameOf('New session - 2026-11-29T21:34:11.327Z'), undefined);
    strictEqual(nameOf(null), undefined);
  });
});
