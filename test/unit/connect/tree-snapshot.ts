/** Everything below a folder, byte for byte, so that two states of it can be held against each other. */

import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { shown } from '../support/platform.ts';

export type TreeSnapshot = Readonly<Record<string, string>>;

export function snapshotOf(root: string): TreeSnapshot {
  const found: Record<string, string> = {};
  const walk = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name);
      const { mode } = lstatSync(path);
      const key = shown(relative(root, path));
      if (lstatSync(path).isSymbolicLink()) found[key] = `→ ${readlinkSync(path)}`;
      else if (lstatSync(path).isDirectory()) {
        found[key] = 'folder';
        walk(path);
      } else found[key] = `${(mode & 0o777).toString(8)} ${readFileSync(path).toString('latin1')}`;
    }
  };
  walk(root);
  return found;
}
