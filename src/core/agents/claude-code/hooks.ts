/**
 * Claude Code's hooks: their input on stdin and output on stdout. Fields by its hooks reference: `session_id`,
 * `transcript_path`, `cwd`, and `hook_event_name` come with every event; `source`, `trigger`, `reason`, `model`, and
 * `prompt` with some. A missing or malformed field is null.
 */

import { block, oneLine } from '../../text/foreign-text.ts';
import { jsonText } from '../../text/json-text.ts';
import { type HookVocabulary, isHookEvent } from '../../hooks/hook-vocabulary.ts';
import { asText, parseObject } from '../../json-fields.ts';

/** Becomes part of file names and of the journal. */
const SESSION_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/;

/** All SessionEnd hooks together get 1,500 ms, or the value of this variable, up to a minute. */
const END_BUDGET = 'CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS';
const MAX_END_BUDGET = 60_000;

export const hooks: HookVocabulary = {
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
   * Only `SessionStart` and `UserPromptSubmit` accept `additionalContext`, inside `hookSpecificOutput` with the
   * event's name. Output of other events may only contain `systemMessage`; otherwise, it is rejected visibly. Nothing
   * here can block: no `decision`, no `continue`.
   */
  answerText(event, { context, message }) {
    const takesContext = event === 'SessionStart' || event === 'UserPromptSubmit';
    const answer = {
      ...(message === null ? {} : { systemMessage: oneLine(`Ninefold: ${message}`) }),
      ...(context === null || !takesContext
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
