import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { hooks } from '../../../src/core/agents/claude-code/hooks.ts';
import { MAX_CONTEXT, joinAnswers } from '../../../src/core/hooks/hook-answer.ts';
import { HOOK_EVENTS } from '../../../src/core/hooks/hook-vocabulary.ts';

const NOTHING = {
  session: null,
  transcript: null,
  cwd: null,
  model: null,
  trigger: null,
  isReplaced: false,
  prompt: '',
  isSubagent: false,
};

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
    deepStrictEqual(hooks.parse('PreCompact', text), {
      ...NOTHING,
      event: 'PreCompact',
      session: '6f0c1b52-8d3a-4f70-9f0e-2f4f8d1c7a55',
      transcript: '/home/me/.claude/projects/-p/6f0c1b52.jsonl',
      cwd: '/p',
      trigger: 'auto',
    });
  });

  it('is nothing where it is of another shape, and the event is the one that was named', () => {
    for (const text of ['', 'not JSON', '[]', 'null', '"SessionEnd"', '{"session_id":', '{}']) {
      deepStrictEqual(hooks.parse('SessionEnd', text), { ...NOTHING, event: 'SessionEnd' }, text);
    }
    const odd = { session_id: '../../x', transcript_path: 5, cwd: ['/p'], trigger: 'maybe', prompt: {} };
    deepStrictEqual(hooks.parse('SessionEnd', JSON.stringify(odd)), { ...NOTHING, event: 'SessionEnd' });
  });

  it('tells a session that another one replaces from one that is over', () => {
    const isReplaced = (reason: string) => hooks.parse('SessionEnd', JSON.stringify({ reason }))?.isReplaced;
    deepStrictEqual(['clear', 'resume', 'logout', 'prompt_input_exit', 'other'].map(isReplaced), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('names the event itself, because the answer must', () => {
    strictEqual(hooks.parse('SessionStart', '{"hook_event_name":"PreCompact"}')?.event, 'PreCompact');
    strictEqual(hooks.parse('SessionStart', '{"hook_event_name":"Stop"}'), null);
    strictEqual(hooks.parse('Stop', ''), null);
    strictEqual(hooks.parse('', '{}'), null);
  });
});

describe('what a hook answers', () => {
  it('has a context only where the agent takes one', () => {
    const answer = { context: 'facts', message: 'said' };
    const speaking = HOOK_EVENTS.filter((event) => event !== 'PreCompact');
    deepStrictEqual(
      speaking.map((event) => JSON.parse(hooks.answerText(event, answer)) as unknown),
      speaking.map((event) => ({
        systemMessage: 'Ninefold: said',
        ...(['SessionStart', 'UserPromptSubmit', 'PostToolBatch'].includes(event)
          ? { hookSpecificOutput: { hookEventName: event, additionalContext: 'facts' } }
          : {}),
      })),
    );
  });

  it('is nothing at all where there is nothing to say', () => {
    strictEqual(hooks.answerText('SessionStart', { context: null, message: null }), '');
    strictEqual(hooks.answerText('PreCompact', { context: null, message: null }), '');
  });

  it('is one plain sentence before a compaction, because it becomes an instruction for the summary', () => {
    strictEqual(hooks.answerText('PreCompact', { context: 'one\ntwo', message: 'said' }), 'one two\n');
    strictEqual(hooks.answerText('PreCompact', { context: null, message: 'said' }), 'said\n');
  });

  it('keeps the lines of a banner apart from what is said before and after it', () => {
    const joined = joinAnswers({ context: null, message: 'said' }, { context: null, message: 'one\ntwo' });
    strictEqual(joined.message, 'said\none\ntwo');
    const { systemMessage } = JSON.parse(hooks.answerText('UserPromptSubmit', joined)) as {
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
