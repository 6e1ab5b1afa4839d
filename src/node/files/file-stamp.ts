/** What tells a file from itself as it was, without reading it. */

import type { Stats } from 'node:fs';

import * as z from 'zod/mini';

/** Git and archives bring contents and at most a time of change: inode and change of status are this machine's. */
export const fileStampSchema = z.object({
  inode: z.number(),
  modified: z.number(),
  changed: z.number(),
  size: z.number(),
});

export type FileStamp = z.infer<typeof fileStampSchema>;

export function stampOf({ ino, mtimeMs, ctimeMs, size }: Stats): FileStamp {
  return { inode: ino, modified: mtimeMs, changed: ctimeMs, size };
}

export function isSameStamp(one: FileStamp, other: FileStamp): boolean {
  return (
    one.inode === other.inode &&
    one.modified === other.modified &&
    one.changed === other.changed &&
    one.size === other.size
  );
}
