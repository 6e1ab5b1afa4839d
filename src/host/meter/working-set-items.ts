import { join } from 'node:path';

import type { Tab, TextDocument, Uri } from 'vscode';
import { TabInputText, TabInputTextDiff, window, workspace } from 'vscode';

/** What an agent loads from the state root when it takes a workflow up. */
const LOADED_FILES = ['session-context.toon', 'workflow-state.toon'] as const;

/** What the working set is made of now, each file once. */
export interface WorkingSetItems {
  /** Open in an editor: followed as they are typed in, saved or not. */
  readonly documents: readonly TextDocument[];
  /** Files that VS Code hasn't loaded: tabs that weren't looked at yet, and pinned files. */
  readonly paths: readonly string[];
  /** Files that the session context loads; one that isn't there isn't missed. */
  readonly loadedPaths: readonly string[];
}

/** The open editors, the pinned files and what the session context loads; nothing while only the last is there. */
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
