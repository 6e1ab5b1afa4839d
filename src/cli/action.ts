/** What a command's file gives to commander, and what it is given. */

import type { CommandContext } from './context.ts';

/** Options of one command, as commander parsed them. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
type Work = (context: CommandContext, args: readonly string[], options: Options) => Promise<void>;
/** Makes of a command's work what commander's `action` takes; the work is given its folder. */
export type ActionMaker = (work: Work) => (...parameters: readonly unknown[]) => Promise<void>;
