/** The bundle that connects agents (`dist/connect.js`), loaded when it is first asked for. */

import type * as ConnectBundle from './connect-bundle.ts';

export type ConnectModule = typeof ConnectBundle;

/** From the file beside whichever bundle asks. */
export function loadConnectModule(): Promise<ConnectModule> {
  // A variable keeps the bundler from taking it in.
  const bundle = './connect.js';
  return import(bundle) as Promise<ConnectModule>;
}
