/** The loader's bundle (`dist/context.js`), loaded when it is first asked for. */

import type * as ContextLoader from './context-loader.ts';

/** The loader, from the file beside whichever bundle asks. */
export function loadContextModule(): Promise<typeof ContextLoader> {
  // A variable keeps the bundler from taking it in.
  const bundle = './context.js';
  return import(bundle) as Promise<typeof ContextLoader>;
}
