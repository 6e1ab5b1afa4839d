/**
 * Claude Code's hooks: their input on stdin and output on stdout. Fields by its hooks reference: `session_id`,
 * `transcript_path`, `cwd`, and `hook_event_name` come with every event; `source`, `trigger`, `reason`, `model`, and
 * `prompt` with some. A missing or malformed field is null.
 */

import { block, oneLine } from '../../text/foreign-text.ts';
import { jsonText } from '../../text/json-text.ts';
import { type HookEvent, type HookVocabulary, isHookEvent } from '../../hooks/hook-vocabulary.ts';
import { asText, parseObject } from '../../json-fields.ts';

/** Becomes part of file names and of the journal. */
const SESSION_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** Events whose `additionalContext` reaches the model; the one after a batch of tools does within the turn. */
const TAKES_CONTEXT: ReadonlySet<HookEvent> = new Set(['SessionStart', 'UserPromptSubmit', 'PostToolBatch']);

/** For SessionEnd hooks without a timeout of their own, which get 1,500 ms by default. */
const END_BUDGET = 'CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS';
const MAX_END_BUDGET = 60_000;

export const hooks: HookVocabulary = {
  showsLines: true,

  parse(given, text) {
    const fields = parseObject(text) ?? {};
    const named = fields.hook_event_name;
    const event = typeof named === 'string' ? named : given;
    if (!isHookEvent(event)) return null;
    const session = asText(fields.session_id);
    const { trigger, prompt, reason } = fields;
    return {
      event,
      session: session !== null && SESSION_ID.test(session) ? session : null,
      transcript: asText(fields.transcript_path),
      cwd: asText(fields.cwd),
      model: asText(fields.model),
      trigger: trigger === 'manual' || trigger === 'auto' ? trigger : null,
      isReplaced: reason === 'clear' || reason === 'resume',
      prompt: typeof prompt === 'string' ? prompt : '',
      isSubagent: asText(fields.agent_id) !== null,
    };
  },

  /**
   * Some events accept `additionalContext`, inside `hookSpecificOutput` with the event's name. Output of others may
   * only contain `systemMessage`; otherwise, it is rejected visibly. Whatever `PreCompact` prints becomes an
   * instruction for the summary, JSON too: it is one sentence. Nothing here can block: no `decision`, no `continue`.
   */
  answerText(event, { context, message }) {
    if (event === 'PreCompact') {
      const sentence = context ?? message;
      return sentence === null ? '' : `${oneLine(sentence)}\n`;
    }
    const between = message?.includes('\n') === true ? '\n' : ' ';
    const answer = {
      ...(message === null ? {} : { systemMessage: block(`Ninefold:${between}${message}`) }),
      ...(context === null || !TAKES_CONTEXT.has(event)
        ? {}
        : { hookSpecificOutput: { hookEventName: event, additionalContext: block(context) } }),
    };
    return Object.keys(answer).length === 0 ? '' : `${jsonText(answer)}\n`;
  },

  projectFolder(environment) {
    const folder = environment.CLAUDE_PROJECT_DIR ?? '';
    return folder === '' ? null : folder;
  },

  budgetOf(event, environment) {
    const budget = event === 'SessionEnd' ? Number(environment[END_BUDGET]) : Number.NaN;
    return budget > 0 ? Math.min(budget, MAX_END_BUDGET) : null;
  },
};
