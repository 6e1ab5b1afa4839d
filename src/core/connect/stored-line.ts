/**
 * The workflow's part of Ninefold's status line, stored so that the bridge can draw it without a runtime. It holds while
 * it is newer than the workflow's journal.
 */

import type { BannerProgress } from '../meter/banner.ts';

/** Relative to the state root. */
export const STORED_LINE_FILE = 'state/sessions/line.txt';
export const STORED_LINE_SCHEMA = 'ninefold/line/1';

/** Formats the file: a line each for its schema, the workflow, its step, and its progress in percent. */
export function storedLine(workflow: string, { label, percent }: BannerProgress): string {
  return `${[STORED_LINE_SCHEMA, workflow, label, percent].join('\n')}\n`;
}
