import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { hooks } from '../../../src/core/agents/claude-code/hooks.ts';
import { readHook } from '../../../src/core/agents/hook-senders.ts';
import { MAX_CONTEXT, joinAnswers } from '../../../src/core/hooks/hook-answer.ts';
import {
  HOOK_EVENTS,
  type HookAnswer,
  type HookEvent,
  type HookInput,
} from '../../../src/core/hooks/hook-vocabulary.ts';

const NOTHING = {
  session: null,
  transcript: null,
  cwd: null,
  model: null,
  trigger: null,
  isCompacting: true,
  isReplaced: false,
  prompt: '',
  isSubagent: false,
  isWaiting: false,
  commands: [],
  hasEdits: false,
};

const ENDED = { ...NOTHING, event: 'SessionEnd', name: 'SessionEnd' };

const inputOf = (given: string, text: string): HookInput | null => readHook(given, text)?.input ?? null;
const textFor = (event: HookEvent, answer: HookAnswer): string =>
  hooks.answerText({ event, name: event }, answer);

describe('what a hook is given', () => {
  it('is read field by field', () => {
    const text = JSON.stringify({
      session_id: '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55',
      transcript_path: '/home/me/.claude/projects/-p/6f0c1b52.jsonl',
      cwd: '/p',
      hook_event_name: 'PreCompact',
      trigger: 'auto',
      custom_instructions: '',
    });
    deepStrictEqual(inputOf('PreCompact', text), {
      ...NOTHING,
      event: 'PreCompact',
      name: 'PreCompact',
      session: '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55',
      transcript: '/home/me/.claude/projects/-p/6f0c1b52.jsonl',
      cwd: '/p',
      trigger: 'auto',
    });
  });

  it('is nothing where it is of another shape, and the event is the one that was named', () => {
    for (const text of ['', 'not JSON', '[]', 'null', '"SessionEnd"', '{"session_id":', '{}']) {
      deepStrictEqual(inputOf('SessionEnd', text), ENDED, text);
    }
    const odd = { session_id: '../../x', transcript_path: 5, cwd: ['/p'], trigger: 'maybe', prompt: {} };
    deepStrictEqual(inputOf('SessionEnd', JSON.stringify(odd)), ENDED);
  });

  it('tells a session that another one replaces from one that is over', () => {
    const isReplaced = (reason: string) => inputOf('SessionEnd', JSON.stringify({ reason }))?.isReplaced;
    deepStrictEqual(['clear', 'resume', 'logout', 'prompt_input_exit', 'other'].map(isReplaced), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('names the event itself, because the answer must', () => {
    strictEqual(inputOf('SessionStart', '{"hook_event_name":"PreCompact"}')?.event, 'PreCompact');
    strictEqual(inputOf('SessionStart', '{"hook_event_name":"Stop"}'), null);
    strictEqual(inputOf('Stop', ''), null);
    strictEqual(inputOf('', '{}'), null);
  });
});

describe('what a hook answers', () => {
  it('has a context only where the agent takes one', () => {
    const answer = { context: 'facts', message: 'said' };
    const speaking = HOOK_EVENTS.filter((event) => event !== 'PreCompact');
    deepStrictEqual(
      speaking.map((event) => JSON.parse(textFor(event, answer)) as unknown),
      speaking.map((event) => ({
        systemMessage: 'Ninefold: said',
        ...(['SessionStart', 'UserPromptSubmit', 'PostToolBatch'].includes(event)
          ? { hookSpecificOutput: { hookEventName: event, additionalContext: 'facts' } }
          : {}),
      })),
    );
  });

  it('is nothing at all where there is nothing to say', () => {
    strictEqual(textFor('SessionStart', { context: null, message: null }), '');
    strictEqual(textFor('PreCompact', { context: null, message: null }), '');
  });

  it('is one plain sentence before a compaction, because it becomes an instruction for the summary', () => {
    strictEqual(textFor('PreCompact', { context: 'one\ntwo', message: 'said' }), 'one two\n');
    strictEqual(textFor('PreCompact', { context: null, message: 'said' }), 'said\n');
  });

  it('keeps the lines of a banner apart from what is said before and after it', () => {
    const joined = joinAnswers({ context: null, message: 'said' }, { context: null, message: 'one\ntwo' });
    strictEqual(joined.message, 'said\none\ntwo');
    const { systemMessage } = JSON.parse(textFor('UserPromptSubmit', joined)) as {
      systemMessage: string;
    };
    strictEqual(systemMessage, 'Ninefold:\nsaid\none\ntwo');
  });

  it('keeps the first of two contexts that are too long together', () => {
    const long = { context: 'a'.repeat(MAX_CONTEXT - 10), message: 'one' };
    deepStrictEqual(joinAnswers(long, { context: 'b'.repeat(20), message: 'two' }), {
      context: long.context,
      message: 'one two',
    });
    deepStrictEqual(joinAnswers({ context: 'a', message: null }, { context: 'b', message: 'two' }), {
      context: 'a\n\nb',
      message: 'two',
    });
  });
});
