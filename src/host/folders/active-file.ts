import { Uri, window } from 'vscode';

/** Returns the file of the active editor, whether text, image, or preview; undefined if none is open. */
export function activeFile(): Uri | undefined {
  return window.activeTextEditor?.document.uri ?? activeTabUri();
}

function activeTabUri(): Uri | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (typeof input !== 'object' || input === null || !('uri' in input)) return undefined;
  return input.uri instanceof Uri ? input.uri : undefined;
}
