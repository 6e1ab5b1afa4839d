/** Gemini CLI's hooks: the common format with a time, and with events of its own. */

import { commonHooks, folderIn, readCommon } from '../../hooks/common-hooks.ts';
import type { HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asText } from '../../json-fields.ts';

const events: HookVocabulary['events'] = {
  SessionStart: 'SessionStart',
  BeforeAgent: 'UserPromptSubmit',
  AfterTool: 'PostToolBatch',
  PreCompress: 'PreCompact',
  SessionEnd: 'SessionEnd',
  Notification: 'Notification',
};
const SHARED_EVENTS = new Set(['SessionStart', 'SessionEnd', 'Notification']);
const CHAT = /[\\/]chats[\\/]session-[^\\/]+$/;

export const hooks: HookVocabulary = commonHooks({
  events,
  matchers: { Notification: 'ToolPermission' },
  tellsCompactions: false,

  isFrom({ hook_event_name: name, session_id: session, timestamp, transcript_path: transcript }) {
    const event = asText(name);
    if (event === null || asText(session) === null || asText(timestamp) === null) return false;
    // Before a session's first message, the path may be empty.
    const isChat = transcript === '' || CHAT.test(asText(transcript) ?? '');
    return SHARED_EVENTS.has(event) ? isChat : events[event] !== undefined;
  },

  /** `PreCompress` comes with every turn, whether or not anything is compressed. */
  read(fields, event, name) {
    const input = readCommon(fields, event, name);
    return { ...input, isCompacting: input.trigger === 'manual' };
  },

  projectFolder: folderIn('GEMINI_PROJECT_DIR'),
});
