import type * as Commands from '../commands/commands.ts';
import { COMMANDS } from '../contributions.ts';
import type { CommandId } from '../contributions.ts';
import type { CommandHandler, CommandHandlers } from './register-command.ts';

/** Handlers for all commands that load what they do with the first one that is run. */
export function lateCommands(parts: Commands.CommandParts): CommandHandlers {
  let handlers: Promise<CommandHandlers> | undefined;
  const load = async (): Promise<CommandHandlers> => {
    try {
      // A variable keeps the bundler from taking it in.
      const bundle = './commands.js';
      const { commandHandlers } = (await import(bundle)) as typeof Commands;
      return commandHandlers(parts);
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
