/** Droid's hooks: the common format, told by where its sessions are. */

import { commonHooks, folderIn } from '../../hooks/common-hooks.ts';
import type { HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asText } from '../../json-fields.ts';

const SESSION = /[\\/]\.factory[\\/]sessions[\\/]/;

export const hooks: HookVocabulary = commonHooks({
  events: {
    SessionStart: 'SessionStart',
    UserPromptSubmit: 'UserPromptSubmit',
    PostToolUse: 'PostToolBatch',
    PreCompact: 'PreCompact',
    SessionEnd: 'SessionEnd',
  },

  isFrom: ({ session_id: session, transcript_path: transcript, hook_event_name: name }) =>
    asText(session) !== null && asText(name) !== null && SESSION.test(asText(transcript) ?? ''),

  projectFolder: folderIn('FACTORY_PROJECT_DIR'),
});
