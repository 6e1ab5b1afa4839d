/** Claude Code's hooks, by its hooks reference. */

import { answerCommon, commonHooks, folderIn, sentenceOf } from '../../hooks/common-hooks.ts';
import type { HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asText } from '../../json-fields.ts';

/** For SessionEnd hooks without a timeout of their own, which get 1,500 ms by default. */
const END_BUDGET = 'CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS';
const MAX_END_BUDGET = 60_000;

export const hooks: HookVocabulary = commonHooks({
  events: {
    SessionStart: 'SessionStart',
    UserPromptSubmit: 'UserPromptSubmit',
    PostToolBatch: 'PostToolBatch',
    PreCompact: 'PreCompact',
    PostCompact: 'PostCompact',
    SessionEnd: 'SessionEnd',
  },

  /** Every event has all four; none has a time, or the id of a turn. */
  isFrom: ({ session_id: session, transcript_path: transcript, cwd, ...others }) =>
    [session, transcript, cwd, others.hook_event_name].every((value) => asText(value) !== null) &&
    others.timestamp === undefined &&
    others.turn_id === undefined,

  /** Whatever `PreCompact` prints becomes an instruction for the summary, JSON too: it is one sentence. */
  answerText: (input, answer) =>
    input.event === 'PreCompact' ? sentenceOf(answer) : answerCommon(input, answer),

  projectFolder: folderIn('CLAUDE_PROJECT_DIR'),

  budgetOf(event, environment) {
    const budget = event === 'SessionEnd' ? Number(environment[END_BUDGET]) : Number.NaN;
    return budget > 0 ? Math.min(budget, MAX_END_BUDGET) : null;
  },
});
