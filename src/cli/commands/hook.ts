/** `hook`: named here for the help; `main.ts` answers it by the agent's rules before this command line is read. */

import type { Command } from 'commander';

import { HOOK_EVENTS } from '../../core/hooks/hook-vocabulary.ts';

export function addHookCommand(program: Command): void {
  program
    .command('hook')
    .description(`answer an agent's hook, whose JSON is on stdin (${HOOK_EVENTS.join(', ')})`)
    .argument('<event>');
}
