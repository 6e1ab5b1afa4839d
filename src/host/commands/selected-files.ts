import { Uri } from 'vscode';

import { activeFile } from '../folders/active-file.ts';

/** Returns the files that a menu passes, or from the palette the active editor's file. */
export function selectedFiles(uri: unknown, uris: unknown): readonly Uri[] {
  if (Array.isArray(uris) && uris.length > 0) return uris.filter((each): each is Uri => each instanceof Uri);
  if (uri instanceof Uri) return [uri];
  const active = activeFile();
  return active === undefined ? [] : [active];
}
