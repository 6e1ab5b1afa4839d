/** Where a session of Claude Code has its window and compacts. Loaded when a reading needs it: usage counts calls only. */

import { hostOf } from '../../../core/agents/claude-code/host.ts';
import { compactsAt, resolveWindow } from '../../../core/agents/claude-code/window.ts';
import type { MeterEnvironment } from '../../machine/environment.ts';
import type { Windowing } from '../agent.ts';
import { readClaudeCodeSettings } from './settings.ts';

/** Applies the settings that Claude Code has in a folder; `null` stands for the user's alone. */
export async function readClaudeCodeWindowing(
  environment: MeterEnvironment,
  folder: string | null,
): Promise<Windowing> {
  const settings = await readClaudeCodeSettings(environment, folder);
  const host = hostOf(settings.env).name;
  return (state, given) => {
    const window = resolveWindow(state, { ...given, settings });
    const isAssumed = window?.windowSource === 'assumed';
    const at = window === null ? null : compactsAt(state, window.window, settings, isAssumed);
    return { window, compactsAt: at, countsOutput: true, host };
  };
}
