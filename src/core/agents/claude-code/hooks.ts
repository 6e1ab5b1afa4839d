/** Claude Code's hooks, by its hooks reference. */

import { answerCommon, commonHooks, folderIn, readCommon, sentenceOf } from '../../hooks/common-hooks.ts';
import type { HookCommand, HookInput, HookVocabulary } from '../../hooks/hook-vocabulary.ts';
import { asFields, asList, asText } from '../../json-fields.ts';

/** For SessionEnd hooks without a timeout of their own, which get 1,500 ms by default. */
const END_BUDGET = 'CLAUDE_CODE_SESSIONEND_HOOKS_TIMEOUT_MS';
const MAX_END_BUDGET = 60_000;

const EDITS: ReadonlySet<unknown> = new Set(['Write', 'Edit', 'MultiEdit', 'NotebookEdit']);
const EXIT_CODE = /^(?:Error: )?Exit code (\d{1,3})(?:\n|$)/;
/** How the result of a call begins that didn't run to its end; the input doesn't mark it otherwise. */
const NOT_RUN =
  /^(?:The user doesn't|Permission |Claude requested|Command (?:running|was)|\[Request|<\w+|Error\b|Hook |PreToolUse|[^\n]*(?:denied|blocked|rejected|cancelled|interrupted|aborted|timed out))/i;

export const hooks: HookVocabulary = commonHooks({
  plugins: { variable: 'CLAUDE_CONFIG_DIR', folder: '.claude', file: 'plugins/installed_plugins.json' },
  events: {
    SessionStart: 'SessionStart',
    UserPromptSubmit: 'UserPromptSubmit',
    PostToolBatch: 'PostToolBatch',
    PreCompact: 'PreCompact',
    PostCompact: 'PostCompact',
    SessionEnd: 'SessionEnd',
    Notification: 'Notification',
  },
  matchers: { Notification: 'permission_prompt|elicitation_dialog' },

  /** Every event has all four; none has a time, or the id of a turn. */
  isFrom: ({ session_id: session, transcript_path: transcript, cwd, ...others }) =>
    [session, transcript, cwd, others.hook_event_name].every((value) => asText(value) !== null) &&
    others.timestamp === undefined &&
    others.turn_id === undefined,

  read: (fields, event, name) => ({ ...readCommon(fields, event, name), ...toolsIn(fields.tool_calls) }),

  /** Whatever `PreCompact` prints becomes an instruction for the summary, JSON too: it is one sentence. */
  answerText: (input, answer) =>
    input.event === 'PreCompact' ? sentenceOf(answer) : answerCommon(input, answer),

  projectFolder: folderIn('CLAUDE_PROJECT_DIR'),

  budgetOf(event, environment) {
    const budget = event === 'SessionEnd' ? Number(environment[END_BUDGET]) : Number.NaN;
    return budget > 0 ? Math.min(budget, MAX_END_BUDGET) : null;
  },
});

/** Reads the calls of a batch: each has the name and input of its tool, and the text that the model gets. */
function toolsIn(calls: unknown): Pick<HookInput, 'commands' | 'hasEdits'> {
  const tools = asList(calls).map(asFields);
  const shells = tools.filter((tool) => tool?.tool_name === 'Bash');
  return {
    commands: shells.flatMap((tool) => commandIn(asFields(tool?.tool_input)?.command, tool?.tool_response)),
    hasEdits: tools.some((tool) => EDITS.has(tool?.tool_name)),
  };
}

function commandIn(given: unknown, response: unknown): readonly HookCommand[] {
  const command = asText(given);
  const output = typeof response === 'string' ? response : asList(response).map(blockText).join('\n');
  const failed = EXIT_CODE.exec(output)?.[1];
  if (command === null || response === undefined) return [];
  if (failed === undefined && NOT_RUN.test(output)) return [];
  return [{ command, exitCode: Number(failed ?? 0), output }];
}

function blockText(block: unknown): string {
  return asText(asFields(block)?.text) ?? '';
}
