/** What is on disk, to be compared before and after. */

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every file, folder and link below a folder: relative path → a hash of its content and the time it was last
 * written. A folder's time tells of a file that came and went in between.
 */
export function contentOf(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isSymbolicLink()) return [name, `link to ${readlinkSync(path)}`];
    const kind = entry.isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 12)
      : 'folder';
    return [name, `${kind} of ${statSync(path).mtime.toISOString()}`];
  });
  return Object.fromEntries(entries.sort()) as Record<string, string>;
}
