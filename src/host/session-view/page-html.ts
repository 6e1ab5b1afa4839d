import { randomBytes } from 'node:crypto';

import { env, Uri } from 'vscode';
import type { Webview } from 'vscode';

/** Returns the local resource roots of the page: script and style sheet. @param extension installation folder */
export function pageRoots(extension: Uri): readonly Uri[] {
  return [Uri.joinPath(extension, 'dist'), Uri.joinPath(extension, 'media')];
}

/**
 * Returns the HTML of the session view: only its script. No inline and no remote resources; only `data:` images, from
 * which the PNG is drawn.
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
