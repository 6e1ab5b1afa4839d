/** The page of the session view (`dist/session-view.js`): it shows what the window sends, and asks the window for the rest. */

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
  // Whoever has a state is restored after a reload.
  host.setState({ isShown: true });
});
host.postMessage({ kind: 'ready' });
