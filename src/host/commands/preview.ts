import type { Uri } from 'vscode';
import { commands, extensions } from 'vscode';

/**
 * As Markdown where VS Code's own preview is there; a fork may leave it out. The extension is asked for, not the
 * command: that isn't known before the first use of Markdown in the window.
 */
export async function preview(uri: Uri): Promise<void> {
  const isThere = extensions.getExtension('vscode.markdown-language-features') !== undefined;
  const command = isThere ? 'markdown.showPreview' : 'vscode.open';
  await commands.executeCommand(command, uri);
}
