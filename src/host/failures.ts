/** The words of failures (`dist/failures.js`): loaded with the first failure that is told. */

import type * as Failures from '../core/failures/failures.ts';

let loaded: Promise<typeof Failures> | undefined;

/** The words, loaded once. */
export function loadFailures(): Promise<typeof Failures> {
  // A variable keeps the bundler from taking them in.
  const bundle = './failures.js';
  loaded ??= import(bundle) as Promise<typeof Failures>;
  return loaded;
}
