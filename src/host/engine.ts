/** The engine (`dist/engine.js`), loaded on first use, after activation. */

import type * as Engine from '../node/engine.ts';

export type EngineModule = typeof Engine;

let loaded: Promise<EngineModule> | undefined;

/** Loads the engine once. */
export function loadEngine(): Promise<EngineModule> {
  // A variable specifier keeps the bundler from inlining the module.
  const bundle = './engine.js';
  loaded ??= import(bundle) as Promise<EngineModule>;
  return loaded;
}
