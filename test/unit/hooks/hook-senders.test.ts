import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { AGENTS, findAgent } from '../../../src/core/agents/agents.ts';
import { readHook } from '../../../src/core/agents/hook-senders.ts';
import type { HookEvent } from '../../../src/core/hooks/hook-vocabulary.ts';

const ID = '01a22bf5-2071-7323-83e4-0b22ef3297a4';
const TIME = '2026-11-30T10:17:01.851Z';
const COMMON = { session_id: ID, cwd: '/p' };

const CLAUDE = { ...COMMON, transcript_path: `/h/.claude/projects/-p/${ID}.jsonl` };
const CODEX = {
  ...COMMON,
  transcript_path: `/h/.codex/sessions/2026/11/30/rollout-2026-11-30T10-16-54-${ID}.jsonl`,
  model: 'gpt-5.2-codex',
};
const GEMINI = {
  ...COMMON,
  transcript_path: '/h/.gemini/tmp/p/chats/session-2026-11-30T10-17-01a22bf5.jsonl',
  timestamp: TIME,
};
const QWEN = { ...COMMON, transcript_path: `/h/.qwen/projects/-p/chats/${ID}.jsonl`, timestamp: TIME };
const DROID = { ...COMMON, transcript_path: `/h/.factory/sessions/-p/${ID}.jsonl`, permission_mode: 'off' };
const COPILOT = { sessionId: ID, timestamp: 1796034233879, cwd: '/p' };
const KIMI = { ...COMMON, client_type: 'kimi_code_cli', session_title: 'A title' };
/** As it calls hooks in the settings of another agent. */
const COPILOT_THERE = { ...COMMON, timestamp: TIME };

type Row = readonly [agent: string, given: string, fields: object, event: HookEvent];
const named = (name: string, fields: object): [string, object] => [
  name,
  { ...fields, hook_event_name: name },
];

// The inputs of real programs, but for Qwen Code's, Droid's, and Kimi Code's, which are documented to be of the common format.
const ROWS: readonly Row[] = [
  [
    'claude-code',
    ...named('SessionStart', { ...CLAUDE, source: 'startup', model: 'claude-opus-4-6' }),
    'SessionStart',
  ],
  [
    'claude-code',
    ...named('UserPromptSubmit', { ...CLAUDE, permission_mode: 'default', prompt: 'x' }),
    'UserPromptSubmit',
  ],
  ['claude-code', ...named('PostToolBatch', CLAUDE), 'PostToolBatch'],
  [
    'claude-code',
    ...named('PreCompact', { ...CLAUDE, trigger: 'auto', custom_instructions: '' }),
    'PreCompact',
  ],
  [
    'claude-code',
    ...named('PostCompact', { ...CLAUDE, trigger: 'auto', compact_summary: '' }),
    'PostCompact',
  ],
  ['claude-code', ...named('SessionEnd', { ...CLAUDE, reason: 'other' }), 'SessionEnd'],
  [
    'codex',
    ...named('SessionStart', { ...CODEX, permission_mode: 'default', source: 'startup' }),
    'SessionStart',
  ],
  ['codex', ...named('SessionStart', { ...CODEX, transcript_path: null, source: 'startup' }), 'SessionStart'],
  ['codex', ...named('UserPromptSubmit', { ...CODEX, turn_id: 't', prompt: 'x' }), 'UserPromptSubmit'],
  [
    'codex',
    ...named('UserPromptSubmit', { ...COMMON, turn_id: 't', model: 'gpt-5', prompt: 'x' }),
    'UserPromptSubmit',
  ],
  ['codex', ...named('PostToolUse', { ...CODEX, turn_id: 't', tool_name: 'Bash' }), 'PostToolBatch'],
  ['codex', ...named('PreCompact', { ...CODEX, turn_id: 't', trigger: 'auto' }), 'PreCompact'],
  [
    'codex',
    ...named('SessionEnd', { ...COMMON, transcript_path: CODEX.transcript_path, reason: 'other' }),
    'SessionEnd',
  ],
  ['gemini', ...named('SessionStart', { ...GEMINI, source: 'startup' }), 'SessionStart'],
  ['gemini', ...named('SessionStart', { ...GEMINI, transcript_path: '', source: 'startup' }), 'SessionStart'],
  ['gemini', ...named('BeforeAgent', { ...GEMINI, prompt: 'x' }), 'UserPromptSubmit'],
  ['gemini', ...named('BeforeAgent', { ...COMMON, timestamp: TIME, prompt: 'x' }), 'UserPromptSubmit'],
  ['gemini', ...named('AfterTool', { ...GEMINI, tool_name: 'read_file' }), 'PostToolBatch'],
  ['gemini', ...named('PreCompress', { ...GEMINI, trigger: 'auto' }), 'PreCompact'],
  ['gemini', ...named('SessionEnd', { ...GEMINI, reason: 'exit' }), 'SessionEnd'],
  ['gemini', ...named('Notification', { ...GEMINI, notification_type: 'ToolPermission' }), 'Notification'],
  [
    'qwen-code',
    ...named('Notification', { ...QWEN, notification_type: 'permission_prompt' }),
    'Notification',
  ],
  [
    'claude-code',
    ...named('Notification', { ...CLAUDE, notification_type: 'permission_prompt' }),
    'Notification',
  ],
  ['codex', ...named('PermissionRequest', { ...CODEX, turn_id: 't', tool_name: 'Bash' }), 'Notification'],
  ['qwen-code', ...named('SessionStart', { ...QWEN, source: 'startup' }), 'SessionStart'],
  ['qwen-code', ...named('PostToolUse', QWEN), 'PostToolBatch'],
  ['droid', ...named('SessionStart', { ...DROID, source: 'startup' }), 'SessionStart'],
  ['droid', ...named('UserPromptSubmit', { ...DROID, prompt: 'x' }), 'UserPromptSubmit'],
  ['kimi-code', ...named('SessionStart', { ...KIMI, source: 'startup' }), 'SessionStart'],
  ['kimi-code', ...named('UserPromptSubmit', { ...KIMI, prompt: 'x' }), 'UserPromptSubmit'],
  ['copilot-cli', 'sessionStart', { ...COPILOT, source: 'new', initialPrompt: 'x' }, 'SessionStart'],
  ['copilot-cli', 'SessionStart', { ...COPILOT, source: 'new', initialPrompt: 'x' }, 'SessionStart'],
  ['copilot-cli', 'postToolUse', { ...COPILOT, toolName: 'bash' }, 'PostToolBatch'],
  ['copilot-cli', 'sessionEnd', { ...COPILOT, reason: 'complete' }, 'SessionEnd'],
  ['copilot-cli', ...named('SessionStart', { ...COPILOT_THERE, source: 'new' }), 'SessionStart'],
  ['copilot-cli', ...named('UserPromptSubmit', { ...COPILOT_THERE, prompt: 'x' }), 'UserPromptSubmit'],
];

