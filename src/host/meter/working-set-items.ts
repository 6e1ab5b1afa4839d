import { join } from 'node:path';

import type { Tab, TextDocument, Uri } from 'vscode';
import { TabInputText, TabInputTextDiff, window, workspace } from 'vscode';

/** State files that an agent loads to resume a workflow. */
const LOADED_FILES = ['session-context.toon', 'workflow-state.toon'] as const;

/** The current items of the working set, each file once. */
export interface WorkingSetItems {
  /** Documents open in an editor, counted as they are edited. */
  readonly documents: readonly TextDocument[];
  /** Files that VS Code hasn't loaded: tabs not yet shown, and pinned files. */
  readonly paths: readonly string[];
  /** Files that the session context loads; missing ones are ignored. */
  readonly loadedPaths: readonly string[];
}

/** Returns open editors, pinned files, and what the session context loads; empty if only the last exists. */
export function workingSetItems(pinned: readonly string[], root: string | undefined): WorkingSetItems {
  const uris = window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(textOf)).filter(isCountable);
  const loaded = new Map(workspace.textDocuments.map((document) => [document.uri.toString(), document]));
  const documents = new Set<TextDocument>();
  const paths = new Set(pinned);
  for (const uri of uris) {
    const document = loaded.get(uri.toString());
    if (document !== undefined) documents.add(document);
    else if (uri.scheme === 'file') paths.add(uri.fsPath);
  }
  const open = new Set([...documents].map(({ uri }) => uri.fsPath));
  const isElsewhere = (path: string): boolean => !open.has(path);
  const isEmpty = documents.size + paths.size === 0;
  const loadedPaths = root === undefined || isEmpty ? [] : LOADED_FILES.map((name) => join(root, name));
  return {
    documents: [...documents],
    paths: [...paths].filter(isElsewhere),
    loadedPaths: loadedPaths.filter((path) => isElsewhere(path) && !paths.has(path)),
  };
}

function textOf({ input }: Tab): readonly Uri[] {
  if (input instanceof TabInputText) return [input.uri];
  return input instanceof TabInputTextDiff ? [input.modified] : [];
}

function isCountable({ scheme }: Uri): boolean {
  return scheme === 'file' || scheme === 'untitled';
}
