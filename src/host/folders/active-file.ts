import { Uri, window } from 'vscode';

/** The file of the active editor, be it text, an image or a preview; undefined where none is open. */
export function activeFile(): Uri | undefined {
  return window.activeTextEditor?.document.uri ?? activeTabUri();
}

function activeTabUri(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (typeof input !== 'object' || input === null || !('uri' in input)) return undefined;
  return input.uri instanceof Uri ? input.uri : undefined;
}
