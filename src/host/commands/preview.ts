import type { Uri } from 'vscode';
import { commands, extensions } from 'vscode';

/**
 * Opens the Markdown preview, or the text if the fork lacks the built-in preview extension. Checks for the extension
 * because the command isn't registered until Markdown is first used.
 */
export async function preview(uri: Uri): Promise<void> {
  const isThere = extensions.getExtension('vscode.markdown-language-features') !== undefined;
  const command = isThere ? 'markdown.showPreview' : 'vscode.open';
  await commands.executeCommand(command, uri);
}
