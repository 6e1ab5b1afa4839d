/** Types that connect a command's file to commander. */

import type { CommandContext } from './context.ts';

/** Options of one command, as commander parsed them. */
export type Options = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
type Work = (context: CommandContext, args: readonly string[], options: Options) => Promise<void>;
/** Makes commander's `action` from a command's work, which gets its folder. */
export type ActionMaker = (work: Work) => (...parameters: readonly unknown[]) => Promise<void>;
