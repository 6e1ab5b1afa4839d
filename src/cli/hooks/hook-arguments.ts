/** The command line of a hook. Unknown options and surplus arguments are ignored. */

import { parseArgs } from 'node:util';

export interface HookArguments {
  /** The event as given; empty if it wasn't. */
  readonly event: string;
  readonly cwd: string | null;
  readonly stateDirectory: string | null;
}

/** Tests for a call of a hook; asking for its help isn't one. */
export function isHookCall(argv: readonly string[]): boolean {
  const { positionals, values } = parsed(argv);
  return positionals[0] === 'hook' && values.help !== true;
}

export function hookArguments(argv: readonly string[]): HookArguments {
  const { positionals, values } = parsed(argv);
  return {
    event: positionals[1] ?? '',
    cwd: textOf(values.cwd),
    stateDirectory: textOf(values['state-dir']),
  };
}

function parsed(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    options: {
      cwd: { type: 'string' },
      'state-dir': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
}

function textOf(value: string | boolean | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
