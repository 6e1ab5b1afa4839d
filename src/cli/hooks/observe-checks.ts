/** Records the checks that an agent ran, as its hook reports them: observed, because the agent writes the report. */

import { NinefoldError } from '../../core/errors.ts';
import type { HookCommand } from '../../core/hooks/hook-vocabulary.ts';
import { wayTo } from '../../core/paths/paths.ts';
import { clip, oneLine } from '../../core/text/foreign-text.ts';
import { LONGEST } from '../../core/workflow/limits.ts';
import { isSubPhase } from '../../core/workflow/phases.ts';
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
  if (state?.status !== 'in_progress' || !isSubPhase(state.current)) return;
  const reader = await service.ports.workspace.checks();
  const inside = input.cwd === null ? null : wayTo(input.cwd, folder.folder, process.platform);
  for (const run of reader.runs(command, { exitCode, output }, inside)) {
    await service.execute(
      {
        kind: 'recordCheck',
        phase: state.current,
        command: clip(oneLine(command.trim()), LONGEST.command),
        key: clip(run.key, LONGEST.command),
        exitCode: run.exitCode,
        result: run.result,
        grade: 'observed',
        isMixed: input.hasEdits,
        ...(input.session === null ? {} : { source: input.session }),
      },
      input.session === null ? { kind: 'agent' } : { kind: 'agent', session: input.session },
      state.id,
    );
  }
}