describe('the agent that calls a hook', () => {
  it('is told by the fields of its input', () => {
    deepStrictEqual(
      ROWS.map(([, given, fields]) => {
        const read = readHook(given, JSON.stringify(fields));
        return [read?.sender.id, read?.input.event, read?.input.session];
      }),
      ROWS.map(([agent, , , event]) => [agent, event, ID]),
    );
  });

  it('waits for a person at a question, and neither after a turn nor at anything else', () => {
    const waits = (fields: object): boolean | undefined =>
      readHook('Notification', JSON.stringify(fields))?.input.isWaiting;
    const asked = ROWS.filter(([, , , event]) => event === 'Notification');
    deepStrictEqual(
      asked.map(([, , fields]) => waits(fields)),
      asked.map(() => true),
    );
    const others = ROWS.filter(([, , , event]) => event !== 'Notification');
    ok(
      others.every(([, given, fields]) => readHook(given, JSON.stringify(fields))?.input.isWaiting === false),
    );
    for (const kind of ['idle_prompt', 'auth_success', undefined, 5])
      strictEqual(waits({ ...CLAUDE, hook_event_name: 'Notification', notification_type: kind }), false);
  });

  it('has a folder of its own', () => {
    for (const [agent] of ROWS) ok(findAgent(agent), agent);
  });

  it('is told of every agent that has hooks', () => {
    const hooked = AGENTS.filter(({ id }) => existsSync(join('src', 'core', 'agents', id, 'hooks.ts')));
    ok(hooked.length > 3);
    deepStrictEqual(new Set(ROWS.map(([agent]) => agent)), new Set(hooked.map(({ id }) => id)));
  });

  it('has no name and no session if it is none of them', () => {
    const strangers = [
      {},
      COMMON,
      { ...COMMON, hook_event_name: 'SessionStart' },
      { ...COMMON, hook_event_name: 'SessionStart', transcript_path: 5 },
      { session: ID, hook_event_name: 'SessionStart', cwd: '/p' },
      { sessionId: ID, cwd: '/p' },
      { conversation_id: ID, hook_event_name: 'SessionStart', workspace_roots: ['/p'] },
      { ...CLAUDE, hook_event_name: 'SessionStart', cwd: undefined },
    ];
    for (const fields of strangers) {
      const text = JSON.stringify(fields);
      const read = readHook('SessionStart', text);
      strictEqual(read?.sender.id, 'agent', text);
      const { event, session, transcript } = read.input;
      deepStrictEqual(
        { event, session, transcript },
        { event: 'SessionStart', session: null, transcript: null },
      );
    }
  });
});

describe('the answer to a hook', () => {
  const answer = { context: 'facts', message: 'said' };
  const answered = (given: string, fields: object): unknown => {
    const read = readHook(given, JSON.stringify(fields));
    const text = read?.sender.hooks.answerText(read.input, answer) ?? '';
    return text === '' ? '' : JSON.parse(text);
  };

  it('repeats the name that the agent gave the event', () => {
    deepStrictEqual(answered(...named('AfterTool', GEMINI)), {
      systemMessage: 'Ninefold: said',
      hookSpecificOutput: { hookEventName: 'AfterTool', additionalContext: 'facts' },
    });
    deepStrictEqual(answered(...named('PostToolUse', { ...CODEX, turn_id: 't' })), {
      systemMessage: 'Ninefold: said',
      hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'facts' },
    });
  });

  it('is no text where the agent takes JSON alone before a compaction', () => {
    deepStrictEqual(answered(...named('PreCompact', { ...CODEX, turn_id: 't' })), {
      systemMessage: 'Ninefold: said',
    });
  });

  it('has its context where the agent looks for it', () => {
    deepStrictEqual(answered('sessionStart', COPILOT), { additionalContext: 'facts' });
    deepStrictEqual(answered(...named('SessionStart', COPILOT_THERE)), { additionalContext: 'facts' });
  });
});
