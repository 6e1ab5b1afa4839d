import { randomBytes } from 'node:crypto';

import { env, Uri } from 'vscode';
import type { Webview } from 'vscode';

/** What the page may load: its script and its style sheet. @param extension folder of the extension */
export function pageRoots(extension: Uri): readonly Uri[] {
  return [Uri.joinPath(extension, 'dist'), Uri.joinPath(extension, 'media')];
}

/**
 * The document of the session view: empty but for its script. Nothing inline, nothing remote; `data:` images alone, because
 * the PNG is drawn from one.
 */
export function pageHtml(webview: Webview, extension: Uri, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const script = webview.asWebviewUri(Uri.joinPath(extension, 'dist', 'session-view.js')).toString();
  const style = webview.asWebviewUri(Uri.joinPath(extension, 'media', 'session-view.css')).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    'img-src data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${env.language.replaceAll(/[^\w-]/g, '')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>${title.replaceAll(/[&<>"]/g, '')}</title>
</head>
<body><script nonce="${nonce}" src="${script}"></script></body>
</html>`;
}
