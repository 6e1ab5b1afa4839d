/**
 * Copilot CLI's hooks. It calls its own with `sessionId` and a time in milliseconds. It also calls those of other
 * agents' settings, with their names of fields and events, but neither a transcript's path nor a turn's id.
 */

import { commonHooks, folderIn, lineOf, readCommon, sessionIdIn } from '../../hooks/common-hooks.ts';
import type { HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asText } from '../../json-fields.ts';
import { block } from '../../text/foreign-text.ts';

const own = {
  sessionStart: 'SessionStart',
  userPromptSubmitted: 'UserPromptSubmit',
  postToolUse: 'PostToolBatch',
  preCompact: 'PreCompact',
  sessionEnd: 'SessionEnd',
} as const;

/** Its own names of events. */
export const OWN_EVENTS: readonly string[] = Object.keys(own);

const events: HookVocabulary['events'] = {
  ...own,
  SessionStart: 'SessionStart',
  UserPromptSubmit: 'UserPromptSubmit',
  PostToolUse: 'PostToolBatch',
  PreCompact: 'PreCompact',
  SessionEnd: 'SessionEnd',
};

export const hooks: HookVocabulary = commonHooks({
  events,

  isFrom({ sessionId, session_id: session, timestamp, transcript_path: transcript, hook_event_name: name }) {
    if (asText(sessionId) !== null) return typeof timestamp === 'number';
    const event = asText(name);
    const isForeign = asText(session) !== null && asText(timestamp) !== null && transcript === undefined;
    return isForeign && event !== null && Object.hasOwn(events, event);
  },

  read(fields, event, name) {
    const input = readCommon(fields, event, name);
    return { ...input, session: input.session ?? sessionIdIn(fields.sessionId) };
  },

  /** It takes a context at the top; that of `hookSpecificOutput` is ignored. It shows no messages. */
  answerText: (_input, { context }) => lineOf(context === null ? {} : { additionalContext: block(context) }),

  projectFolder: folderIn('COPILOT_PROJECT_DIR'),
});
