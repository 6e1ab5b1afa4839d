/** Kimi Code's hooks: the common format without a transcript's path. It takes a context only with a prompt, as text. */

import { commonHooks } from '../../hooks/common-hooks.ts';
import type { HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asText } from '../../json-fields.ts';
import { block } from '../../text/foreign-text.ts';

export const hooks: HookVocabulary = commonHooks({
  events: {
    SessionStart: 'SessionStart',
    UserPromptSubmit: 'UserPromptSubmit',
    PreCompact: 'PreCompact',
    PostCompact: 'PostCompact',
    SessionEnd: 'SessionEnd',
  },

  isFrom: ({ hook_event_name: name, session_id: session, client_type: client, ...others }) =>
    asText(name) !== null &&
    ((asText(client) ?? '').startsWith('kimi') ||
      ((asText(session) ?? '').startsWith('session_') && others.transcript_path === undefined)),

  answerText: ({ event }, { context, message }) => {
    const text = context ?? message;
    return event === 'UserPromptSubmit' && text !== null ? `${block(text)}\n` : '';
  },
});
