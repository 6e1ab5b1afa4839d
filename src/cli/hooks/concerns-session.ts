import type { HookInput } from '../../core/hooks/hook-vocabulary.ts';
import { promptCommandIn } from '../../core/hooks/prompt-commands.ts';

/** Tests whether a call may have an answer without a workflow, before its folder is opened. */
export function concernsSession({ event, prompt }: HookInput): boolean {
  if (event === 'SessionStart') return true;
  const kind = event === 'UserPromptSubmit' ? promptCommandIn(prompt)?.kind : undefined;
  return kind === 'handoff' || kind === 'save';
}
