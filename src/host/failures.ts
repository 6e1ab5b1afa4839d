/** Failure messages (`dist/failures.js`), loaded with the first failure that is shown. */

import type * as Failures from '../core/failures/failures.ts';

let loaded: Promise<typeof Failures> | undefined;

/** Loads the messages once. */
export function loadFailures(): Promise<typeof Failures> {
  // A variable specifier keeps the bundler from inlining the module.
  const bundle = './failures.js';
  loaded ??= import(bundle) as Promise<typeof Failures>;
  return loaded;
}
