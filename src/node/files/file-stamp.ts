/** Detects a changed file without reading it. */

import type { Stats } from 'node:fs';

import * as z from 'zod/mini';

/**
 * Git and archives restore contents and at most the modification time; inode and status change time belong to this
 * machine.
 */
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
