/** `hook`: named here for the help; `main.ts` answers it by the agent's rules before this command line is read. */

import type { Command } from 'commander';

import { HOOK_EVENTS } from '../../core/hooks/hook-input.ts';

export function addHookCommand(program: Command): void {
  program
    .command('hook')
    .description(`answer a hook of Claude Code, whose JSON is on stdin (${HOOK_EVENTS.join(', ')})`)
    .argument('<event>');
}
