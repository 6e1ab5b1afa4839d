/** Loads the context bundle (`dist/context.js`) on first use. */

import type * as ContextLoader from './context-loader.ts';

/** Loads the module from the file next to the calling bundle. */
export function loadContextModule(): Promise<typeof ContextLoader> {
  // A variable keeps the bundler from including it.
  const bundle = './context.js';
  return import(bundle) as Promise<typeof ContextLoader>;
}
