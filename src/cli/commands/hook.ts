/** `hook`: listed here for the help only; `main.ts` answers it before this command line is parsed. */

import type { Command } from 'commander';

import { HOOK_EVENTS } from '../../core/hooks/hook-vocabulary.ts';

export function addHookCommand(program: Command): void {
  program
    .command('hook')
    .description(`answer an agent's hook with its JSON on stdin (${HOOK_EVENTS.join(', ')})`)
    .argument('<event>');
}
