/** A planned change as a unified difference, for the terminal. */

import { createTwoFilesPatch } from 'diff';

import type { FileChange } from './connect.ts';

/** No line around the change: a settings file may hold keys, and none of them belongs into a terminal. */
const CONTEXT = 0;

/** Empty where nothing changes. */
export function differenceOf({ file, after, action }: FileChange): string {
  if (action === 'unchanged') return '';
  const before = file.text === undefined ? '/dev/null' : file.path;
  const names = [before, after === undefined ? '/dev/null' : file.path] as const;
  const patch = createTwoFilesPatch(...names, file.text ?? '', after ?? '', undefined, undefined, {
    context: CONTEXT,
  });
  return patch.replace(/^=+\n/, '');
}
