import { commands } from 'vscode';

import type { CommandId } from '../contributions.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from './disposable-list.ts';

/** A command's implementation. Arguments can be anything (menus, keybindings, other extensions): it validates them. */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** Handlers by command id. */
export type CommandHandlers = Readonly<Partial<Record<CommandId, CommandHandler>>>;

/** Registers commands; shows what a handler throws instead of rethrowing it. */
export function registerCommands(handlers: CommandHandlers, reporter: Reporter): DisposableList {
  const registered = new DisposableList();
  for (const [id, handler] of Object.entries(handlers)) {
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (error) {
        // Not awaited: the command is done, even while its message is open.
        void reporter.show(error);
        return undefined;
      }
    };
    registered.add(commands.registerCommand(id, run));
  }
  return registered;
}

/** Runs a command of this extension. */
export function runCommand(id: CommandId, ...args: readonly unknown[]): Thenable<unknown> {
  return commands.executeCommand(id, ...args);
}
