/** Shows a planned change as a unified diff, for the terminal. */

import { createTwoFilesPatch } from 'diff';

import type { FileChange } from './connect.ts';

/** No context lines: a settings file may contain keys, which must not appear in a terminal. */
const CONTEXT = 0;

/** Makes the diff; empty if nothing changes. */
export function differenceOf({ file, after, action }: FileChange): string {
  if (action === 'unchanged') return '';
  const before = file.text === undefined ? '/dev/null' : file.path;
  const names = [before, after === undefined ? '/dev/null' : file.path] as const;
  const patch = createTwoFilesPatch(...names, file.text ?? '', after ?? '', undefined, undefined, {
    context: CONTEXT,
  });
  return patch.replace(/^=+\n/, '');
}
