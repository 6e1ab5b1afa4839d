/** What the window loads to run checks. */

export { commandWords } from '../../core/shell/command-words.ts';
export { runCheck } from './check.ts';
export { programOf } from './command-program.ts';
