/** Words as the core's tables have them, so that a change of words breaks no test. */

import { formatMessage } from '../../../src/core/messages.ts';
import type { MessageParameters } from '../../../src/core/messages.ts';

/** Returns what fills a word of the table. @example wordsOf(TASK_WORDS)('minutes', { count: 2 }) */
export function wordsOf<Word extends string>(table: Readonly<Record<Word, string>>) {
  return (word: Word, parameters: MessageParameters = {}): string => formatMessage(table[word], parameters);
}
