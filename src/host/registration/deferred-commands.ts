import type * as Commands from '../commands/commands.ts';
import { COMMANDS } from '../contributions.ts';
import type { CommandId } from '../contributions.ts';
import type { CommandHandler, CommandHandlers } from './register-command.ts';

/** Loads the commands bundle on the first call. */
export function loadCommands(): Promise<typeof Commands> {
  // A variable specifier keeps the bundler from inlining the module.
  const bundle = './commands.js';
  return import(bundle) as Promise<typeof Commands>;
}

/** Creates handlers that load their implementation with the first command. */
export function deferredCommands(parts: Commands.CommandParts): CommandHandlers {
  let handlers: Promise<CommandHandlers> | undefined;
  const load = async (): Promise<CommandHandlers> => {
    try {
      return (await loadCommands()).commandHandlers(parts);
    } catch (error) {
      // The next command tries again.
      handlers = undefined;
      throw error;
    }
  };
  const handlerOf =
    (id: CommandId): CommandHandler =>
    async (...args) => {
      handlers ??= load();
      return (await handlers)[id]?.(...args);
    };
  const ids = Object.keys(COMMANDS) as CommandId[];
  return Object.fromEntries(ids.map((id) => [id, handlerOf(id)]));
}
