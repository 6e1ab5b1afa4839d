/** Loads the bundle that connects agents (`dist/connect.js`) on first use. */

import type * as ConnectBundle from './connect-bundle.ts';

export type ConnectModule = typeof ConnectBundle;

/** Loads the module from the file next to the calling bundle. */
export function loadConnectModule(): Promise<ConnectModule> {
  // A variable keeps the bundler from including it.
  const bundle = './connect.js';
  return import(bundle) as Promise<ConnectModule>;
}
