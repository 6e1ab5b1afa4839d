/** Qwen Code's hooks: the common format with a time. */

import { commonHooks, folderIn } from '../../hooks/common-hooks.ts';
import type { HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asText } from '../../json-fields.ts';

export const hooks: HookVocabulary = commonHooks({
  events: {
    SessionStart: 'SessionStart',
    UserPromptSubmit: 'UserPromptSubmit',
    PostToolUse: 'PostToolBatch',
    PreCompact: 'PreCompact',
    SessionEnd: 'SessionEnd',
    Notification: 'Notification',
  },
  matchers: { Notification: 'permission_prompt' },

  /** Its transcripts are named by the session alone. */
  isFrom({ session_id: session, timestamp, transcript_path: transcript, hook_event_name: name }) {
    const id = asText(session);
    const file = (asText(transcript) ?? '').split(/[\\/]/).at(-1);
    return id !== null && asText(name) !== null && asText(timestamp) !== null && file === `${id}.jsonl`;
  },

  projectFolder: folderIn('QWEN_PROJECT_DIR'),
});
