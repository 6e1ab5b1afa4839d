/** The page of the session view (`dist/session-view.js`): shows what the host sends, and asks the host for the rest. */

import type { FromPage, ToPage } from '../core/picture/page-messages.ts';
import { SessionPage } from './session-page.ts';

interface Host {
  postMessage(message: FromPage): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

const host = acquireVsCodeApi();
const page = new SessionPage(document.body, (message) => host.postMessage(message));
window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  page.show(data);
  // VS Code restores a webview with a state after a reload.
  host.setState({ isShown: true });
});
host.postMessage({ kind: 'ready' });
