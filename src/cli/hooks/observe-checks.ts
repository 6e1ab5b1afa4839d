/** Records the checks that an agent ran, as its hook reports them: observed, because the agent writes the report. */

import { outputVerdict } from '../../core/checks/output-verdict.ts';
import { NinefoldError } from '../../core/errors.ts';
import type { HookCommand } from '../../core/hooks/hook-vocabulary.ts';
import { wayTo } from '../../core/paths/paths.ts';
import { recordObserved } from '../../core/service/observe-checks.ts';
import { wantsCheck } from '../../core/workflow/steps.ts';
import type { HookCall } from './hook-call.ts';
import { activeState } from './session-hooks.ts';

/**
 * Records the project's checks for the current step if it wants a check. The same result on the same files is recorded
 * once. Nothing is recorded with the rule `activity: off`, or if the state can't be read or written: whatever else
 * needs the state reports that.
 */
export async function observeChecks(call: HookCall): Promise<void> {
  const { commands } = call.input;
  if (commands.length === 0) return;
  try {
    if ((await call.rules.read()).rules.activity === 'off') return;
    for (const command of commands) await observe(call, command);
  } catch (error) {
    // Evidence that wasn't recorded is missing at the gate, where a person sees it.
    if (!NinefoldError.is(error)) throw error;
  }
}

async function observe(call: HookCall, { command, exitCode, output }: HookCommand): Promise<void> {
  const { folder, input } = call;
  const { service } = folder;
  const state = await activeState(call);
  if (state === null || !wantsCheck(state)) return;
  const reader = await service.ports.workspace.checks();
  const inside = input.cwd === null ? null : wayTo(input.cwd, folder.folder, process.platform);
  for (const run of reader.runs(command, { exitCode, verdict: outputVerdict(output) }, inside)) {
    const { session, hasEdits: isMixed } = input;
    await recordObserved(service, state, { command, run, session, isMixed });
  }
}
