import { commands } from 'vscode';

import type { CommandId } from '../contributions.ts';
import type { Reporter } from '../messages.ts';
import { DisposableList } from './disposable-list.ts';

/** What a command does. Arguments come from anywhere (menus, keybindings, other extensions): it checks them. */
export type CommandHandler = (...args: readonly unknown[]) => unknown;

/** The handlers of some commands. */
export type CommandHandlers = Readonly<Partial<Record<CommandId, CommandHandler>>>;

/** Registers commands; what a handler throws is shown to the person, and never thrown on. */
export function registerCommands(handlers: CommandHandlers, reporter: Reporter): DisposableList {
  const registered = new DisposableList();
  for (const [id, handler] of Object.entries(handlers)) {
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (error) {
        // Not waited for: the command is done, whenever its message is closed.
        void reporter.show(error);
        return undefined;
      }
    };
    registered.add(commands.registerCommand(id, run));
  }
  return registered;
}

/** Runs one of our commands. */
export function runCommand(id: CommandId, ...args: readonly unknown[]): Thenable<unknown> {
  return commands.executeCommand(id, ...args);
}
