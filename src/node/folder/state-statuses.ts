/** The status of a folder's files as one text, to decide whether to read any of them again. */

import type { Stats } from 'node:fs';
import { join } from 'node:path';

import { journalFiles } from '../journal/segment-list.ts';
import { RULES_FILE } from '../rules/rules-file.ts';
import { statFiles } from '../files/stat-files.ts';
import { SESSION_FILE } from '../state/session-record.ts';
import type { StateLayout } from '../state/state-layout.ts';
import { errorCode } from '../files/system-error.ts';

/** What to check in addition to the rules, the session record, and the list of journals. */
export interface ShownFiles {
  readonly workflows: readonly string[];
  /** Relative to the workspace folder. */
  readonly files: readonly string[];
}

/**
 * Returns a text that differs as soon as a file's inode, size, or times differ, or a file appears, disappears, or
 * becomes inaccessible. Never throws: whoever reads a file reports its faults.
 */
export async function stateStatuses(layout: StateLayout, shown: ShownFiles): Promise<string> {
  const state = [
    SESSION_FILE,
    'state/workflows',
    ...(await Promise.all(shown.workflows.map((id) => journalFiles(layout, id)))).flat(),
  ];
  const found = await statFiles([
    join(layout.root, RULES_FILE),
    ...state.map((path) => layout.absolute(path)),
    ...shown.files.map((path) => join(layout.folder, path)),
  ]);
  return found.map(textOf).join('\n');
}

function textOf(found: Stats | Error | undefined): string {
  if (found === undefined) return 'absent';
  if (found instanceof Error) return errorCode(found) ?? found.message;
  return `${found.ino}:${found.size}:${found.mtimeMs}:${found.ctimeMs}`;
}
