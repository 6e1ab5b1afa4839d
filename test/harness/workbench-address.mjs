/** Makes the address of a window of the served workbench. */

/**
 * @param {import('./serve.mjs').ServedWorkbench} served
 * @param {{ folder?: string, workspaceFile?: string, extensionFolder?: string, testsPath?: string,
 *   inspectPort?: string }} window absolute paths; the extension's, the tests' and the port are honoured with the driver only
 * @returns {string}
 */
export function workbenchAddress(served, window) {
  const address = new URL(served.origin);
  if (window.folder) address.searchParams.set('folder', window.folder);
  if (window.workspaceFile) address.searchParams.set('workspace', window.workspaceFile);
  const remote = (path) => `vscode-remote://${served.authority}${path}`;
  const payload = [];
  if (window.extensionFolder) payload.push(['extensionDevelopmentPath', remote(window.extensionFolder)]);
  if (window.testsPath) payload.push(['extensionTestsPath', remote(window.testsPath)]);
  if (window.inspectPort) payload.push(['inspect-extensions', window.inspectPort]);
  if (payload.length > 0) address.searchParams.set('payload', JSON.stringify(payload));
  // A query may contain a slash, and people read and paste the address.
  return address.href.replaceAll('%2F', '/');
}
