/** Codex's hooks: the common format, with a model everywhere and the turn's id where there is a turn. */

import { commonHooks, readCommon } from '../../hooks/common-hooks.ts';
import type { HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asText } from '../../json-fields.ts';

const ROLLOUT = /(?:^|[\\/])rollout-[^\\/]+$/;

export const hooks: HookVocabulary = commonHooks({
  plugins: { variable: 'CODEX_HOME', folder: '.codex', file: 'config.toml' },
  events: {
    SessionStart: 'SessionStart',
    UserPromptSubmit: 'UserPromptSubmit',
    PostToolUse: 'PostToolBatch',
    PreCompact: 'PreCompact',
    PostCompact: 'PostCompact',
    SessionEnd: 'SessionEnd',
    PermissionRequest: 'Notification',
  },

  /** It asks a person only for a permission. */
  read: (fields, event, name) => ({
    ...readCommon(fields, event, name),
    isWaiting: event === 'Notification',
  }),

  /** A session that keeps no rollout says so with null. */
  isFrom: ({ hook_event_name: name, session_id: session, transcript_path: transcript, turn_id: turn }) =>
    asText(name) !== null &&
    asText(session) !== null &&
    (asText(turn) !== null || transcript === null || ROLLOUT.test(asText(transcript) ?? '')),
});
